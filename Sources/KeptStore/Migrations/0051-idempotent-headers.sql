-- A repeated request gets the first answer whole, with the ETag and Location that it had.
ALTER TABLE idempotent_answers ADD COLUMN etag TEXT;
ALTER TABLE idempotent_answers ADD COLUMN location TEXT;
