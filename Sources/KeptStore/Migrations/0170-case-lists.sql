-- A list of cases shows the newest that fit: what it is narrowed by stands before the id, so that few rows are read however
-- rarely they fit.
CREATE INDEX cases_by_kind ON cases (status, kind, id, whose_move);
CREATE INDEX cases_by_move ON cases (status, whose_move, id);
CREATE INDEX cases_by_owner ON cases (owner_id, status, id);
CREATE INDEX cases_by_place ON cases (place_id, status, id);
CREATE INDEX cases_escalated ON cases (status, id) WHERE escalated_at IS NOT NULL;
