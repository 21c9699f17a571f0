-- How many open cases each colleague has, so that the next goes to whoever has the fewest without counting them all. The
-- rows are kept by the table of cases itself, whatever changes it. slot: always 0 here; PostgreSQL parts its connections.
CREATE TABLE case_loads (
    owner_id INTEGER NOT NULL REFERENCES people (id),
    slot INTEGER NOT NULL,
    open INTEGER NOT NULL,
    PRIMARY KEY (owner_id, slot)
) STRICT;
INSERT INTO case_loads (owner_id, slot, open)
SELECT owner_id, 0, count(*) FROM cases WHERE status = 'open' GROUP BY owner_id;

CREATE TRIGGER cases_load_added AFTER INSERT ON cases WHEN new.status = 'open' BEGIN
    INSERT INTO case_loads (owner_id, slot, open) VALUES (new.owner_id, 0, 1)
    ON CONFLICT (owner_id, slot) DO UPDATE SET open = open + 1;
END;
CREATE TRIGGER cases_load_changed AFTER UPDATE OF owner_id, status ON cases
WHEN (old.owner_id, old.status) <> (new.owner_id, new.status) BEGIN
    UPDATE case_loads SET open = open - 1 WHERE owner_id = old.owner_id AND slot = 0 AND old.status = 'open';
    INSERT INTO case_loads (owner_id, slot, open) SELECT new.owner_id, 0, 1 WHERE new.status = 'open'
    ON CONFLICT (owner_id, slot) DO UPDATE SET open = open + 1;
END;
CREATE TRIGGER cases_load_removed AFTER DELETE ON cases WHEN old.status = 'open' BEGIN
    UPDATE case_loads SET open = open - 1 WHERE owner_id = old.owner_id AND slot = 0;
END;
