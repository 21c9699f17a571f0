-- What the record taught of times, in bytes that the program of the same version reads; any other learns anew. learned_day is
-- the business's local day on which that was; what ended on as_of_day or later is not known to it.
CREATE TABLE quote_models (
    kind TEXT PRIMARY KEY CHECK (kind IN ('delivery')),
    as_of_day BIGINT NOT NULL,
    learned_day BIGINT NOT NULL,
    learned_at BIGINT NOT NULL,
    orders BIGINT NOT NULL CHECK (orders >= 0),
    delivered BIGINT NOT NULL CHECK (delivered BETWEEN 0 AND orders),
    content BYTEA NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1
);

-- The share of failures at which quotes are read off, in billionths, by the wanted confidence in thousandths. heard: outcomes
-- that moved it.
CREATE TABLE quote_levels (
    kind TEXT NOT NULL CHECK (kind IN ('delivery')),
    confidence BIGINT NOT NULL CHECK (confidence BETWEEN 500 AND 999),
    alpha BIGINT NOT NULL CHECK (alpha BETWEEN 500000 AND 999500000),
    usual_unheard BIGINT NOT NULL CHECK (usual_unheard >= 0),
    heard BIGINT NOT NULL DEFAULT 0 CHECK (heard >= 0),
    PRIMARY KEY (kind, confidence)
);

-- What a told time rests on. confidence, chance: in thousandths; alpha: in billionths; curve: the chances to be open still at the
-- end of each day when it was told. is_wish: an earlier time than could be quoted. Of like orders: how many, and within how many
-- days the wanted share of them came.
CREATE TABLE quotes (
    promise_id BIGINT PRIMARY KEY REFERENCES promises (id),
    order_id BIGINT NOT NULL REFERENCES orders (id),
    told_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    ordered_day BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    quoted_day BIGINT NOT NULL,
    confidence BIGINT NOT NULL CHECK (confidence BETWEEN 500 AND 999),
    chance BIGINT NOT NULL CHECK (chance BETWEEN 0 AND 1000),
    alpha BIGINT NOT NULL,
    is_wish SMALLINT NOT NULL CHECK (is_wish IN (0, 1)),
    model_day BIGINT NOT NULL,
    delivered BIGINT NOT NULL CHECK (delivered >= 0),
    likes BIGINT CHECK (likes > 0),
    likes_days BIGINT,
    likes_span BIGINT,
    likes_by_region SMALLINT NOT NULL DEFAULT 0 CHECK (likes_by_region IN (0, 1)),
    likes_by_carrier SMALLINT NOT NULL DEFAULT 0 CHECK (likes_by_carrier IN (0, 1)),
    is_region_new SMALLINT NOT NULL DEFAULT 0 CHECK (is_region_new IN (0, 1)),
    pace TEXT NOT NULL CHECK (pace IN ('slower', 'usual', 'faster')),
    curve BYTEA NOT NULL,
    outcome TEXT CHECK (outcome IN ('kept', 'late', 'given-up')),
    took_days BIGINT,
    heard_at BIGINT,
    CHECK ((outcome IS NULL) = (heard_at IS NULL)),
    CHECK (outcome IS NULL OR (outcome = 'given-up') = (took_days IS NULL)),
    CHECK ((likes IS NULL) = (likes_days IS NULL))
);
CREATE INDEX quotes_unheard ON quotes (due_at, promise_id) WHERE heard_at IS NULL;
CREATE INDEX quotes_by_told ON quotes (told_at, promise_id);
CREATE INDEX quotes_by_order ON quotes (order_id, promise_id);

-- How sure quotes are to be (thousandths), whether new orders without a told time are promised the quoted one, and from which
-- chance to be late on (thousandths) an order is foreseen to be. place_id 0 is the whole business.
CREATE TABLE quote_rules (
    place_id BIGINT PRIMARY KEY,
    confidence BIGINT NOT NULL CHECK (confidence BETWEEN 500 AND 999),
    promises SMALLINT NOT NULL CHECK (promises IN (0, 1)),
    foresees SMALLINT NOT NULL CHECK (foresees IN (0, 1)),
    threshold BIGINT NOT NULL CHECK (threshold BETWEEN 100 AND 990),
    revision BIGINT NOT NULL DEFAULT 1
);

-- The chance (thousandths) that an open order's word breaks, as last read, of which revision of the order; over_since: since when
-- it is at the threshold or above. stage and stage_days: where the order stands and for how long.
CREATE TABLE order_risks (
    order_id BIGINT PRIMARY KEY REFERENCES orders (id),
    promise_id BIGINT NOT NULL REFERENCES promises (id),
    risk BIGINT NOT NULL CHECK (risk BETWEEN 0 AND 1000),
    read_at BIGINT NOT NULL,
    of_revision BIGINT NOT NULL,
    over_since BIGINT,
    stage TEXT NOT NULL CHECK (stage IN ('approval', 'dispatch', 'transit')),
    stage_days BIGINT NOT NULL CHECK (stage_days >= 0),
    quoted_day BIGINT,
    foreseen_at BIGINT
);
CREATE INDEX order_risks_over ON order_risks (risk, order_id) WHERE over_since IS NOT NULL;
CREATE INDEX order_risks_foreseen ON order_risks (foreseen_at) WHERE foreseen_at IS NOT NULL;

-- Local days of the business on which more orders would have been foreseen late than are warned without asking: a person lets
-- them go on or leaves them.
CREATE TABLE foresight_holds (
    day BIGINT PRIMARY KEY,
    orders BIGINT NOT NULL CHECK (orders > 0),
    held_at BIGINT NOT NULL,
    released_at BIGINT,
    released_by TEXT,
    CHECK ((released_at IS NULL) = (released_by IS NULL))
);
