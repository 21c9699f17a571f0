-- What stands on the tracking page of an order: what was asked there, and the answers to it, whatever becomes of their case.
CREATE TABLE tracking_messages (
    message_id BIGINT PRIMARY KEY REFERENCES messages (id),
    order_id BIGINT NOT NULL REFERENCES orders (id)
);
CREATE INDEX tracking_messages_by_order ON tracking_messages (order_id, message_id);

-- Asked before this was noted: by a customer, by form, on a case that has no page of its own; what they said of how they were
-- recovered is no question.
INSERT INTO tracking_messages (message_id, order_id)
SELECT m.id, c.order_id FROM messages m JOIN cases c ON c.id = m.case_id
WHERE m.channel = 'form' AND m.direction = 'in' AND m.is_automatic = 0 AND m.source IS NULL AND c.order_id IS NOT NULL
    AND EXISTS (SELECT 1 FROM journal j WHERE j.subject_kind = 'case' AND j.subject_id = c.id
        AND j.kind = 'case.message-received' AND j.at = m.learned_at AND j.actor LIKE 'customer%')
    AND NOT EXISTS (SELECT 1 FROM follow_ups f WHERE f.answered_at = m.learned_at)
    AND NOT EXISTS (SELECT 1 FROM talks t WHERE t.case_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM merged_messages g WHERE g.message_id = m.id);
INSERT INTO tracking_messages (message_id, order_id)
SELECT m.id, c.order_id FROM messages m JOIN cases c ON c.id = m.case_id
WHERE m.channel = 'form' AND m.direction = 'out' AND m.is_automatic = 0 AND c.order_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM talks t WHERE t.case_id = c.id)
    AND EXISTS (SELECT 1 FROM tracking_messages q JOIN messages w ON w.id = q.message_id
        WHERE w.case_id = c.id AND w.direction = 'in' AND w.id < m.id);

-- Where a failure looks for the case that one of its matter's became part of.
CREATE INDEX cases_merged_by_matter ON cases (matter_id, id) WHERE merged_into_id IS NOT NULL;

-- Failures that somebody had noted by mistake: taken out of the record with who did it and why.
CREATE TABLE struck_failures (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    episode BIGINT NOT NULL,
    kind TEXT NOT NULL,
    happened_at BIGINT,
    learned_at BIGINT NOT NULL,
    words TEXT,
    told_by TEXT NOT NULL,
    struck_by TEXT NOT NULL,
    struck_at BIGINT NOT NULL,
    why TEXT NOT NULL CHECK (why <> '')
);
CREATE INDEX struck_failures_by_case ON struck_failures (case_id, id);
