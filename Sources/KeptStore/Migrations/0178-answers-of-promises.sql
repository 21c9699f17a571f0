-- By which message a promise of an answer or of news was kept, so that it is open again when that message comes back,
-- wherever the conversation went meanwhile.
CREATE TABLE promise_answers (
    promise_id BIGINT PRIMARY KEY REFERENCES promises (id),
    message_id BIGINT NOT NULL REFERENCES messages (id)
);
CREATE INDEX promise_answers_by_message ON promise_answers (message_id);

-- By which acknowledgement a promise was told: nobody was told while it cannot be sent.
CREATE TABLE promise_tellings (
    promise_id BIGINT PRIMARY KEY REFERENCES promises (id),
    message_id BIGINT NOT NULL REFERENCES messages (id)
);
CREATE INDEX promise_tellings_by_message ON promise_tellings (message_id);

-- Which answers of a page followed its reader by this e-mail.
CREATE TABLE answers_mailed (
    mail_id BIGINT NOT NULL REFERENCES messages (id),
    answer_id BIGINT NOT NULL REFERENCES messages (id),
    PRIMARY KEY (mail_id, answer_id)
);
