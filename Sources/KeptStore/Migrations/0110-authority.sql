-- What a role may give without asking: a row for each kind of remedy and currency, and one for all kinds together.
CREATE TABLE remedy_limits (
    id BIGINT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('front-line', 'lead', 'quality-manager', 'logistics-planner', 'owner', 'administrator', 'partner')),
    remedy TEXT NOT NULL CHECK (remedy IN ('all', 'refund', 'replacement', 'price-match', 'coupon', 'points', 'waived-fee', 'gesture')),
    currency TEXT NOT NULL,
    -- Empty for any amount.
    per_case_minor BIGINT CHECK (per_case_minor >= 0),
    per_day_minor BIGINT CHECK (per_day_minor >= 0),
    revision BIGINT NOT NULL DEFAULT 1,
    UNIQUE (role, remedy, currency)
);

-- Asked of a lead, and decided once.
CREATE TABLE remedy_requests (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    kind TEXT NOT NULL CHECK (kind IN ('refund', 'replacement', 'price-match', 'coupon', 'points', 'waived-fee', 'gesture', 'apology')),
    amount_minor BIGINT CHECK (amount_minor > 0),
    currency TEXT CHECK ((currency IS NULL) = (amount_minor IS NULL)),
    why TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- The word that tells the customer when they hear from us, and the broken one beside which it was asked.
    promise_id BIGINT REFERENCES promises (id),
    about_id BIGINT REFERENCES promises (id),
    due_at BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn')),
    decided_by TEXT,
    decided_at BIGINT CHECK ((decided_at IS NULL) = (state = 'waiting')),
    word TEXT,
    approved_minor BIGINT CHECK (approved_minor IS NULL OR (state = 'approved' AND approved_minor <= amount_minor)),
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX remedy_requests_waiting ON remedy_requests (place_id, due_at, id) WHERE state = 'waiting';
CREATE INDEX remedy_requests_by_case ON remedy_requests (case_id, id);

-- The ledger: rows are added and never changed. A reversal is a row of its own with the amount below zero.
CREATE TABLE remedies (
    id BIGINT PRIMARY KEY,
    case_id BIGINT REFERENCES cases (id),
    order_id BIGINT REFERENCES orders (id),
    customer_id BIGINT REFERENCES customers (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    promise_id BIGINT REFERENCES promises (id),
    kind TEXT NOT NULL CHECK (kind IN ('refund', 'replacement', 'price-match', 'coupon', 'points', 'waived-fee', 'gesture', 'apology')),
    amount_minor BIGINT,
    currency TEXT CHECK ((currency IS NULL) = (amount_minor IS NULL)),
    right_by TEXT NOT NULL CHECK (right_by IN ('limit', 'approval', 'guarantee', 'house')),
    given_by TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    -- The day at the place on which it counts against what one person gives.
    given_day BIGINT NOT NULL,
    -- The limits under which it was given, as they were then. Empty for any amount.
    limit_role TEXT CHECK ((limit_role IS NULL) = (right_by <> 'limit')),
    limit_case_minor BIGINT,
    limit_day_minor BIGINT,
    request_id BIGINT REFERENCES remedy_requests (id),
    -- The use of a guarantee that owed it (guarantee_uses).
    guarantee_use_id BIGINT CHECK ((guarantee_use_id IS NULL) = (right_by <> 'guarantee')),
    reverses_id BIGINT UNIQUE REFERENCES remedies (id),
    why TEXT,
    CHECK (CASE WHEN kind = 'apology' THEN amount_minor IS NULL WHEN reverses_id IS NULL THEN amount_minor > 0 ELSE amount_minor < 0 END)
);
-- A request is granted once.
CREATE UNIQUE INDEX remedies_by_request ON remedies (request_id) WHERE request_id IS NOT NULL AND reverses_id IS NULL;
CREATE INDEX remedies_by_case ON remedies (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX remedies_by_customer ON remedies (customer_id, given_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX remedies_by_guarantee_use ON remedies (guarantee_use_id) WHERE guarantee_use_id IS NOT NULL;
CREATE INDEX remedies_by_time ON remedies (given_at, id);
-- For the limit of a day, and for nothing else.
CREATE INDEX remedies_by_day ON remedies (given_by, given_day) WHERE right_by = 'limit';

-- How many rows the ledger has on a case, and from one giver on one day. Two who give at once meet here, so that what each
-- adds up is what there is.
CREATE TABLE remedy_counts (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    given BIGINT NOT NULL
);
CREATE TABLE remedy_day_counts (
    given_by TEXT NOT NULL,
    given_day BIGINT NOT NULL,
    given BIGINT NOT NULL,
    PRIMARY KEY (given_by, given_day)
);

-- What customers are told of remedies, in their language. Shown on the tracking page of the order; sent_at is for what
-- sends messages.
CREATE TABLE tellings (
    id BIGINT PRIMARY KEY,
    customer_id BIGINT REFERENCES customers (id),
    case_id BIGINT REFERENCES cases (id),
    order_id BIGINT REFERENCES orders (id),
    remedy_id BIGINT REFERENCES remedies (id),
    request_id BIGINT REFERENCES remedy_requests (id),
    said TEXT NOT NULL,
    language TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX tellings_by_order ON tellings (order_id, id) WHERE order_id IS NOT NULL;
CREATE INDEX tellings_by_case ON tellings (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX tellings_waiting ON tellings (id) WHERE sent_at IS NULL;

-- What a lead answered to a question about something unusual; the same is asked again after a while.
CREATE TABLE authority_answers (
    id BIGINT PRIMARY KEY,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at BIGINT NOT NULL
);
CREATE INDEX authority_answers_by_question ON authority_answers (question, answered_at);
