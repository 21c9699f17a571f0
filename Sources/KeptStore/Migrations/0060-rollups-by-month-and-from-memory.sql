-- Rollups by day and by whole month: a report over years adds up months, and days only where it begins or ends within
-- one. Their histograms have other bins than before, so all orders are counted anew by the next folding: the bits of an
-- id that number the process that made it keep its orders apart.
DELETE FROM delivery_deltas;
DELETE FROM tally_ranges;
INSERT INTO tally_ranges (first_id, last_id) SELECT min(id), max(id) FROM orders GROUP BY (id >> 11) & 1023;
DROP TABLE delivery_rollups;
-- day is the first of the span. key is '' for all.
CREATE TABLE delivery_rollups (
    span TEXT NOT NULL CHECK (span IN ('day', 'month')),
    dimension TEXT NOT NULL,
    key TEXT NOT NULL,
    day BIGINT NOT NULL,
    tally BYTEA NOT NULL,
    PRIMARY KEY (span, dimension, key, day)
);

-- An order of the range was changed after it came in: what the importer counted of it in memory no longer holds.
ALTER TABLE tally_ranges ADD COLUMN is_changed SMALLINT NOT NULL DEFAULT 0;
