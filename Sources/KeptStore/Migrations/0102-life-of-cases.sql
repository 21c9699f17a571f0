-- A line of work at a place: what waits in it is owned by its keeper, so that a case has exactly one owner at every moment.
CREATE TABLE lines (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    place_id BIGINT NOT NULL REFERENCES places (id),
    keeper_id BIGINT NOT NULL REFERENCES people (id),
    -- Whether what customers write at the place waits here.
    takes_incoming SMALLINT NOT NULL DEFAULT 0 CHECK (takes_incoming IN (0, 1)),
    -- Who has so many cases in hand takes no further one.
    most_in_hand BIGINT NOT NULL DEFAULT 20 CHECK (most_in_hand BETWEEN 1 AND 1000),
    closed_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX lines_one_for_incoming ON lines (place_id) WHERE takes_incoming = 1 AND closed_at IS NULL;
CREATE TABLE line_members (
    line_id BIGINT NOT NULL REFERENCES lines (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    PRIMARY KEY (line_id, person_id)
);
CREATE TABLE person_skills (
    person_id BIGINT NOT NULL REFERENCES people (id),
    skill TEXT NOT NULL,
    PRIMARY KEY (person_id, skill)
);

-- line_id: whose work it is; waiting_since: it waits there for somebody to take it. skill: who takes it must have it.
ALTER TABLE cases ADD COLUMN line_id BIGINT REFERENCES lines (id);
ALTER TABLE cases ADD COLUMN waiting_since BIGINT;
ALTER TABLE cases ADD COLUMN skill TEXT;
ALTER TABLE cases ADD COLUMN snoozed_until BIGINT;
ALTER TABLE cases ADD COLUMN merged_into_id BIGINT REFERENCES cases (id);
CREATE INDEX cases_waiting_in_line ON cases (line_id, opened_at, id) WHERE waiting_since IS NOT NULL;
CREATE INDEX cases_merged ON cases (merged_into_id) WHERE merged_into_id IS NOT NULL;
ALTER TABLE standard_versions ADD COLUMN line_id BIGINT REFERENCES lines (id);

-- From each opening of a case to its closing. A reopening begins another; what stood before stays as it was.
CREATE TABLE case_episodes (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL CHECK (number >= 1),
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    cause TEXT,
    PRIMARY KEY (case_id, number)
);
INSERT INTO case_episodes (case_id, number, opened_at, closed_at, cause) SELECT id, 1, opened_at, closed_at, cause FROM cases;

-- A word of the customer within so many days of the closing opens the case again; later it opens a new one. counts_gap:
-- the clock of the new solution promise then runs from the closing.
CREATE TABLE reopening_rules (
    kind TEXT PRIMARY KEY CHECK (kind IN ('complaint', 'question', 'request', 'praise', 'suggestion', 'failure')),
    window_days BIGINT NOT NULL CHECK (window_days BETWEEN 0 AND 3650),
    counts_gap SMALLINT NOT NULL DEFAULT 0 CHECK (counts_gap IN (0, 1)),
    revision BIGINT NOT NULL DEFAULT 1
);
INSERT INTO reopening_rules (kind, window_days) VALUES ('complaint', 30), ('question', 14), ('request', 14), ('praise', 0),
    ('suggestion', 0), ('failure', 30);

CREATE TABLE case_links (
    first_id BIGINT NOT NULL REFERENCES cases (id),
    second_id BIGINT NOT NULL REFERENCES cases (id),
    made_at BIGINT NOT NULL,
    PRIMARY KEY (first_id, second_id),
    CHECK (first_id < second_id)
);
CREATE INDEX case_links_by_second ON case_links (second_id);

CREATE TABLE case_merges (
    id BIGINT PRIMARY KEY,
    from_id BIGINT NOT NULL REFERENCES cases (id),
    into_id BIGINT NOT NULL REFERENCES cases (id),
    merged_at BIGINT NOT NULL,
    undone_at BIGINT
);
CREATE UNIQUE INDEX case_merges_standing ON case_merges (from_id) WHERE undone_at IS NULL;
CREATE INDEX case_merges_by_target ON case_merges (into_id);
-- Which messages came over with a merge, so that it can be undone.
CREATE TABLE merged_messages (
    merge_id BIGINT NOT NULL REFERENCES case_merges (id),
    message_id BIGINT NOT NULL REFERENCES messages (id),
    PRIMARY KEY (merge_id, message_id)
);
