-- What named nobody when its case became part of another: if it is given the customer of that one, it is nobody's again once
-- the merge is undone. row_id: in the table of its kind.
CREATE TABLE merged_unnamed (
    merge_id BIGINT NOT NULL REFERENCES case_merges (id),
    kind TEXT NOT NULL CHECK (kind IN ('message', 'failure', 'promise', 'guarantee-use')),
    row_id BIGINT NOT NULL,
    PRIMARY KEY (merge_id, kind, row_id)
);

-- Merges that stand, of cases of nobody known: what went over with them, and what stayed on them.
INSERT INTO merged_unnamed (merge_id, kind, row_id)
SELECT g.id, 'message', x.message_id FROM case_merges g JOIN cases c ON c.id = g.from_id AND c.customer_id IS NULL
JOIN merged_messages x ON x.merge_id = g.id JOIN messages m ON m.id = x.message_id AND m.direction <> 'internal'
WHERE g.undone_at IS NULL;
INSERT INTO merged_unnamed (merge_id, kind, row_id)
SELECT g.id, 'failure', x.failure_id FROM case_merges g JOIN cases c ON c.id = g.from_id AND c.customer_id IS NULL
JOIN merged_failures x ON x.merge_id = g.id WHERE g.undone_at IS NULL;
INSERT INTO merged_unnamed (merge_id, kind, row_id)
SELECT g.id, 'failure', f.id FROM case_merges g JOIN cases c ON c.id = g.from_id AND c.customer_id IS NULL
JOIN failures f ON f.case_id = c.id WHERE g.undone_at IS NULL;
INSERT INTO merged_unnamed (merge_id, kind, row_id)
SELECT g.id, 'promise', x.promise_id FROM case_merges g JOIN cases c ON c.id = g.from_id AND c.customer_id IS NULL
JOIN merged_promises x ON x.merge_id = g.id WHERE g.undone_at IS NULL;
INSERT INTO merged_unnamed (merge_id, kind, row_id)
SELECT g.id, 'promise', p.id FROM case_merges g JOIN cases c ON c.id = g.from_id AND c.customer_id IS NULL
JOIN promises p ON p.case_id = c.id WHERE g.undone_at IS NULL;
INSERT INTO merged_unnamed (merge_id, kind, row_id)
SELECT g.id, 'guarantee-use', u.id FROM case_merges g JOIN cases c ON c.id = g.from_id AND c.customer_id IS NULL
JOIN guarantee_uses u ON u.case_id = c.id WHERE g.undone_at IS NULL;

-- Cases know what guarantees gave on them.
CREATE INDEX guarantee_uses_by_case ON guarantee_uses (case_id) WHERE case_id IS NOT NULL;
