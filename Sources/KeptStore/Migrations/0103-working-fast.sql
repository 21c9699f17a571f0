-- Texts that are said often, with fields in braces that are filled in.
CREATE TABLE saved_replies (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    ended_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);
-- Steps done one after the other on a case: a JSON list of objects with do and with.
CREATE TABLE macros (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    steps TEXT NOT NULL,
    ended_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);
-- What somebody has begun to write on a case.
CREATE TABLE drafts (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    body TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, person_id)
);
-- Who is answering at this moment.
CREATE TABLE presences (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    until_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, person_id)
);
-- Colleagues who were named in an internal note, until they have seen it.
CREATE TABLE mentions (
    message_id BIGINT NOT NULL REFERENCES messages (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL,
    seen_at BIGINT,
    PRIMARY KEY (message_id, person_id)
);
CREATE INDEX mentions_unseen ON mentions (person_id, made_at) WHERE seen_at IS NULL;
CREATE TABLE case_tags (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (case_id, tag)
);
CREATE INDEX case_tags_by_tag ON case_tags (tag, case_id);
-- Filters of the case list under a name, of one person or (without one) of everybody.
CREATE TABLE saved_views (
    id BIGINT PRIMARY KEY,
    person_id BIGINT REFERENCES people (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX saved_views_by_person ON saved_views (person_id, name);
CREATE INDEX cases_by_line ON cases (line_id, id) WHERE line_id IS NOT NULL;
