-- Orders of history as files told them before 0090. A later file that corrected a time wrote it into the order's row and
-- left the earlier time among the events: only the order's row had told it, so it goes.
DELETE FROM tracking_events WHERE told_by IS NULL AND parcel_id = 0
    AND kind IN ('approved', 'prepared', 'dispatched', 'in_transit', 'delivered') AND EXISTS (
        SELECT 1 FROM orders o WHERE o.id = tracking_events.order_id AND o.is_history = 1
            AND tracking_events.at < CASE tracking_events.kind WHEN 'approved' THEN o.approved_at
                WHEN 'prepared' THEN o.prepared_at WHEN 'dispatched' THEN o.dispatched_at
                WHEN 'in_transit' THEN o.in_transit_at ELSE o.delivered_at END);

-- An older export that was taken in after a newer one took the status of an order back, however far its events reach.
CREATE TABLE orders_taken_back (
    id BIGINT PRIMARY KEY,
    status TEXT NOT NULL
);
INSERT INTO orders_taken_back (id, status)
SELECT id, CASE reached WHEN 1 THEN 'approved' WHEN 2 THEN 'prepared' WHEN 3 THEN 'dispatched' WHEN 4 THEN 'in_transit'
    WHEN 5 THEN 'attempted' ELSE 'delivered' END
FROM (
    SELECT o.id, CASE o.status WHEN 'ordered' THEN 0 WHEN 'approved' THEN 1 WHEN 'prepared' THEN 2
        WHEN 'dispatched' THEN 3 WHEN 'in_transit' THEN 4 ELSE 5 END AS stands,
        (SELECT max(CASE e.kind WHEN 'approved' THEN 1 WHEN 'prepared' THEN 2 WHEN 'dispatched' THEN 3
            WHEN 'in_transit' THEN 4 WHEN 'attempted' THEN 5 WHEN 'delivered' THEN 6 ELSE 0 END)
            FROM tracking_events e WHERE e.order_id = o.id) AS reached
    FROM orders o WHERE o.status <> 'delivered' AND o.is_history = 1
        AND o.status IN ('ordered', 'approved', 'prepared', 'dispatched', 'in_transit', 'attempted', 'lost')
        AND NOT EXISTS (SELECT 1 FROM tracking_events e WHERE e.order_id = o.id
            AND e.kind IN ('lost', 'returned', 'cancelled', 'unavailable'))) AS told
WHERE reached > stands;
UPDATE orders SET status = (SELECT status FROM orders_taken_back b WHERE b.id = orders.id), revision = revision + 1
WHERE id IN (SELECT id FROM orders_taken_back);
-- Where there are any, all orders are counted anew by the next folding.
DELETE FROM delivery_deltas WHERE EXISTS (SELECT 1 FROM orders_taken_back);
DELETE FROM delivery_rollups WHERE EXISTS (SELECT 1 FROM orders_taken_back);
DELETE FROM tally_ranges WHERE EXISTS (SELECT 1 FROM orders_taken_back);
INSERT INTO tally_ranges (first_id, last_id) SELECT min(id), max(id) FROM orders
WHERE EXISTS (SELECT 1 FROM orders_taken_back) GROUP BY (id >> 11) & 1023;
DROP TABLE orders_taken_back;
