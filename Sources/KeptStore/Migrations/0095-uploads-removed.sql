-- When somebody removed an uploaded file of which a run tells. Its name stays with the run; of a file that nobody began
-- to import nothing stays.
ALTER TABLE uploads ADD COLUMN removed_at BIGINT;
