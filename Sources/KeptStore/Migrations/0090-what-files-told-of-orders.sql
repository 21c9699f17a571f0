-- What a file told of an order beside events and lines, as far as they do not tell it themselves: its status in so many
-- words, of a time that nobody knows, and whether all goods were there. The status and complete of the row are worked
-- out from these and from events and lines (OrderCourse). Hardly any row has one: most statuses come with their time.
ALTER TABLE orders ADD COLUMN told_status TEXT CHECK (told_status IS NULL OR told_status IN ('ordered', 'approved', 'prepared', 'dispatched', 'in_transit', 'attempted', 'delivered', 'lost', 'returned', 'cancelled', 'unavailable'));
ALTER TABLE orders ADD COLUMN told_complete SMALLINT CHECK (told_complete IN (0, 1));
UPDATE orders SET told_status = status WHERE is_history = 1 AND (
    status IN ('attempted', 'lost', 'returned', 'cancelled', 'unavailable')
    OR (status = 'approved' AND approved_at IS NULL) OR (status = 'prepared' AND prepared_at IS NULL)
    OR (status = 'dispatched' AND dispatched_at IS NULL) OR (status = 'in_transit' AND in_transit_at IS NULL)
    OR (status = 'delivered' AND delivered_at IS NULL));
UPDATE orders SET told_complete = complete WHERE is_history = 1 AND complete IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM order_lines WHERE order_id = orders.id AND filled_quantity IS NOT NULL);

-- From here on tracking_events.told_by is empty for an order of history where only the order's own row of a file told the
-- event, as the time of a milestone: the teller is then file: and the source of the order, and what that row tells next
-- stands in its place. Events of a file of events name it.
