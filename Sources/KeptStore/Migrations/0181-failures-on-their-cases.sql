-- Without the columns that could tell of one move only.
CREATE TABLE failures_told (
    id BIGINT PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    episode BIGINT NOT NULL CHECK (episode >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('broken-promise', 'missed-aim', 'lost', 'damaged', 'returned', 'unavailable', 'complaint', 'low-score', 'not-made-good')),
    customer_id BIGINT REFERENCES customers (id),
    order_id BIGINT REFERENCES orders (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    promise_id BIGINT REFERENCES promises (id),
    foreseen_at BIGINT,
    happened_at BIGINT,
    learned_at BIGINT NOT NULL,
    words TEXT,
    told_by TEXT NOT NULL,
    CHECK (foreseen_at IS NOT NULL OR happened_at IS NOT NULL),
    CHECK (foreseen_at IS NULL OR promise_id IS NOT NULL)
);
INSERT INTO failures_told (id, case_id, episode, kind, customer_id, order_id, place_id, promise_id, foreseen_at, happened_at,
    learned_at, words, told_by)
SELECT id, case_id, episode, kind, customer_id, order_id, place_id, promise_id, foreseen_at, happened_at, learned_at, words,
    told_by FROM failures;

-- Which failures and which steps that were left out went over with a merge, so that it can be undone, however often what
-- they stand on is merged again. episode: of a failure, in which it stood before; of a step, to which it went.
CREATE TABLE merged_failures (
    merge_id BIGINT NOT NULL REFERENCES case_merges (id),
    failure_id BIGINT NOT NULL REFERENCES failures_told (id),
    episode BIGINT NOT NULL,
    PRIMARY KEY (merge_id, failure_id)
);
CREATE TABLE merged_omissions (
    merge_id BIGINT NOT NULL REFERENCES case_merges (id),
    step TEXT NOT NULL,
    episode BIGINT NOT NULL,
    PRIMARY KEY (merge_id, step)
);
CREATE INDEX merged_failures_by_failure ON merged_failures (failure_id);
INSERT INTO merged_failures (merge_id, failure_id, episode)
SELECT m.id, f.id, f.from_episode FROM failures f JOIN case_merges m ON m.from_id = f.from_case_id AND m.undone_at IS NULL
WHERE f.from_case_id IS NOT NULL;


DROP TABLE failures;
ALTER TABLE failures_told RENAME TO failures;
CREATE UNIQUE INDEX failures_by_promise ON failures (promise_id) WHERE promise_id IS NOT NULL;
CREATE INDEX failures_by_case ON failures (case_id, episode, id);
CREATE INDEX failures_by_time ON failures (learned_at, id);
CREATE INDEX failures_by_customer ON failures (customer_id, learned_at) WHERE customer_id IS NOT NULL;

-- What was foreseen on a case that was closed before it happened stands on the case that its break opened.
UPDATE failures SET
    episode = coalesce((SELECT max(e.number) FROM promises p JOIN case_episodes e ON e.case_id = p.case_id
        AND e.opened_at <= coalesce(p.seen_at, p.due_at) WHERE p.id = failures.promise_id), 1),
    case_id = (SELECT p.case_id FROM promises p WHERE p.id = failures.promise_id)
WHERE foreseen_at IS NOT NULL AND happened_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM merged_failures m WHERE m.failure_id = failures.id)
    AND EXISTS (SELECT 1 FROM promises p WHERE p.id = failures.promise_id AND p.state = 'broken' AND p.case_id <> failures.case_id);
