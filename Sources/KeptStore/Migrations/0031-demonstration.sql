-- What will happen in a demonstration, played when its time has come. Empty in the record of a real business.
CREATE TABLE demo_events (
    id BIGINT PRIMARY KEY,
    due_at BIGINT NOT NULL,
    -- 'order' makes a new order; the others are kinds of tracking events.
    kind TEXT NOT NULL,
    order_id BIGINT REFERENCES orders (id),
    -- Decides what is ordered.
    seed BIGINT NOT NULL DEFAULT 0,
    reason TEXT,
    done_at BIGINT
);
CREATE INDEX demo_events_waiting ON demo_events (due_at, id) WHERE done_at IS NULL;
