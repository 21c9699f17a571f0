-- A colleague's own list, narrowed by kind and move, is counted from the index alone: with ten thousand open cases of one
-- owner, reading each of them took 38 ms.
DROP INDEX cases_by_owner;
CREATE INDEX cases_by_owner ON cases (owner_id, status, id, kind, whose_move, snoozed_until);
