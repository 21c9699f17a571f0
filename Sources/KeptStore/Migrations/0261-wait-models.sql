-- What the record taught of waits, in bytes that the program of the same version reads; any other learns anew. One row.
-- learned_day: the business's local day on which that was.
CREATE TABLE wait_models (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    learned_day BIGINT NOT NULL,
    learned_at BIGINT NOT NULL,
    visits BIGINT NOT NULL CHECK (visits >= 0),
    served BIGINT NOT NULL CHECK (served BETWEEN 0 AND visits),
    content BYTEA NOT NULL
);
