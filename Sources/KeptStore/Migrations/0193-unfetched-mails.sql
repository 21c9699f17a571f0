-- Messages that lie in a mailbox and are not in the record: the server would not give them, or they could not be filed. They
-- are tried again until they are, are gone from there, or a person leaves them there. uid: with uid_validity, as the server
-- numbers them. is_existing: lay there before the mailbox was read for the first time.
CREATE TABLE unfetched_mails (
    id BIGINT PRIMARY KEY,
    channel_id BIGINT NOT NULL REFERENCES mail_channels (id),
    uid_validity BIGINT NOT NULL,
    uid BIGINT NOT NULL CHECK (uid BETWEEN 1 AND 4294967295),
    is_existing SMALLINT NOT NULL CHECK (is_existing IN (0, 1)),
    answer TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 1 CHECK (attempts >= 1),
    attempted_at BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by TEXT,
    outcome TEXT CHECK (outcome IN ('fetched', 'gone', 'left')),
    why TEXT,
    revision BIGINT NOT NULL DEFAULT 1,
    CHECK ((settled_at IS NULL) = (outcome IS NULL) AND (settled_at IS NULL) = (settled_by IS NULL))
);
CREATE UNIQUE INDEX unfetched_mails_waiting ON unfetched_mails (channel_id, uid_validity, uid) WHERE settled_at IS NULL;
