-- What was told to a role at a place before a promise breaks: shown from deliver_at on, until it is cleared. Who owns a
-- case and to whom it was escalated stands in the case.
CREATE TABLE warnings (
    id BIGINT PRIMARY KEY,
    promise_id BIGINT NOT NULL REFERENCES promises (id),
    -- Its place in the promise's ladder.
    step BIGINT NOT NULL,
    place_id BIGINT NOT NULL REFERENCES places (id),
    role TEXT NOT NULL CHECK (role IN ('front-line', 'lead', 'quality-manager', 'logistics-planner', 'owner', 'administrator', 'partner')),
    made_at BIGINT NOT NULL,
    deliver_at BIGINT NOT NULL,
    cleared_at BIGINT
);
INSERT INTO warnings (id, promise_id, step, place_id, role, made_at, deliver_at, cleared_at)
SELECT id, promise_id, step, place_id, role, made_at, deliver_at, cleared_at FROM notices WHERE kind = 'warning';
DROP TABLE notices;
CREATE UNIQUE INDEX warnings_once ON warnings (promise_id, step);
CREATE INDEX warnings_standing ON warnings (deliver_at, promise_id) WHERE cleared_at IS NULL;
