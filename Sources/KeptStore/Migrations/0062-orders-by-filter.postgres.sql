-- The lists of orders and promises, filtered by one thing and newest first: without these a rare region or place reads
-- every order. SQLite does without: the three on orders would slow an import there by a seventh.
CREATE INDEX orders_by_carrier ON orders (carrier_id, ordered_at, id) WHERE carrier_id IS NOT NULL;
CREATE INDEX orders_by_region ON orders (region, ordered_at, id);
CREATE INDEX orders_by_place ON orders (place_id, ordered_at, id);
CREATE INDEX promises_by_due ON promises (due_at, id);
