-- How often a run was begun or gone on with: a batch of an earlier turn is not taken, so that two who read the same files
-- at once never write on each other's positions.
ALTER TABLE imports ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
