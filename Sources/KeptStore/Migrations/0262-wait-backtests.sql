-- How quotes would have held, walked through when the record was learned from: JSON, and when that was begun.
ALTER TABLE wait_models ADD COLUMN backtest TEXT;
