-- Something beyond the usual that a customer asks for: what we said, and whether it came true.
CREATE TABLE special_requests (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    order_id BIGINT REFERENCES orders (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    kind TEXT NOT NULL CHECK (kind IN ('expedite', 'substitution', 'change', 'other')),
    words TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    noted_by TEXT NOT NULL,
    answer TEXT CHECK (answer IN ('agreed', 'declined')),
    answered_at BIGINT,
    answered_by TEXT,
    is_met SMALLINT CHECK (is_met IN (0, 1)),
    settled_at BIGINT,
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CHECK ((is_met IS NULL) = (settled_at IS NULL)),
    -- Only what was agreed can come true or not.
    CHECK (is_met IS NULL OR answer = 'agreed')
);
CREATE INDEX special_requests_by_case ON special_requests (case_id);
CREATE INDEX special_requests_by_time ON special_requests (asked_at);

-- What customers say by one tap: one row for each question of an order or a case.
CREATE TABLE ratings (
    id BIGINT PRIMARY KEY,
    order_id BIGINT REFERENCES orders (id),
    case_id BIGINT REFERENCES cases (id),
    question TEXT NOT NULL CHECK (question IN ('ease', 'accuracy', 'detail')),
    value BIGINT NOT NULL,
    -- The first tap: it may be changed for a day after that.
    rated_at BIGINT NOT NULL,
    changed_at BIGINT,
    CHECK ((order_id IS NULL) <> (case_id IS NULL)),
    CHECK (value BETWEEN 0 AND 5 AND (question = 'ease' OR value <= 2) AND (question <> 'ease' OR value >= 1))
);
CREATE UNIQUE INDEX ratings_of_orders ON ratings (order_id, question) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX ratings_of_cases ON ratings (case_id, question) WHERE case_id IS NOT NULL;
CREATE INDEX ratings_by_time ON ratings (rated_at);
-- The unguessable end of the address under which the customer of a case rates.
CREATE TABLE rating_keys (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    rating_key BYTEA NOT NULL UNIQUE,
    made_at BIGINT NOT NULL
);

-- Random samples of answered cases, and what a colleague found in each.
CREATE TABLE spot_draws (
    id BIGINT PRIMARY KEY,
    place_id BIGINT REFERENCES places (id),
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    population BIGINT NOT NULL,
    size BIGINT NOT NULL CHECK (size BETWEEN 1 AND 50 AND size <= population),
    drawn_by TEXT NOT NULL,
    drawn_at BIGINT NOT NULL
);
CREATE TABLE spot_checks (
    id BIGINT PRIMARY KEY,
    draw_id BIGINT NOT NULL REFERENCES spot_draws (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    message_id BIGINT NOT NULL REFERENCES messages (id),
    accuracy BIGINT CHECK (accuracy BETWEEN 0 AND 2),
    detail BIGINT CHECK (detail BETWEEN 0 AND 2),
    words TEXT,
    checked_by TEXT,
    checked_at BIGINT,
    UNIQUE (draw_id, case_id),
    CHECK ((accuracy IS NULL) = (checked_at IS NULL)),
    CHECK ((accuracy IS NULL) = (detail IS NULL))
);
CREATE INDEX spot_checks_open ON spot_checks (draw_id, id) WHERE checked_at IS NULL;
CREATE INDEX spot_checks_by_time ON spot_checks (checked_at) WHERE checked_at IS NOT NULL;
CREATE INDEX spot_checks_by_case ON spot_checks (case_id);
CREATE INDEX messages_answers ON messages (case_id, left_at) WHERE direction = 'out' AND is_automatic = 0 AND left_at IS NOT NULL;
