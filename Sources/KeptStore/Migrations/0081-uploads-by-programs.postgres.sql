-- Programs hand files over too: who did so is a person or a token.
ALTER TABLE uploads ALTER COLUMN uploaded_by DROP NOT NULL;
ALTER TABLE uploads ADD COLUMN uploaded_by_token BIGINT REFERENCES access_tokens (id);
ALTER TABLE uploads ADD COLUMN wished_by_token BIGINT REFERENCES access_tokens (id);
