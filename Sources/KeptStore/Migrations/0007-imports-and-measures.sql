-- One run of an import: where it stands, so that it can be shown, stopped and resumed.
CREATE TABLE imports (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    files TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'stopping', 'stopped', 'done', 'failed')),
    position TEXT NOT NULL,
    counts TEXT NOT NULL,
    bytes_done BIGINT NOT NULL DEFAULT 0,
    bytes_total BIGINT NOT NULL DEFAULT 0,
    rejects TEXT,
    failure TEXT,
    started_at BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX imports_by_start ON imports (started_at, id);

-- How the columns of a file with this header were read last time.
CREATE TABLE column_maps (
    header_hash BYTEA PRIMARY KEY,
    kind TEXT NOT NULL,
    map TEXT NOT NULL,
    used_at BIGINT NOT NULL
);

-- Names that an import met for rows of ours, for rows of later files that refer to them.
CREATE TABLE external_references (
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (source, kind, external_id)
);

-- Orders first_id...last_id were imported and are not in the rollups yet. A later change to such an order appends no
-- delta: whoever folds the range counts what the order is by then.
CREATE TABLE tally_ranges (
    first_id BIGINT PRIMARY KEY,
    last_id BIGINT NOT NULL CHECK (last_id >= first_id)
);

-- What a change of an order adds to a rollup (its new tally less its old one), appended and later folded.
CREATE TABLE delivery_deltas (
    id BIGINT PRIMARY KEY,
    day BIGINT NOT NULL,
    dimension TEXT NOT NULL,
    key TEXT NOT NULL,
    tally BYTEA NOT NULL
);

-- Deliveries by day of purchase and one dimension: all, carrier, region, product-group, segment, place. key is '' for all.
CREATE TABLE delivery_rollups (
    dimension TEXT NOT NULL,
    key TEXT NOT NULL,
    day BIGINT NOT NULL,
    tally BYTEA NOT NULL,
    PRIMARY KEY (dimension, key, day)
);
