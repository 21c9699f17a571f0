-- A promise about a case names no order: the order's events neither keep nor release it.
UPDATE promises SET order_id = NULL WHERE order_id IS NOT NULL AND case_id IS NOT NULL AND is_told = 0
    AND standard_version_id IN (SELECT id FROM standard_versions WHERE metric = 'solution');
-- Only words that were told count as breaks of a matter.
UPDATE matters SET breaks = (
    SELECT count(*) FROM promises p WHERE p.matter_id = matters.id AND p.state = 'broken' AND p.is_told = 1)
WHERE breaks > 0;
