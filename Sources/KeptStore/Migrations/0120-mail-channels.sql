-- Addresses of the desk: what customers write to is fetched there (fetch_, IMAP) and answers go out there (send_, SMTP).
-- Secrets are sealed (SecretBox). What is told of polls and sending is no change of the channel and has no revision.
CREATE TABLE mail_channels (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL UNIQUE,
    place_id BIGINT NOT NULL REFERENCES places (id),
    line_id BIGINT REFERENCES lines (id),
    kind TEXT NOT NULL CHECK (kind IN ('complaint', 'question', 'request', 'praise', 'suggestion')),
    -- Whether mail to address+anything arrives at the address too.
    takes_marks SMALLINT NOT NULL CHECK (takes_marks IN (0, 1)),
    send_host TEXT NOT NULL,
    send_port BIGINT NOT NULL CHECK (send_port BETWEEN 1 AND 65535),
    send_security TEXT NOT NULL CHECK (send_security IN ('plain', 'starttls', 'tls')),
    send_user TEXT,
    send_secret BYTEA,
    fetch_host TEXT,
    fetch_port BIGINT CHECK (fetch_port BETWEEN 1 AND 65535),
    fetch_security TEXT CHECK (fetch_security IN ('plain', 'starttls', 'tls')),
    fetch_user TEXT,
    fetch_secret BYTEA,
    folder TEXT NOT NULL,
    -- Where what was filed is moved to; without it it stays, marked as seen.
    done_folder TEXT,
    -- Whether what lay in the folder before the first poll is filed as well, as history.
    takes_existing SMALLINT NOT NULL CHECK (takes_existing IN (0, 1)),
    poll_seconds BIGINT NOT NULL CHECK (poll_seconds BETWEEN 5 AND 86400),
    -- A file of certificates to trust instead of the system's.
    certificates TEXT,
    paused_at BIGINT,
    closed_at BIGINT,
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1,
    uid_validity BIGINT,
    last_uid BIGINT,
    polled_at BIGINT,
    next_poll_at BIGINT NOT NULL,
    poll_failure TEXT,
    poll_answer TEXT,
    poll_failing_since BIGINT,
    sent_at BIGINT,
    send_failure TEXT,
    send_answer TEXT,
    send_failing_since BIGINT,
    CHECK ((fetch_host IS NULL) = (fetch_port IS NULL) AND (fetch_host IS NULL) = (fetch_security IS NULL))
);
CREATE INDEX mail_channels_due ON mail_channels (next_poll_at, id)
    WHERE fetch_host IS NOT NULL AND paused_at IS NULL AND closed_at IS NULL;

-- next_attempt_at: also moved ahead while somebody is sending it, so that nobody else does and a crash is made up for.
-- held: why it waits for a person: no usable address, no channel.
ALTER TABLE sends ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sends ADD COLUMN next_attempt_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sends ADD COLUMN held TEXT CHECK (held IN ('no-address', 'no-channel'));
ALTER TABLE sends ADD COLUMN channel_id BIGINT REFERENCES mail_channels (id);
-- What the other side said last without settling it: a 4xx, a report of a delay.
ALTER TABLE sends ADD COLUMN attempted_at BIGINT;
CREATE INDEX sends_due ON sends (next_attempt_at, message_id) WHERE state = 'waiting' AND held IS NULL;
CREATE INDEX sends_held ON sends (held, message_id) WHERE held IS NOT NULL;

-- Addresses at which what we send does not arrive, until something arrives there again.
CREATE TABLE failing_addresses (
    address TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    status TEXT,
    reason TEXT NOT NULL,
    message_id BIGINT REFERENCES messages (id)
);
