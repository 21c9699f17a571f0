-- How many open cases each colleague has, so that the next goes to whoever has the fewest without counting them all. The
-- rows are kept by the table of cases itself, whatever changes it. Connections count in slots of their own and so do not
-- wait for each other; the sum over the slots is the load, and one slot alone may be below zero.
CREATE TABLE case_loads (
    owner_id BIGINT NOT NULL REFERENCES people (id),
    slot BIGINT NOT NULL,
    open BIGINT NOT NULL,
    PRIMARY KEY (owner_id, slot)
);
INSERT INTO case_loads (owner_id, slot, open)
SELECT owner_id, 0, count(*) FROM cases WHERE status = 'open' GROUP BY owner_id;

CREATE FUNCTION count_case_load() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.status = 'open' THEN
        INSERT INTO case_loads AS l (owner_id, slot, open) VALUES (OLD.owner_id, pg_backend_pid() % 64, -1)
        ON CONFLICT (owner_id, slot) DO UPDATE SET open = l.open - 1;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.status = 'open' THEN
        INSERT INTO case_loads AS l (owner_id, slot, open) VALUES (NEW.owner_id, pg_backend_pid() % 64, 1)
        ON CONFLICT (owner_id, slot) DO UPDATE SET open = l.open + 1;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER cases_load_added AFTER INSERT ON cases FOR EACH ROW WHEN (NEW.status = 'open')
    EXECUTE FUNCTION count_case_load();
CREATE TRIGGER cases_load_changed AFTER UPDATE OF owner_id, status ON cases FOR EACH ROW
    WHEN ((OLD.owner_id, OLD.status) IS DISTINCT FROM (NEW.owner_id, NEW.status)) EXECUTE FUNCTION count_case_load();
CREATE TRIGGER cases_load_removed AFTER DELETE ON cases FOR EACH ROW WHEN (OLD.status = 'open')
    EXECUTE FUNCTION count_case_load();
