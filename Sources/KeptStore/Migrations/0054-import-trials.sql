-- What trying an uploaded file came to, or why nothing was begun (UploadTrial as JSON).
ALTER TABLE uploads ADD COLUMN trial TEXT;
ALTER TABLE uploads ADD COLUMN tried_at BIGINT;
-- Which process reads the files of a run, as the database names its sessions; unknown where that cannot be told.
ALTER TABLE imports ADD COLUMN holder TEXT;
