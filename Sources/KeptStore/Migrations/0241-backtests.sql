-- Back-tests that people asked for, and what came of them. confidence: in thousandths; without days the last 20 % of the orders.
CREATE TABLE backtests (
    id BIGINT PRIMARY KEY,
    confidence BIGINT NOT NULL CHECK (confidence BETWEEN 500 AND 999),
    from_day BIGINT,
    to_day BIGINT,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'refused')),
    ended_at BIGINT,
    first_day BIGINT,
    last_day BIGINT,
    deliveries TEXT,
    risk TEXT,
    CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK ((state = 'done') = (deliveries IS NOT NULL))
);
CREATE INDEX backtests_waiting ON backtests (id) WHERE state = 'waiting';
