-- Aims of our own that a told word on the matter keeps: asked for with every promise made, and there are few.
CREATE INDEX promises_waiting_for_word ON promises (matter_id) WHERE state = 'open' AND is_told = 0;
