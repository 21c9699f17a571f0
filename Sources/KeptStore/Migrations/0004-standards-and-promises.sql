CREATE TABLE standards (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    current_version BIGINT NOT NULL,
    ended_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);

-- Never changed once written. An empty scope column means any; the most particular standard that fits makes the promise.
CREATE TABLE standard_versions (
    id BIGINT PRIMARY KEY,
    standard_id BIGINT NOT NULL REFERENCES standards (id),
    version BIGINT NOT NULL,
    metric TEXT NOT NULL CHECK (metric IN ('delivery', 'solution')),
    place_id BIGINT REFERENCES places (id),
    carrier_id BIGINT REFERENCES carriers (id),
    segment TEXT,
    channel TEXT,
    region TEXT,
    product_group TEXT,
    same_city SMALLINT NOT NULL DEFAULT 0 CHECK (same_city IN (0, 1)),
    clock TEXT NOT NULL CHECK (clock IN ('always', 'opening-hours', 'sundown', 'date')),
    target TEXT NOT NULL,
    calendar_id BIGINT REFERENCES calendars (id),
    tolerance_seconds BIGINT NOT NULL DEFAULT 0 CHECK (tolerance_seconds >= 0),
    warnings TEXT NOT NULL,
    said TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (standard_id, version)
);

-- What promises are about, for chains and escalation. One row for each order, or each customer and subject.
CREATE TABLE matters (
    id BIGINT PRIMARY KEY,
    customer_id BIGINT REFERENCES customers (id),
    order_id BIGINT UNIQUE,
    subject TEXT NOT NULL,
    breaks BIGINT NOT NULL DEFAULT 0,
    escalated_at BIGINT
);
CREATE UNIQUE INDEX matters_by_customer_and_subject ON matters (customer_id, subject) WHERE order_id IS NULL;

CREATE TABLE promises (
    id BIGINT PRIMARY KEY,
    matter_id BIGINT NOT NULL REFERENCES matters (id),
    order_id BIGINT,
    case_id BIGINT,
    customer_id BIGINT REFERENCES customers (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    -- What was told: never rewritten.
    said TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    told_due_at BIGINT NOT NULL,
    is_told SMALLINT NOT NULL CHECK (is_told IN (0, 1)),
    clock TEXT NOT NULL CHECK (clock IN ('always', 'opening-hours', 'sundown', 'date')),
    target TEXT,
    starts_at BIGINT NOT NULL,
    calendar_version_id BIGINT REFERENCES calendar_versions (id),
    standard_version_id BIGINT REFERENCES standard_versions (id),
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    warnings TEXT NOT NULL,
    -- Where it stands. due_at is told_due_at moved by pauses, or by a rule change that is in the journal.
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'broken', 'released', 'renegotiated')),
    paused_at BIGINT CHECK (paused_at IS NULL OR state = 'open'),
    settled_at BIGINT CHECK ((settled_at IS NULL) = (state = 'open')),
    seen_at BIGINT,
    evidence TEXT,
    replaces_id BIGINT UNIQUE REFERENCES promises (id),
    first_id BIGINT NOT NULL,
    asked_by_customer SMALLINT NOT NULL DEFAULT 0 CHECK (asked_by_customer IN (0, 1)),
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX promises_open_by_due ON promises (due_at, id) WHERE state = 'open';
CREATE INDEX promises_open_by_place ON promises (place_id, due_at, id) WHERE state = 'open';
CREATE INDEX promises_by_settled ON promises (state, settled_at, id) WHERE state <> 'open';
CREATE INDEX promises_by_matter ON promises (matter_id, id);
CREATE INDEX promises_by_order ON promises (order_id, id) WHERE order_id IS NOT NULL;
CREATE INDEX promises_by_case ON promises (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX promises_by_customer ON promises (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX promises_by_chain ON promises (first_id, id);

CREATE TABLE promise_pauses (
    id BIGINT PRIMARY KEY,
    promise_id BIGINT NOT NULL REFERENCES promises (id),
    from_at BIGINT NOT NULL,
    to_at BIGINT CHECK (to_at IS NULL OR to_at >= from_at),
    because TEXT NOT NULL,
    made_by TEXT NOT NULL,
    -- A correction strikes a pause out and writes another; the old one stays readable.
    struck_at BIGINT,
    struck_why TEXT
);
CREATE INDEX promise_pauses_by_promise ON promise_pauses (promise_id, from_at);

-- Work of the deadline runner: claimed, done, finished. finished_at is also set when a deadline no longer applies.
CREATE TABLE deadlines (
    id BIGINT PRIMARY KEY,
    promise_id BIGINT NOT NULL REFERENCES promises (id),
    kind TEXT NOT NULL CHECK (kind IN ('warning', 'break')),
    step BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    claimed_until BIGINT,
    finished_at BIGINT,
    UNIQUE (promise_id, kind, step, due_at)
);
CREATE INDEX deadlines_waiting ON deadlines (due_at, id) WHERE finished_at IS NULL;

-- Warnings and escalations, told to a role at a place or to one person, shown from deliver_at on.
CREATE TABLE notices (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('warning', 'broken', 'escalated', 'assigned')),
    promise_id BIGINT REFERENCES promises (id),
    case_id BIGINT,
    place_id BIGINT REFERENCES places (id),
    role TEXT,
    person_id BIGINT REFERENCES people (id),
    step BIGINT NOT NULL DEFAULT 0,
    made_at BIGINT NOT NULL,
    deliver_at BIGINT NOT NULL,
    seen_at BIGINT,
    cleared_at BIGINT
);
CREATE UNIQUE INDEX notices_once ON notices (kind, promise_id, step, role) WHERE promise_id IS NOT NULL;
CREATE INDEX notices_standing ON notices (kind, place_id, deliver_at) WHERE cleared_at IS NULL;
CREATE INDEX notices_by_promise ON notices (promise_id) WHERE promise_id IS NOT NULL;
CREATE INDEX notices_by_case ON notices (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX notices_waiting ON notices (deliver_at, id) WHERE seen_at IS NULL AND cleared_at IS NULL;
