-- The terms by which customers are found by name (NameTerms).
CREATE TABLE customer_terms (
    term TEXT NOT NULL,
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    PRIMARY KEY (term, customer_id)
);

-- Which parcel brings a line, and the first promise of the chain that is about it; empty: the order as a whole.
ALTER TABLE order_lines ADD COLUMN parcel_id BIGINT REFERENCES parcels (id);
ALTER TABLE order_lines ADD COLUMN promise_id BIGINT REFERENCES promises (id);

-- Nearly all orders of a long history are delivered: the lists of the others stay short.
CREATE INDEX orders_not_delivered ON orders (status, ordered_at, id) WHERE status <> 'delivered';

-- How many promises stand open under a version, asked before a standard is changed.
CREATE INDEX promises_open_by_standard ON promises (standard_version_id, id)
    WHERE state = 'open' AND standard_version_id IS NOT NULL;
