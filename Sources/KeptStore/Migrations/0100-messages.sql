-- Files of any kind, each stored once under the SHA-256 of its bytes. type: told by the content, never by a name.
CREATE TABLE blobs (
    sha256 BYTEA PRIMARY KEY,
    bytes BYTEA NOT NULL,
    byte_count BIGINT NOT NULL CHECK (byte_count BETWEEN 1 AND 67108864),
    type TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- The conversation of a case over all channels. What is internal has no channel, no address and no customer, and nothing
-- that could carry it out may point to it (sends).
CREATE TABLE messages (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'internal')),
    channel TEXT CHECK (channel IN ('email', 'form', 'chat', 'phone', 'counter', 'api')),
    author TEXT NOT NULL,
    customer_id BIGINT REFERENCES customers (id),
    contact TEXT,
    subject TEXT,
    body TEXT NOT NULL,
    quoted TEXT,
    html TEXT,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    learned_at BIGINT NOT NULL,
    is_automatic SMALLINT NOT NULL DEFAULT 0 CHECK (is_automatic IN (0, 1)),
    message_identifier TEXT,
    in_reply_to TEXT,
    raw_sha256 BYTEA REFERENCES blobs (sha256),
    source TEXT,
    external_id TEXT,
    left_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1,
    UNIQUE (source, external_id),
    UNIQUE (id, direction),
    CHECK ((direction = 'internal') = (channel IS NULL)),
    CHECK (direction <> 'internal' OR (contact IS NULL AND customer_id IS NULL AND message_identifier IS NULL)),
    CHECK (left_at IS NULL OR direction = 'out')
);
CREATE INDEX messages_by_case ON messages (case_id, written_at, id);
CREATE INDEX messages_by_customer ON messages (customer_id, written_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX messages_by_identifier ON messages (message_identifier) WHERE message_identifier IS NOT NULL;

CREATE TABLE attachments (
    id BIGINT PRIMARY KEY,
    message_id BIGINT NOT NULL REFERENCES messages (id),
    position BIGINT NOT NULL CHECK (position >= 1),
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    blob_sha256 BYTEA NOT NULL REFERENCES blobs (sha256),
    UNIQUE (message_id, position)
);

-- What is on its way out, one row for each message. Only messages that go out can stand here: the key says so.
CREATE TABLE sends (
    message_id BIGINT PRIMARY KEY,
    direction TEXT NOT NULL DEFAULT 'out' CHECK (direction = 'out'),
    contact TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'failed', 'bounced')),
    queued_at BIGINT NOT NULL,
    settled_at BIGINT,
    answer TEXT,
    FOREIGN KEY (message_id, direction) REFERENCES messages (id, direction),
    CHECK ((settled_at IS NULL) = (state = 'waiting'))
);
CREATE INDEX sends_waiting ON sends (queued_at, message_id) WHERE state = 'waiting';

INSERT INTO messages (id, case_id, direction, channel, author, customer_id, body, language, zone, written_at, learned_at)
SELECT n.id, n.case_id, CASE WHEN n.written_by LIKE 'customer%' THEN 'in' ELSE 'internal' END,
    CASE WHEN n.written_by LIKE 'customer%' THEN 'form' ELSE NULL END, n.written_by,
    CASE WHEN n.written_by LIKE 'customer%' THEN c.customer_id ELSE NULL END, n.text,
    CASE WHEN n.written_by LIKE 'customer%' THEN coalesce(u.language, 'und') ELSE 'und' END,
    coalesce(u.zone, p.zone), n.written_at, n.written_at
FROM case_notes n JOIN cases c ON c.id = n.case_id JOIN places p ON p.id = c.place_id
LEFT JOIN customers u ON u.id = c.customer_id;
DROP TABLE case_notes;
