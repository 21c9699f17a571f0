-- Programs hand files over too: who did so is a person or a token.
CREATE TABLE uploads_anew (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    uploaded_by INTEGER REFERENCES people (id),
    uploaded_at INTEGER NOT NULL,
    map TEXT,
    wish TEXT CHECK (wish = 'start' OR wish = 'try'),
    wished_by INTEGER REFERENCES people (id),
    wished_at INTEGER,
    trial TEXT,
    tried_at INTEGER,
    uploaded_by_token INTEGER REFERENCES access_tokens (id),
    wished_by_token INTEGER REFERENCES access_tokens (id)
) STRICT;
INSERT INTO uploads_anew (id, file, path, size, uploaded_by, uploaded_at, map, wish, wished_by, wished_at, trial, tried_at)
SELECT id, file, path, size, uploaded_by, uploaded_at, map, wish, wished_by, wished_at, trial, tried_at FROM uploads;
DROP TABLE uploads;
ALTER TABLE uploads_anew RENAME TO uploads;
CREATE INDEX uploads_by_wish ON uploads (wished_at, id) WHERE wish IS NOT NULL;
