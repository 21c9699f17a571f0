-- No more goes back than an order cost: what went back on it is added up by this index.
CREATE INDEX remedies_back_on_orders ON remedies (order_id) WHERE order_id IS NOT NULL AND kind IN ('refund', 'price-match');

-- How many rows of money back the ledger has on an order. Two who give at once on different cases meet here, so that what each
-- adds up is what there is.
CREATE TABLE money_back_counts (
    order_id BIGINT PRIMARY KEY REFERENCES orders (id),
    given BIGINT NOT NULL
);
INSERT INTO money_back_counts (order_id, given)
SELECT order_id, count(*) FROM remedies WHERE order_id IS NOT NULL AND kind IN ('refund', 'price-match') GROUP BY order_id;
