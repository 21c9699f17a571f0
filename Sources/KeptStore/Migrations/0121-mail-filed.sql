-- What only mail has, of messages that came in by it. thread: identifiers of the messages before it, the oldest first,
-- without brackets, divided by blanks. unconfirmed: why the sender was not told that it came in.
CREATE TABLE mails (
    message_id BIGINT PRIMARY KEY REFERENCES messages (id),
    channel_id BIGINT REFERENCES mail_channels (id),
    sender_name TEXT,
    thread TEXT NOT NULL,
    remote_pictures BIGINT NOT NULL DEFAULT 0,
    files_left_out BIGINT NOT NULL DEFAULT 0,
    is_cut SMALLINT NOT NULL DEFAULT 0 CHECK (is_cut IN (0, 1)),
    unconfirmed TEXT CHECK (unconfirmed IN ('too-many'))
);

-- Mail of which a person has to say where it belongs. case_id: the case that it claims to be about.
CREATE TABLE parked_mails (
    id BIGINT PRIMARY KEY,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    raw_sha256 BYTEA NOT NULL REFERENCES blobs (sha256),
    channel_id BIGINT REFERENCES mail_channels (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    reason TEXT NOT NULL CHECK (reason IN ('stranger', 'no-sender', 'automatic', 'bounce', 'too-many', 'own', 'unreadable')),
    case_id BIGINT REFERENCES cases (id),
    sender TEXT,
    sender_name TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    parked_at BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by TEXT,
    outcome TEXT CHECK (outcome IN ('joined', 'opened', 'discarded')),
    why TEXT,
    message_id BIGINT REFERENCES messages (id),
    revision BIGINT NOT NULL DEFAULT 1,
    UNIQUE (source, external_id),
    CHECK ((settled_at IS NULL) = (outcome IS NULL)),
    CHECK (outcome IS NULL OR (outcome = 'discarded') = (message_id IS NULL))
);
CREATE INDEX parked_mails_waiting ON parked_mails (place_id, parked_at, id) WHERE settled_at IS NULL;
CREATE INDEX parked_mails_by_sender ON parked_mails (sender, parked_at) WHERE sender IS NOT NULL;
CREATE INDEX messages_by_contact ON messages (contact, learned_at) WHERE contact IS NOT NULL;
