-- What was sent from tracking pages in the last hour, by link and by address: more than a customer needs is refused.
CREATE TABLE tracking_sends (
    id BIGINT PRIMARY KEY,
    sent_by TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX tracking_sends_by_sender ON tracking_sends (sent_by, at);
CREATE INDEX tracking_sends_by_age ON tracking_sends (at);
