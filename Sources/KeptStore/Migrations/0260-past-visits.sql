-- Visits and calls of other systems that are over, as history that waits are learned from. They have no ticket, no page and no
-- promise, and who served them and by which priority is in that system's own words; so they stand beside visits.
CREATE TABLE past_visits (
    id BIGINT PRIMARY KEY,
    source TEXT NOT NULL,
    -- The visit's id there; of rows without one a hash of the whole row.
    external_id TEXT NOT NULL,
    place_id BIGINT REFERENCES places (id),
    line TEXT NOT NULL,
    zone TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('served', 'left', 'no-show', 'void')),
    kind TEXT,
    priority BIGINT NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 9),
    -- Waiting that the priority counts for from the start.
    credit_seconds BIGINT NOT NULL DEFAULT 0 CHECK (credit_seconds >= 0),
    party_size BIGINT NOT NULL DEFAULT 1 CHECK (party_size BETWEEN 1 AND 1000),
    point TEXT,
    joined_at BIGINT NOT NULL,
    -- Until they were called or went away; 0 for whoever did not have to wait.
    waited_seconds BIGINT NOT NULL CHECK (waited_seconds BETWEEN 0 AND 86399),
    served_at BIGINT,
    ended_at BIGINT,
    UNIQUE (source, external_id)
);
CREATE INDEX past_visits_by_joined ON past_visits (joined_at, id);
