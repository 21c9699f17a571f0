-- Tries to sign in, counted before the password is looked at: by name and address, and by address. One row for each, so
-- that tries at the same moment wait for each other.
CREATE TABLE sign_in_tries (
    counted TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
CREATE INDEX sign_in_tries_by_time ON sign_in_tries (since);
DROP TABLE sign_in_failures;
