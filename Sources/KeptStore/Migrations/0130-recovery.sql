-- What led to failures. A cause has a name in each language; what is found to be the same under another name points there.
CREATE TABLE causes (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('unsorted', 'carrier', 'stock', 'preparation', 'information', 'staffing', 'system', 'product', 'billing', 'customer', 'outside')),
    parent_id BIGINT REFERENCES causes (id),
    same_as_id BIGINT REFERENCES causes (id),
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1,
    CHECK (parent_id <> id),
    CHECK (same_as_id <> id)
);
-- folded: by which a cause is known again, however it is typed. language is und for a name given while closing.
CREATE TABLE cause_names (
    cause_id BIGINT NOT NULL REFERENCES causes (id),
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (cause_id, language),
    UNIQUE (language, folded)
);
CREATE INDEX cause_names_by_folded ON cause_names (folded);

-- is_ours: 0 where a case was closed as no fault of ours; its words are the cause.
ALTER TABLE case_episodes ADD COLUMN cause_id BIGINT REFERENCES causes (id);
ALTER TABLE case_episodes ADD COLUMN is_ours SMALLINT NOT NULL DEFAULT 1 CHECK (is_ours IN (0, 1));
CREATE INDEX case_episodes_by_closed ON case_episodes (closed_at) WHERE closed_at IS NOT NULL;

-- Each failure opened a case or joined one. foreseen_at: we knew before it happened. from_case_id: the case that it stood on
-- before that became part of another.
CREATE TABLE failures (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    episode BIGINT NOT NULL CHECK (episode >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('broken-promise', 'missed-aim', 'lost', 'damaged', 'returned', 'unavailable', 'complaint', 'low-score', 'not-made-good')),
    customer_id BIGINT REFERENCES customers (id),
    order_id BIGINT REFERENCES orders (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    promise_id BIGINT REFERENCES promises (id),
    foreseen_at BIGINT,
    happened_at BIGINT,
    learned_at BIGINT NOT NULL,
    words TEXT,
    told_by TEXT NOT NULL,
    from_case_id BIGINT REFERENCES cases (id),
    from_episode BIGINT,
    CHECK (foreseen_at IS NOT NULL OR happened_at IS NOT NULL),
    CHECK (foreseen_at IS NULL OR promise_id IS NOT NULL),
    CHECK ((from_case_id IS NULL) = (from_episode IS NULL))
);
CREATE UNIQUE INDEX failures_by_promise ON failures (promise_id) WHERE promise_id IS NOT NULL;
CREATE INDEX failures_by_case ON failures (case_id, episode, id);
CREATE INDEX failures_by_time ON failures (learned_at, id);
CREATE INDEX failures_by_customer ON failures (customer_id, learned_at) WHERE customer_id IS NOT NULL;
CREATE INDEX failures_moved ON failures (from_case_id) WHERE from_case_id IS NOT NULL;

INSERT INTO failures (id, case_id, episode, kind, customer_id, order_id, place_id, promise_id, happened_at, learned_at, told_by)
SELECT p.id, p.case_id, coalesce((SELECT max(e.number) FROM case_episodes e WHERE e.case_id = p.case_id
        AND e.opened_at <= coalesce(p.seen_at, p.due_at)), 1),
    CASE WHEN p.is_told = 1 THEN 'broken-promise' ELSE 'missed-aim' END, p.customer_id, p.order_id, p.place_id, p.id,
    p.due_at, coalesce(p.seen_at, p.due_at), 'system:deadlines'
FROM promises p WHERE p.state = 'broken' AND p.case_id IS NOT NULL;
INSERT INTO failures (id, case_id, episode, kind, customer_id, order_id, place_id, happened_at, learned_at, told_by)
SELECT c.id, c.id, 1, CASE WHEN c.kind = 'complaint' THEN 'complaint' WHEN c.subject LIKE 'kept:failure lost %' THEN 'lost'
        WHEN c.subject LIKE 'kept:failure damaged %' THEN 'damaged' WHEN c.subject LIKE 'kept:failure returned %' THEN 'returned'
        ELSE 'unavailable' END, c.customer_id, c.order_id, c.place_id, c.opened_at, c.opened_at, c.move_said_by
FROM cases c WHERE c.kind = 'complaint' OR c.subject LIKE 'kept:failure lost %' OR c.subject LIKE 'kept:failure damaged %'
    OR c.subject LIKE 'kept:failure returned %' OR c.subject LIKE 'kept:failure unavailable %';

-- What is said in a recovery: versions, in each language. steps: those a message of it does, in order, joined by commas.
CREATE TABLE recovery_templates (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    ended_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE recovery_template_versions (
    id BIGINT PRIMARY KEY,
    template_id BIGINT NOT NULL REFERENCES recovery_templates (id),
    number BIGINT NOT NULL CHECK (number >= 1),
    steps TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    UNIQUE (template_id, number)
);
CREATE TABLE recovery_template_texts (
    version_id BIGINT NOT NULL REFERENCES recovery_template_versions (id),
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (version_id, language)
);

-- Messages that were sent from a template, with the reason that the customer was given, and the steps that each did.
CREATE TABLE recovery_messages (
    message_id BIGINT PRIMARY KEY REFERENCES messages (id),
    version_id BIGINT NOT NULL REFERENCES recovery_template_versions (id),
    reason TEXT,
    cause_id BIGINT REFERENCES causes (id)
);
CREATE TABLE message_steps (
    message_id BIGINT NOT NULL REFERENCES recovery_messages (message_id),
    step TEXT NOT NULL CHECK (step IN ('acknowledge', 'apologise', 'explain', 'solve', 'make-amends', 'follow-up', 'learn')),
    PRIMARY KEY (message_id, step)
);

CREATE TABLE steps_left_out (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    episode BIGINT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('acknowledge', 'apologise', 'explain', 'solve', 'make-amends', 'follow-up', 'learn')),
    reason TEXT NOT NULL,
    left_by TEXT NOT NULL,
    left_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, episode, step)
);

