-- Who told us: the actor as the journal names it, or file: and the source of an imported file. Unknown for older events.
ALTER TABLE tracking_events ADD COLUMN told_by TEXT;
