-- One writer, so numbers are in commit order and the transaction is always 0.
CREATE TABLE journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    transaction_id INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    customer_id INTEGER,
    actor TEXT NOT NULL,
    why TEXT,
    facts TEXT NOT NULL
) STRICT;
CREATE INDEX journal_by_subject ON journal (subject_kind, subject_id, number);
CREATE INDEX journal_by_customer ON journal (customer_id, number) WHERE customer_id IS NOT NULL;
