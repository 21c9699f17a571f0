-- What is to be taken into the index of texts: a case with its messages, or all cases of a customer.
CREATE TABLE search_queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind = 'case' OR kind = 'customer'),
    subject_id INTEGER NOT NULL
) STRICT;

-- Ready-made terms (SearchTerms) of cases and messages. position grows with the time that the text is of, so that walking
-- the index backwards meets the newest first: seconds since 1970 in the upper half, a running number in the lower.
-- fingerprint: of the terms. revision: of the message that was read, 0 where it is to be read anew.
CREATE TABLE case_texts (
    position INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL UNIQUE REFERENCES cases (id) ON DELETE CASCADE,
    fingerprint INTEGER NOT NULL,
    terms TEXT NOT NULL
) STRICT;
CREATE TABLE message_texts (
    position INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL UNIQUE REFERENCES messages (id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    terms TEXT NOT NULL
) STRICT;
CREATE INDEX message_texts_by_case ON message_texts (case_id);

-- The tokenizer only parts the terms at blanks. Beginnings of one character and of three letters are indexed by
-- themselves; where in a text a term stands is not.
CREATE VIRTUAL TABLE case_terms USING fts5 (
    terms, content = 'case_texts', content_rowid = 'position', detail = none, prefix = '1 3', tokenize = 'ascii'
);
CREATE VIRTUAL TABLE message_terms USING fts5 (
    terms, content = 'message_texts', content_rowid = 'position', detail = none, prefix = '1 3', tokenize = 'ascii'
);
CREATE TRIGGER case_texts_added AFTER INSERT ON case_texts BEGIN
    INSERT INTO case_terms (rowid, terms) VALUES (new.position, new.terms);
END;
CREATE TRIGGER case_texts_removed AFTER DELETE ON case_texts BEGIN
    INSERT INTO case_terms (case_terms, rowid, terms) VALUES ('delete', old.position, old.terms);
END;
CREATE TRIGGER message_texts_added AFTER INSERT ON message_texts BEGIN
    INSERT INTO message_terms (rowid, terms) VALUES (new.position, new.terms);
END;
CREATE TRIGGER message_texts_removed AFTER DELETE ON message_texts BEGIN
    INSERT INTO message_terms (message_terms, rowid, terms) VALUES ('delete', old.position, old.terms);
END;

-- Parcels by the code without blanks and hyphens, in capitals; phones by their last four digits, whatever signs were typed
-- between them.
DROP INDEX parcels_by_code;
CREATE INDEX parcels_by_plain_code ON parcels (upper(replace(replace(tracking_code, ' ', ''), '-', '')), id)
    WHERE tracking_code IS NOT NULL;
CREATE INDEX contact_points_by_ending ON contact_points (substr(replace(replace(replace(replace(replace(value, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), -4))
    WHERE kind = 'phone';

INSERT INTO search_queue (kind, subject_id) SELECT 'case', id FROM cases ORDER BY id;