-- When customers are asked whether it was made good, by kind of failure.
CREATE TABLE follow_up_rules (
    kind TEXT PRIMARY KEY CHECK (kind IN ('broken-promise', 'missed-aim', 'lost', 'damaged', 'returned', 'unavailable', 'complaint', 'low-score', 'not-made-good')),
    is_on SMALLINT NOT NULL CHECK (is_on IN (0, 1)),
    after_days BIGINT NOT NULL CHECK (after_days BETWEEN 0 AND 90),
    answer_days BIGINT NOT NULL CHECK (answer_days BETWEEN 1 AND 90),
    partly_reopens SMALLINT NOT NULL DEFAULT 0 CHECK (partly_reopens IN (0, 1)),
    revision BIGINT NOT NULL DEFAULT 1
);
INSERT INTO follow_up_rules (kind, is_on, after_days, answer_days) VALUES ('broken-promise', 1, 3, 14), ('missed-aim', 0, 3, 14),
    ('lost', 1, 3, 14), ('damaged', 1, 3, 14), ('returned', 1, 3, 14), ('unavailable', 1, 3, 14), ('complaint', 1, 3, 14),
    ('low-score', 1, 3, 14), ('not-made-good', 1, 3, 14);

-- One for each closing of a case that carried a failure. key: 128 random bits, made when it is sent.
CREATE TABLE follow_ups (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    episode BIGINT NOT NULL,
    kind TEXT NOT NULL REFERENCES follow_up_rules (kind),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'answered', 'unreachable', 'withdrawn')),
    due_at BIGINT NOT NULL,
    key BYTEA UNIQUE,
    message_id BIGINT REFERENCES messages (id),
    sent_at BIGINT,
    closes_at BIGINT,
    answer TEXT CHECK (answer IN ('yes', 'partly', 'no')),
    words TEXT,
    answered_at BIGINT,
    changes BIGINT NOT NULL DEFAULT 0,
    reopened_case_id BIGINT REFERENCES cases (id),
    revision BIGINT NOT NULL DEFAULT 1,
    UNIQUE (case_id, episode),
    CHECK ((state IN ('sent', 'answered')) = (key IS NOT NULL)),
    CHECK ((key IS NULL) = (sent_at IS NULL)),
    CHECK ((key IS NULL) = (closes_at IS NULL)),
    CHECK ((state = 'answered') = (answer IS NOT NULL)),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX follow_ups_due ON follow_ups (due_at, id) WHERE state = 'waiting';
CREATE INDEX follow_ups_by_sent ON follow_ups (sent_at, id) WHERE sent_at IS NOT NULL;
