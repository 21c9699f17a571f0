-- Visits of long ago from which names, answers and the key of the phone page are taken.
CREATE INDEX visits_to_erase ON visits (ended_at, id) WHERE visit_key IS NOT NULL;
