CREATE TABLE cases (
    id BIGINT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    matter_id BIGINT NOT NULL REFERENCES matters (id),
    kind TEXT NOT NULL CHECK (kind IN ('complaint', 'question', 'request', 'praise', 'suggestion', 'failure')),
    subject TEXT NOT NULL,
    customer_id BIGINT REFERENCES customers (id),
    order_id BIGINT REFERENCES orders (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    owner_id BIGINT NOT NULL REFERENCES people (id),
    lead_id BIGINT REFERENCES people (id),
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    -- Who owes the next move, who said so and why.
    whose_move TEXT NOT NULL DEFAULT 'us' CHECK (whose_move IN ('us', 'customer', 'third-party')),
    move_said_by TEXT NOT NULL,
    move_why TEXT,
    opened_at BIGINT NOT NULL,
    escalated_at BIGINT,
    closed_at BIGINT CHECK ((closed_at IS NULL) = (status = 'open')),
    cause TEXT CHECK (status = 'open' OR cause IS NOT NULL),
    revision BIGINT NOT NULL DEFAULT 1
);
-- A broken promise opens or joins: at most one case stands open on a matter.
CREATE UNIQUE INDEX cases_one_open_on_a_matter ON cases (matter_id) WHERE status = 'open';
CREATE INDEX cases_open_by_owner ON cases (owner_id, opened_at, id) WHERE status = 'open';
CREATE INDEX cases_by_opened ON cases (status, opened_at, id);
CREATE INDEX cases_by_order ON cases (order_id, id) WHERE order_id IS NOT NULL;
CREATE INDEX cases_by_customer ON cases (customer_id, id) WHERE customer_id IS NOT NULL;

CREATE TABLE case_notes (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX case_notes_by_case ON case_notes (case_id, id);
