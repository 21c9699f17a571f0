-- Who told the customer themselves what no message could tell them, and when.
ALTER TABLE tellings ADD COLUMN said_by TEXT CHECK (said_by IS NULL OR untold IS NOT NULL);
ALTER TABLE tellings ADD COLUMN said_at BIGINT CHECK ((said_at IS NULL) = (said_by IS NULL));
