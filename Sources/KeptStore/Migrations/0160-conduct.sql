-- What was said or done on a case that made the work hard: facts by kind. Nothing is decided by them.
CREATE TABLE conduct_facts (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('abusive', 'hysterical', 'domineering', 'self-important', 'freeloading')),
    evidence TEXT NOT NULL CHECK (evidence IN ('quoted', 'observed')),
    words TEXT NOT NULL,
    is_threat SMALLINT NOT NULL DEFAULT 0 CHECK (is_threat IN (0, 1)),
    happened_at BIGINT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    message_id BIGINT REFERENCES messages (id),
    -- Both as the case had them.
    customer_id BIGINT REFERENCES customers (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    -- Taken back: it was no fact, or about somebody else.
    struck_at BIGINT,
    struck_by TEXT,
    struck_why TEXT,
    CHECK ((struck_at IS NULL) = (struck_by IS NULL))
);
CREATE INDEX conduct_facts_by_case ON conduct_facts (case_id, happened_at);
CREATE INDEX conduct_facts_by_customer ON conduct_facts (customer_id, happened_at) WHERE customer_id IS NOT NULL;
CREATE INDEX conduct_facts_by_message ON conduct_facts (message_id) WHERE message_id IS NOT NULL;

-- What helps with a kind, in one language; the highest version is in use. Without a row the text is the one that Kept
-- comes with. Each part holds one entry a line.
CREATE TABLE playbooks (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('abusive', 'hysterical', 'domineering', 'self-important', 'freeloading')),
    language TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    steps TEXT NOT NULL,
    phrases TEXT NOT NULL,
    avoid TEXT NOT NULL,
    hand_over TEXT NOT NULL,
    protection TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    why TEXT,
    UNIQUE (kind, language, version)
);

-- A colleague's call for somebody to come; it stands until answered.
CREATE TABLE calls (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('relief', 'threat')),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    fact_id BIGINT REFERENCES conduct_facts (id),
    why TEXT,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_by TEXT,
    answered_at BIGINT,
    -- What was done about it.
    word TEXT,
    CHECK ((answered_at IS NULL) = (answered_by IS NULL))
);
CREATE UNIQUE INDEX calls_one_for_relief ON calls (case_id) WHERE kind = 'relief' AND answered_at IS NULL;
CREATE INDEX calls_standing ON calls (asked_at, id) WHERE answered_at IS NULL;
CREATE INDEX calls_by_case ON calls (case_id);
CREATE UNIQUE INDEX calls_by_fact ON calls (fact_id) WHERE fact_id IS NOT NULL;

-- Where a matter of a place goes on away from other customers: whose members take it over, and in which room.
CREATE TABLE apart_places (
    place_id BIGINT PRIMARY KEY REFERENCES places (id),
    line_id BIGINT REFERENCES lines (id),
    room TEXT,
    revision BIGINT NOT NULL DEFAULT 1
);
