-- Who wrote down the customer's answer, by phone or at the counter; NULL where the customer answered by the link.
ALTER TABLE follow_ups ADD COLUMN noted_by TEXT CHECK (noted_by IS NULL OR answer IS NOT NULL);
