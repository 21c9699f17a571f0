-- Whoever has only the code on the parcel finds its order.
CREATE INDEX parcels_by_code ON parcels (tracking_code, id) WHERE tracking_code IS NOT NULL;
