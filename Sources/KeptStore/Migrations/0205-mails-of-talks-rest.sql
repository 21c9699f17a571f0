-- A talk whose unread answers could not be put into an e-mail is not looked at before then, and holds up no other.
ALTER TABLE talks ADD COLUMN mail_rests_until BIGINT;
