-- The history of a customer, the newest first, wherever it goes on. Messages of a customer stand in an index already; those
-- that name nobody (internal notes, and what somebody unknown wrote) are found through the customer's cases.
DROP INDEX orders_by_customer;
CREATE INDEX orders_of_customer ON orders (customer_id, ordered_at, id) WHERE customer_id IS NOT NULL;
CREATE INDEX messages_of_nobody ON messages (case_id, written_at, id) WHERE customer_id IS NULL;
CREATE INDEX promises_broken_to_customer ON promises (customer_id, settled_at, id)
    WHERE state = 'broken' AND is_told = 1 AND customer_id IS NOT NULL;
