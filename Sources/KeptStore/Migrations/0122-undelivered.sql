-- Answers that somebody has to look after: few, among very many that went out.
CREATE INDEX sends_undelivered ON sends (message_id) WHERE state IN ('failed', 'bounced') OR held IS NOT NULL;
