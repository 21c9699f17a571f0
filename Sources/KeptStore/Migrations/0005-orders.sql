CREATE TABLE orders (
    id BIGINT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    customer_id BIGINT REFERENCES customers (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    carrier_id BIGINT REFERENCES carriers (id),
    channel TEXT,
    segment TEXT,
    city TEXT,
    region TEXT,
    postcode TEXT,
    -- The zone in which this order's days begin and end.
    zone TEXT NOT NULL,
    currency TEXT,
    total_minor BIGINT,
    split_delivery SMALLINT NOT NULL DEFAULT 0 CHECK (split_delivery IN (0, 1)),
    -- Imported history: it made no live promise and sends nothing.
    is_history SMALLINT NOT NULL DEFAULT 0 CHECK (is_history IN (0, 1)),
    ordered_at BIGINT NOT NULL,
    ordered_day BIGINT NOT NULL,
    promised_at BIGINT,
    promised_day BIGINT,
    -- From here on derived from the events (OrderHistory), in whatever order they came.
    status TEXT NOT NULL CHECK (status IN ('ordered', 'approved', 'prepared', 'dispatched', 'in_transit', 'attempted', 'delivered', 'lost', 'returned', 'cancelled', 'unavailable')),
    approved_at BIGINT,
    prepared_at BIGINT,
    dispatched_at BIGINT,
    in_transit_at BIGINT,
    delivered_at BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- Unknown while NULL.
    complete SMALLINT CHECK (complete IN (0, 1)),
    undamaged SMALLINT CHECK (undamaged IN (0, 1)),
    filled SMALLINT CHECK (filled IN (0, 1)),
    billed SMALLINT CHECK (billed IN (0, 1)),
    tracking_key BYTEA,
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1,
    UNIQUE (source, external_id)
);
CREATE INDEX orders_by_day ON orders (ordered_at, id);
CREATE INDEX orders_by_customer ON orders (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX orders_under_way ON orders (status, ordered_at, id) WHERE is_history = 0;
CREATE UNIQUE INDEX orders_by_tracking_key ON orders (tracking_key) WHERE tracking_key IS NOT NULL;

CREATE TABLE order_lines (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    sku TEXT,
    product_group TEXT,
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    -- How many were there when the order was filled; unknown while NULL.
    filled_quantity BIGINT CHECK (filled_quantity >= 0),
    price_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    is_goods SMALLINT NOT NULL DEFAULT 1 CHECK (is_goods IN (0, 1)),
    promised_at BIGINT,
    UNIQUE (order_id, position)
);

CREATE TABLE parcels (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    carrier_id BIGINT REFERENCES carriers (id),
    tracking_code TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (order_id, tracking_code)
);

-- at is when it happened, learned_at when we were told. The same kind at the same instant is the same event.
CREATE TABLE tracking_events (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    parcel_id BIGINT NOT NULL DEFAULT 0,
    kind TEXT NOT NULL CHECK (kind IN ('approved', 'prepared', 'dispatched', 'in_transit', 'attempted', 'delivered', 'damaged', 'lost', 'returned', 'cancelled', 'unavailable')),
    at BIGINT NOT NULL,
    learned_at BIGINT NOT NULL,
    reason TEXT,
    source TEXT,
    external_id TEXT,
    UNIQUE (order_id, kind, at, parcel_id)
);
CREATE UNIQUE INDEX tracking_events_by_source ON tracking_events (source, external_id) WHERE external_id IS NOT NULL;

-- A window that the customer chose on the tracking page, or a colleague for them.
CREATE TABLE window_choices (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    window_id BIGINT NOT NULL REFERENCES delivery_windows (id),
    promise_id BIGINT REFERENCES promises (id),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    chosen_by TEXT NOT NULL,
    chosen_at BIGINT NOT NULL
);
CREATE INDEX window_choices_by_order ON window_choices (order_id, id);
