-- One outbox for letters to customers and to colleagues. What goes to a customer is a message of a conversation that goes
-- out: the key says so. What goes to a colleague is about a call and stands in no conversation: what it says is worded when
-- it goes out and is stored nowhere.
CREATE TABLE sends_of_all (
    id BIGINT PRIMARY KEY,
    receiver TEXT NOT NULL CHECK (receiver IN ('customer', 'colleague')),
    message_id BIGINT UNIQUE,
    direction TEXT NOT NULL DEFAULT 'out' CHECK (direction = 'out'),
    call_id BIGINT REFERENCES calls (id),
    person_id BIGINT REFERENCES people (id),
    contact TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'failed', 'bounced')),
    queued_at BIGINT NOT NULL,
    settled_at BIGINT,
    -- What the server said last.
    answer TEXT,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- Also moved ahead while somebody is sending it, so that nobody else does and a crash is made up for.
    next_attempt_at BIGINT NOT NULL,
    attempted_at BIGINT,
    -- Why it waits for a person: no usable address, no channel.
    held TEXT CHECK (held IN ('no-address', 'no-channel')),
    -- By which it goes out, chosen anew for each attempt; each channel goes on by itself.
    channel_id BIGINT REFERENCES mail_channels (id),
    FOREIGN KEY (message_id, direction) REFERENCES messages (id, direction),
    CHECK ((settled_at IS NULL) = (state = 'waiting')),
    CHECK ((receiver = 'customer') = (message_id IS NOT NULL)),
    CHECK ((receiver = 'colleague') = (call_id IS NOT NULL) AND (receiver = 'colleague') = (person_id IS NOT NULL)),
    -- No report is wanted of what a machine says to a colleague.
    CHECK (receiver = 'customer' OR state <> 'bounced')
);
INSERT INTO sends_of_all (id, receiver, message_id, contact, state, queued_at, settled_at, answer, attempts, next_attempt_at,
    attempted_at, held, channel_id)
SELECT message_id, 'customer', message_id, contact, state, queued_at, settled_at, answer, attempts, next_attempt_at,
    attempted_at, held, CASE WHEN state = 'waiting' THEN NULL ELSE channel_id END FROM sends;
INSERT INTO sends_of_all (id, receiver, call_id, person_id, contact, state, queued_at, settled_at, answer, attempts,
    next_attempt_at)
SELECT id, 'colleague', call_id, person_id, address, state, queued_at, settled_at, answer, attempts, next_attempt_at
FROM colleague_letters;
DROP TABLE colleague_letters;
DROP TABLE sends;
ALTER TABLE sends_of_all RENAME TO sends;
CREATE INDEX sends_due ON sends (channel_id, next_attempt_at, id) WHERE state = 'waiting' AND held IS NULL;
CREATE INDEX sends_held ON sends (held, id) WHERE held IS NOT NULL;
-- Answers that somebody has to look after: few, among very many that went out.
CREATE INDEX sends_undelivered ON sends (message_id) WHERE state IN ('failed', 'bounced') OR held IS NOT NULL;
CREATE UNIQUE INDEX sends_by_call ON sends (call_id, person_id) WHERE call_id IS NOT NULL;
