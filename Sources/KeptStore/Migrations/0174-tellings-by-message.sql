-- The message by which a customer was told, and why there is none where nobody could be told. Both are empty for what was
-- told before there were letters of it: that stands on the tracking page alone.
DROP INDEX tellings_waiting;
ALTER TABLE tellings DROP COLUMN sent_at;
ALTER TABLE tellings ADD COLUMN message_id BIGINT REFERENCES messages (id);
ALTER TABLE tellings ADD COLUMN untold TEXT
    CHECK (untold IS NULL OR untold IN ('no-contact', 'failing', 'history', 'no-case') AND message_id IS NULL);
CREATE UNIQUE INDEX tellings_by_message ON tellings (message_id) WHERE message_id IS NOT NULL;
