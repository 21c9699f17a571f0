-- A form by which customers reach us, at an address of its own (slug); a chat on other sites asks the same. kinds and
-- languages: words between spaces, the usual one first; origins: sites that may show its chat, one a line.
CREATE TABLE contact_forms (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    place_id BIGINT NOT NULL REFERENCES places (id),
    -- Whose work it becomes; where empty, the line's that takes what customers write at the place.
    line_id BIGINT REFERENCES lines (id),
    kinds TEXT NOT NULL,
    languages TEXT NOT NULL,
    has_chat SMALLINT NOT NULL DEFAULT 0 CHECK (has_chat IN (0, 1)),
    origins TEXT NOT NULL DEFAULT '',
    -- What was answered on the page and stands unread for so long goes out by e-mail.
    mail_after_seconds BIGINT NOT NULL DEFAULT 300 CHECK (mail_after_seconds BETWEEN 30 AND 86400),
    closed_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);
-- A conversation on a page of its own, open to whoever holds its key. sending: what the sender called the first message,
-- so that it begins once however often it is sent.
CREATE TABLE talks (
    id BIGINT PRIMARY KEY,
    talk_key BYTEA NOT NULL UNIQUE,
    form_id BIGINT NOT NULL REFERENCES contact_forms (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    channel TEXT NOT NULL CHECK (channel IN ('form', 'chat')),
    sending TEXT NOT NULL,
    name TEXT,
    contact TEXT,
    -- The number of an order as typed, where it was not that of an order of whoever is reached by the contact.
    order_typed TEXT,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    -- The last sign of the page being open; left_at: it was closed.
    seen_at BIGINT,
    left_at BIGINT,
    read_up_to BIGINT,
    -- Since when an answer stands on the page that nobody has read and no e-mail carried.
    unread_since BIGINT,
    UNIQUE (form_id, sending)
);
CREATE INDEX talks_by_case ON talks (case_id, id);
CREATE INDEX talks_unread ON talks (unread_since, id) WHERE unread_since IS NOT NULL;
CREATE INDEX talks_here ON talks (seen_at, id) WHERE left_at IS NULL AND seen_at IS NOT NULL;
