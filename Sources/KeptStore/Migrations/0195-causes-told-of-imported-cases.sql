-- What the system that a case came from said of its cause, so that later rows without one do not take it away.
ALTER TABLE case_origins ADD COLUMN cause TEXT;

UPDATE case_origins SET cause = (SELECT c.cause FROM cases c WHERE c.id = case_origins.case_id AND c.cause NOT LIKE 'kept:%');
