-- A file that was handed over on the import page. A run of it has the same id. wish: what somebody asked to be done with
-- it and nobody has begun yet; the oldest wish is next.
CREATE TABLE uploads (
    id BIGINT PRIMARY KEY,
    file TEXT NOT NULL,
    path TEXT NOT NULL,
    size BIGINT NOT NULL,
    uploaded_by BIGINT NOT NULL REFERENCES people (id),
    uploaded_at BIGINT NOT NULL,
    map TEXT,
    wish TEXT CHECK (wish IN ('start', 'try')),
    wished_by BIGINT REFERENCES people (id),
    wished_at BIGINT
);
CREATE INDEX uploads_by_wish ON uploads (wished_at, id) WHERE wish IS NOT NULL;
