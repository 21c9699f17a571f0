-- Where customers of a place reach somebody who answers; their tracking page shows it.
ALTER TABLE places ADD COLUMN phone TEXT;
ALTER TABLE places ADD COLUMN email TEXT;
