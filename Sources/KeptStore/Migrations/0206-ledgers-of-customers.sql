-- What was given, told and noted on a case before its customer was known, or before it went on in the case of a customer.
CREATE TABLE found_customers (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    customer_id BIGINT NOT NULL REFERENCES customers (id)
);
INSERT INTO found_customers (case_id, customer_id)
WITH RECURSIVE going (id, at_id) AS (
    SELECT l.case_id, l.case_id FROM (
        SELECT case_id FROM remedies WHERE customer_id IS NULL UNION SELECT case_id FROM coupons WHERE customer_id IS NULL
        UNION SELECT case_id FROM tellings WHERE customer_id IS NULL
        UNION SELECT case_id FROM conduct_facts WHERE customer_id IS NULL) l WHERE l.case_id IS NOT NULL
    UNION ALL
    SELECT g.id, c.merged_into_id FROM going g JOIN cases c ON c.id = g.at_id
    WHERE c.customer_id IS NULL AND c.merged_into_id IS NOT NULL)
SELECT g.id, c.customer_id FROM going g JOIN cases c ON c.id = g.at_id WHERE c.customer_id IS NOT NULL;

UPDATE remedies SET customer_id = (SELECT f.customer_id FROM found_customers f WHERE f.case_id = remedies.case_id)
WHERE customer_id IS NULL AND case_id IN (SELECT case_id FROM found_customers);
UPDATE coupons SET customer_id = (SELECT f.customer_id FROM found_customers f WHERE f.case_id = coupons.case_id)
WHERE customer_id IS NULL AND case_id IN (SELECT case_id FROM found_customers);
UPDATE tellings SET customer_id = (SELECT f.customer_id FROM found_customers f WHERE f.case_id = tellings.case_id)
WHERE customer_id IS NULL AND case_id IN (SELECT case_id FROM found_customers);
UPDATE conduct_facts SET customer_id = (SELECT f.customer_id FROM found_customers f WHERE f.case_id = conduct_facts.case_id)
WHERE customer_id IS NULL AND case_id IN (SELECT case_id FROM found_customers);
DROP TABLE found_customers;
