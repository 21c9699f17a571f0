-- A code that takes money off a sale, once.
CREATE TABLE coupons (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    -- Off a sale: this amount; or a percentage of it, at most this amount.
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    percent BIGINT CHECK (percent BETWEEN 1 AND 100),
    valid_until BIGINT NOT NULL,
    customer_id BIGINT REFERENCES customers (id),
    case_id BIGINT REFERENCES cases (id),
    order_id BIGINT REFERENCES orders (id),
    remedy_id BIGINT UNIQUE REFERENCES remedies (id),
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    redeemed_at BIGINT,
    ended_at BIGINT CHECK (ended_at IS NULL OR redeemed_at IS NULL),
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX coupons_by_customer ON coupons (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX coupons_by_case ON coupons (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX coupons_by_order ON coupons (order_id, id) WHERE order_id IS NOT NULL;

-- Each use at a till, also those that were taken back. A till says the same reference when it asks again.
CREATE TABLE coupon_redemptions (
    id BIGINT PRIMARY KEY,
    coupon_id BIGINT NOT NULL REFERENCES coupons (id),
    till TEXT NOT NULL,
    reference TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    currency TEXT NOT NULL,
    redeemed_by TEXT NOT NULL,
    redeemed_at BIGINT NOT NULL,
    reversed_by TEXT,
    reversed_at BIGINT,
    reversed_why TEXT,
    UNIQUE (till, reference)
);
-- At most one use of a coupon stands.
CREATE UNIQUE INDEX coupon_redemptions_once ON coupon_redemptions (coupon_id) WHERE reversed_at IS NULL;
