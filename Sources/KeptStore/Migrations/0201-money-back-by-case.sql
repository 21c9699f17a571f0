-- What went back on a case before it had an order counts on the order that it has now.
CREATE INDEX remedies_back_without_order ON remedies (case_id) WHERE order_id IS NULL AND kind IN ('refund', 'price-match');

-- Amounts that somebody typed and that wait for a lead: they count against what the case allows.
CREATE INDEX guarantee_uses_typed_waiting ON guarantee_uses (case_id) WHERE state = 'held' AND paid_minor IS NOT NULL;
