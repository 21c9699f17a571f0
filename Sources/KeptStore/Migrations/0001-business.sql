-- Written in PostgreSQL's type words; for SQLite the migrator rewrites those words and adds STRICT.
-- Ids are made in Swift (IDMaker); times end in _at and are microseconds since 1970 UTC; days end in _day and are days
-- since 1970-01-01; flags are 0 or 1; money ends in _minor and has a currency beside it.

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Which process may use which node number in the ids it makes.
CREATE TABLE nodes (
    node BIGINT PRIMARY KEY CHECK (node BETWEEN 0 AND 1023),
    holder TEXT NOT NULL,
    leased_until BIGINT NOT NULL,
    -- Where the ids of the last holder ended, so that the next one goes on after it.
    last_tick BIGINT NOT NULL
);

-- The short numbers that people read aloud (order 1042, case 10482).
CREATE TABLE short_numbers (
    kind TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE calendars (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    current_version BIGINT NOT NULL CHECK (current_version >= 1),
    revision BIGINT NOT NULL DEFAULT 1
);

-- Never changed once written: open promises name the version under which they were told.
CREATE TABLE calendar_versions (
    id BIGINT PRIMARY KEY,
    calendar_id BIGINT NOT NULL REFERENCES calendars (id),
    version BIGINT NOT NULL,
    zone TEXT NOT NULL,
    zone_rules TEXT NOT NULL,
    definition TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (calendar_id, version)
);

CREATE TABLE places (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    city TEXT,
    region TEXT,
    zone TEXT NOT NULL,
    calendar_id BIGINT NOT NULL REFERENCES calendars (id),
    is_default SMALLINT NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
    closed_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX places_one_default ON places (is_default) WHERE is_default = 1;

CREATE TABLE people (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT UNIQUE,
    password TEXT,
    language TEXT NOT NULL,
    zone TEXT,
    left_at BIGINT,
    created_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1
);

-- A role without a place holds everywhere.
CREATE TABLE person_roles (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL CHECK (role IN ('front-line', 'lead', 'quality-manager', 'logistics-planner', 'owner', 'administrator', 'partner')),
    place_id BIGINT REFERENCES places (id)
);
CREATE INDEX person_roles_by_person ON person_roles (person_id);

-- Only hashes of secrets are stored (SHA-256 of 128 or more random bits).
CREATE TABLE sessions (
    token_hash BYTEA PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE sign_in_links (
    token_hash BYTEA PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- Failures by whom they were tried for and from where; both are throttled.
CREATE TABLE sign_in_failures (
    id BIGINT PRIMARY KEY,
    tried_for TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_by_name ON sign_in_failures (tried_for, at);

CREATE TABLE access_tokens (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);

-- What an API call with an Idempotency-Key answered, kept for a day.
CREATE TABLE idempotent_answers (
    token_id BIGINT NOT NULL REFERENCES access_tokens (id),
    name TEXT NOT NULL,
    request_hash BYTEA NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (token_id, name)
);
CREATE INDEX idempotent_answers_by_age ON idempotent_answers (at);
