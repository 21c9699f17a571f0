-- Letters to colleagues about a call. They stand beside the conversations of customers, never in one: nothing of them can go
-- to a customer. What a letter says is worded when it goes out and is stored nowhere.
CREATE TABLE colleague_letters (
    id BIGINT PRIMARY KEY,
    call_id BIGINT NOT NULL REFERENCES calls (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'failed')),
    queued_at BIGINT NOT NULL,
    -- Also moved ahead while somebody is sending it, so that nobody else does and a crash is made up for.
    next_attempt_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    settled_at BIGINT,
    -- What the server said last.
    answer TEXT,
    UNIQUE (call_id, person_id),
    CHECK ((settled_at IS NULL) = (state = 'waiting'))
);
CREATE INDEX colleague_letters_due ON colleague_letters (next_attempt_at, id) WHERE state = 'waiting';
