-- Which promises of answers went over with a merge, so that it can be undone: the same word, with its own clock, is then
-- owed by the case that the conversation goes on in.
CREATE TABLE merged_promises (
    merge_id BIGINT NOT NULL REFERENCES case_merges (id),
    promise_id BIGINT NOT NULL REFERENCES promises (id),
    PRIMARY KEY (merge_id, promise_id)
);
