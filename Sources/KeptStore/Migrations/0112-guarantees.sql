-- Published rules. A rule is on only in a version that was tried against the record.
CREATE TABLE guarantees (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    current_version BIGINT NOT NULL,
    is_on SMALLINT NOT NULL DEFAULT 0 CHECK (is_on IN (0, 1)),
    -- The version that was tried last.
    tried_version BIGINT CHECK (is_on = 0 OR tried_version = current_version),
    revision BIGINT NOT NULL DEFAULT 1
);

-- Never changed once written.
CREATE TABLE guarantee_versions (
    id BIGINT PRIMARY KEY,
    guarantee_id BIGINT NOT NULL REFERENCES guarantees (id),
    version BIGINT NOT NULL,
    trigger_kind TEXT NOT NULL CHECK (trigger_kind IN ('promise-broken', 'delivered-late', 'damaged', 'lost', 'unavailable', 'lower-price', 'recorded')),
    definition TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (guarantee_id, version)
);

-- Each time one was set off: once per matter. What it gives stands in the ledger, told in the same transaction; one that is
-- held waits for a lead.
CREATE TABLE guarantee_uses (
    id BIGINT PRIMARY KEY,
    guarantee_id BIGINT NOT NULL REFERENCES guarantees (id),
    version_id BIGINT NOT NULL REFERENCES guarantee_versions (id),
    matter_id BIGINT NOT NULL REFERENCES matters (id),
    order_id BIGINT REFERENCES orders (id),
    case_id BIGINT REFERENCES cases (id),
    promise_id BIGINT REFERENCES promises (id),
    customer_id BIGINT REFERENCES customers (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    state TEXT NOT NULL CHECK (state IN ('given', 'held', 'declined')),
    -- What is owed: kind, minor units and currency of each.
    gifts TEXT NOT NULL,
    language TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    used_day BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    UNIQUE (guarantee_id, matter_id)
);
CREATE INDEX guarantee_uses_by_customer ON guarantee_uses (customer_id, guarantee_id, used_at) WHERE customer_id IS NOT NULL;
CREATE INDEX guarantee_uses_by_time ON guarantee_uses (guarantee_id, used_at, id);
CREATE INDEX guarantee_uses_held ON guarantee_uses (guarantee_id, id) WHERE state = 'held';

-- What went wrong with orders, for trials of the past.
CREATE INDEX tracking_events_of_failures ON tracking_events (kind, learned_at, id) WHERE kind IN ('damaged', 'lost', 'unavailable');

-- How many went out on a day, so that two who count at once meet.
CREATE TABLE guarantee_days (
    guarantee_id BIGINT NOT NULL REFERENCES guarantees (id),
    day BIGINT NOT NULL,
    given BIGINT NOT NULL,
    PRIMARY KEY (guarantee_id, day)
);
