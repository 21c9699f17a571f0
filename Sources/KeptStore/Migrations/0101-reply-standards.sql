-- Standards of replies: from a customer's first word to our first answer, from a later one to our next, and how long
-- they may be without news. The column is made anew, since no engine widens a check.
ALTER TABLE standard_versions ADD COLUMN measured TEXT NOT NULL DEFAULT 'delivery' CHECK (measured IN ('delivery', 'solution', 'first-reply', 'next-reply', 'keep-posted'));
UPDATE standard_versions SET measured = metric;
ALTER TABLE standard_versions DROP COLUMN metric;
ALTER TABLE standard_versions RENAME COLUMN measured TO metric;
