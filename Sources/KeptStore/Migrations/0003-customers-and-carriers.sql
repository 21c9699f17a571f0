CREATE TABLE customers (
    id BIGINT PRIMARY KEY,
    source TEXT,
    external_id TEXT,
    name TEXT NOT NULL,
    language TEXT,
    zone TEXT,
    city TEXT,
    region TEXT,
    postcode TEXT,
    segment TEXT,
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1,
    UNIQUE (source, external_id)
);

CREATE TABLE contact_points (
    id BIGINT PRIMARY KEY,
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    kind TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'address')),
    value TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (customer_id, kind, value)
);
CREATE INDEX contact_points_by_value ON contact_points (kind, value);

CREATE TABLE consents (
    id BIGINT PRIMARY KEY,
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    purpose TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    UNIQUE (customer_id, purpose, given_at)
);

CREATE TABLE carriers (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    phone TEXT,
    tracking_url TEXT,
    closed_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);

-- When parcels may be brought: a place or carrier left empty means any.
CREATE TABLE delivery_windows (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    place_id BIGINT REFERENCES places (id),
    carrier_id BIGINT REFERENCES carriers (id),
    weekdays BIGINT NOT NULL CHECK (weekdays BETWEEN 1 AND 127),
    starts_minute BIGINT NOT NULL CHECK (starts_minute BETWEEN 0 AND 1439),
    ends_minute BIGINT NOT NULL CHECK (ends_minute BETWEEN 1 AND 1440 AND ends_minute > starts_minute),
    notice_minutes BIGINT NOT NULL DEFAULT 120 CHECK (notice_minutes >= 0),
    closed_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);
