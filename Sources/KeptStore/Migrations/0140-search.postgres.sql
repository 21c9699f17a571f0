-- What is to be taken into the index of texts: a case with its messages, or all cases of a customer.
CREATE TABLE search_queue (
    id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL CHECK (kind IN ('case', 'customer')),
    subject_id BIGINT NOT NULL
);

-- Ready-made terms (SearchTerms) of cases and messages. position grows with the time that the text is of: seconds since
-- 1970 in the upper half, a running number in the lower. fingerprint: of the terms. revision: of the message that was
-- read, 0 where it is to be read anew.
CREATE SEQUENCE text_numbers;
CREATE TABLE case_texts (
    position BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL UNIQUE REFERENCES cases (id) ON DELETE CASCADE,
    fingerprint BIGINT NOT NULL,
    terms TSVECTOR NOT NULL
);
CREATE TABLE message_texts (
    position BIGINT PRIMARY KEY,
    message_id BIGINT NOT NULL UNIQUE REFERENCES messages (id) ON DELETE CASCADE,
    case_id BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    terms TSVECTOR NOT NULL
);
CREATE INDEX message_texts_by_case ON message_texts (case_id);
-- Without a list of what is still to be sorted in: each search would read all of it.
CREATE INDEX case_texts_by_term ON case_texts USING gin (terms) WITH (fastupdate = off);
CREATE INDEX message_texts_by_term ON message_texts USING gin (terms) WITH (fastupdate = off);
-- Statements are written so that they go by the index whatever the terms are; counting terms would only cost.
ALTER TABLE case_texts ALTER COLUMN terms SET STATISTICS 0;
ALTER TABLE message_texts ALTER COLUMN terms SET STATISTICS 0;

-- Parcels by the code without blanks and hyphens, in capitals; phones by their last four digits, whatever signs were typed
-- between them.
DROP INDEX parcels_by_code;
CREATE INDEX parcels_by_plain_code ON parcels (upper(replace(replace(tracking_code, ' ', ''), '-', '')), id)
    WHERE tracking_code IS NOT NULL;
CREATE INDEX contact_points_by_ending ON contact_points (right(replace(replace(replace(replace(replace(value, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), 4))
    WHERE kind = 'phone';

INSERT INTO search_queue (kind, subject_id) SELECT 'case', id FROM cases ORDER BY id;
