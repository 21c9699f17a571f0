-- Numbers of a sequence can become visible out of order: the transaction id stands beside each, and readers stop below
-- the oldest transaction that still runs.
CREATE TABLE journal (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction_id BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    customer_id BIGINT,
    actor TEXT NOT NULL,
    why TEXT,
    facts TEXT NOT NULL
);
CREATE INDEX journal_in_order ON journal (transaction_id, number);
CREATE INDEX journal_by_subject ON journal (subject_kind, subject_id, number);
CREATE INDEX journal_by_customer ON journal (customer_id, number) WHERE customer_id IS NOT NULL;
CREATE SEQUENCE order_numbers START 1001;
CREATE SEQUENCE case_numbers START 1001;
