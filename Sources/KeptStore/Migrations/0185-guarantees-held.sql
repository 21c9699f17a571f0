-- Who recorded what set a guarantee off, what they typed, and why a use waits for a lead. Empty where a fact of the record set it
-- off and the rule decided.
ALTER TABLE guarantee_uses ADD COLUMN recorded_by TEXT;
ALTER TABLE guarantee_uses ADD COLUMN paid_minor BIGINT CHECK (paid_minor IS NULL OR recorded_by IS NOT NULL);
ALTER TABLE guarantee_uses ADD COLUMN seen_minor BIGINT CHECK ((seen_minor IS NULL) = (paid_minor IS NULL));
ALTER TABLE guarantee_uses ADD COLUMN held_because TEXT
    CHECK (held_because IS NULL OR held_because IN ('day', 'customer-unknown', 'authority', 'total-unknown'));
UPDATE guarantee_uses SET held_because = 'day' WHERE state = 'held';
-- What somebody typed on a day counts against what they may give on it.
CREATE INDEX guarantee_uses_by_recorder ON guarantee_uses (recorded_by, used_day) WHERE recorded_by IS NOT NULL;
