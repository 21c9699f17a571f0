-- Queues at places, the points that serve them, and the visits in them. Texts by language are JSON objects, language tag
-- to text; names, offers and questions are written by Kept only and read whole.
CREATE TABLE queues (
    id BIGINT PRIMARY KEY,
    place_id BIGINT NOT NULL REFERENCES places (id),
    -- In front of the numbers of its tickets, one or two capital letters.
    letter TEXT NOT NULL,
    -- The address of its pages.
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    serves TEXT NOT NULL DEFAULT '{}',
    -- In whose hours it can be joined; the place's own where empty.
    calendar_id BIGINT REFERENCES calendars (id),
    confidence DOUBLE PRECISION NOT NULL DEFAULT 0.8 CHECK (confidence BETWEEN 0.5 AND 0.99),
    largest_party BIGINT NOT NULL DEFAULT 12 CHECK (largest_party BETWEEN 1 AND 100),
    -- A point calls the first party that it has room for, where 1.
    by_capacity SMALLINT NOT NULL DEFAULT 0 CHECK (by_capacity IN (0, 1)),
    -- Words between spaces: phone kiosk counter api.
    ways TEXT NOT NULL,
    most_waiting BIGINT NOT NULL DEFAULT 300 CHECK (most_waiting BETWEEN 1 AND 10000),
    -- How often one browser or phone number, and one address on the net, may join within the hour.
    per_phone BIGINT NOT NULL DEFAULT 3 CHECK (per_phone BETWEEN 1 AND 1000),
    per_address BIGINT NOT NULL DEFAULT 60 CHECK (per_address BETWEEN 1 AND 100000),
    -- Who was called so often, or waited for so long, without coming may be marked as not there.
    recalls BIGINT NOT NULL DEFAULT 2 CHECK (recalls BETWEEN 0 AND 20),
    no_show_after_seconds BIGINT NOT NULL DEFAULT 180 CHECK (no_show_after_seconds BETWEEN 0 AND 7200),
    -- Who comes back within this gets the old place again.
    return_within_seconds BIGINT NOT NULL DEFAULT 900 CHECK (return_within_seconds BETWEEN 0 AND 86400),
    -- What nobody ended is closed so long after the end of the opening hours.
    forget_after_seconds BIGINT NOT NULL DEFAULT 3600 CHECK (forget_after_seconds BETWEEN 0 AND 86400),
    offers TEXT NOT NULL DEFAULT '[]',
    questions TEXT NOT NULL DEFAULT '[]',
    -- What is shown to who leaves.
    farewell TEXT NOT NULL DEFAULT '{}',
    -- Whether people may wish to wait together with others who wait alone.
    offers_company SMALLINT NOT NULL DEFAULT 0 CHECK (offers_company IN (0, 1)),
    -- A wait told and broken opens a case of its own only where 1; elsewhere it is told and explained on the spot.
    opens_cases SMALLINT NOT NULL DEFAULT 0 CHECK (opens_cases IN (0, 1)),
    -- By hand: nobody joins since shut_at; it can be joined out of hours until open_until.
    shut_at BIGINT,
    shut_why TEXT,
    open_until BIGINT,
    closed_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX queues_one_letter ON queues (place_id, letter) WHERE closed_at IS NULL;

-- A counter, desk, table or room. opened_at: somebody serves there since then.
CREATE TABLE service_points (
    id BIGINT PRIMARY KEY,
    place_id BIGINT NOT NULL REFERENCES places (id),
    kind TEXT NOT NULL CHECK (kind IN ('counter', 'desk', 'table', 'room')),
    name TEXT NOT NULL,
    -- The largest party that it has room for.
    capacity BIGINT NOT NULL DEFAULT 1 CHECK (capacity BETWEEN 1 AND 100),
    opened_at BIGINT,
    person_id BIGINT REFERENCES people (id),
    closed_at BIGINT CHECK (closed_at IS NULL OR opened_at IS NULL),
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX service_points_by_place ON service_points (place_id, id);

-- Which queues a point serves. Those of preference 1 are its own; it calls from a later one while the earlier are empty.
CREATE TABLE point_queues (
    point_id BIGINT NOT NULL REFERENCES service_points (id),
    queue_id BIGINT NOT NULL REFERENCES queues (id),
    preference BIGINT NOT NULL CHECK (preference BETWEEN 1 AND 9),
    PRIMARY KEY (point_id, queue_id)
);
CREATE INDEX point_queues_by_queue ON point_queues (queue_id, point_id);

-- The last number that a queue gave on a local day.
CREATE TABLE queue_days (
    queue_id BIGINT NOT NULL REFERENCES queues (id),
    day BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (queue_id, day)
);

-- A party in a queue, from joining to leaving.
--
-- Visits of other systems are stored here too, with way 'import', (source, external_id), their instants, and no ticket,
-- page key or matter; what that system could not tell of the state at joining is NULL. Served: state 'served' with
-- called_at (or served_at where only that is known: both the same), hung up or gone: 'left' with ended_at.
CREATE TABLE visits (
    id BIGINT PRIMARY KEY,
    queue_id BIGINT NOT NULL REFERENCES queues (id),
    place_id BIGINT NOT NULL REFERENCES places (id),
    -- The ticket: which queue gave it, on which local day, and its number. It stays when the visit changes the queue.
    ticket_queue_id BIGINT REFERENCES queues (id),
    ticket_day BIGINT,
    ticket_number BIGINT CHECK (ticket_number > 0),
    ticket TEXT,
    visit_key BYTEA UNIQUE,
    state TEXT NOT NULL
        CHECK (state IN ('waiting', 'called', 'serving', 'parked', 'served', 'left', 'no-show', 'closed')),
    way TEXT NOT NULL CHECK (way IN ('phone', 'kiosk', 'counter', 'api', 'import')),
    name TEXT,
    phone TEXT,
    party_size BIGINT NOT NULL DEFAULT 1 CHECK (party_size BETWEEN 1 AND 100),
    language TEXT NOT NULL,
    customer_id BIGINT REFERENCES customers (id),
    order_id BIGINT REFERENCES orders (id),
    need TEXT,
    answers TEXT NOT NULL DEFAULT '{}',
    wants_company SMALLINT NOT NULL DEFAULT 0 CHECK (wants_company IN (0, 1)),
    -- Another party with the same wish that it was brought together with.
    company_id BIGINT REFERENCES visits (id),
    -- Its place in the order is first_at (put first, with a reason), then placed_at.
    joined_at BIGINT NOT NULL,
    placed_at BIGINT NOT NULL,
    first_at BIGINT,
    called_at BIGINT,
    recalled_at BIGINT,
    recalled BIGINT NOT NULL DEFAULT 0 CHECK (recalled >= 0),
    served_at BIGINT,
    parked_at BIGINT,
    ended_at BIGINT CHECK ((ended_at IS NULL) = (state IN ('waiting', 'called', 'serving', 'parked'))),
    ended_why TEXT,
    -- Nobody ended it by then: it is closed.
    forget_at BIGINT,
    point_id BIGINT REFERENCES service_points (id) CHECK (point_id IS NOT NULL OR way = 'import' OR state NOT IN ('called', 'serving')),
    -- Called by a point that is not of its queue's own.
    is_invited SMALLINT NOT NULL DEFAULT 0 CHECK (is_invited IN (0, 1)),
    matter_id BIGINT REFERENCES matters (id),
    -- What was told last of the wait.
    promise_id BIGINT REFERENCES promises (id),
    -- What is still to be handed over after the service: a receipt, a parcel.
    owed TEXT,
    given_at BIGINT CHECK (given_at IS NULL OR owed IS NOT NULL),
    -- What they said of the wait afterwards.
    perceived TEXT CHECK (perceived IN ('shorter', 'as-told', 'longer')),
    perceived_seconds BIGINT CHECK (perceived_seconds >= 0),
    rated_at BIGINT,
    -- As it stood when they joined, for what is learned of waits: parties before them, people in those, points open,
    -- parties called or being served at them, the longest wait then running, the mean wait of the last five called, and how
    -- many were called, and by how many points, in the five minutes before. The weekday and hour follow from joined_at.
    ahead BIGINT CHECK (ahead >= 0),
    people_ahead BIGINT CHECK (people_ahead >= 0),
    points_open BIGINT CHECK (points_open >= 0),
    serving BIGINT CHECK (serving >= 0),
    longest_seconds BIGINT CHECK (longest_seconds >= 0),
    last_five_seconds DOUBLE PRECISION CHECK (last_five_seconds >= 0),
    called_lately BIGINT CHECK (called_lately >= 0),
    points_lately BIGINT CHECK (points_lately >= 0),
    source TEXT,
    external_id TEXT,
    revision BIGINT NOT NULL DEFAULT 1,
    CHECK (called_at >= joined_at),
    CHECK (served_at >= joined_at),
    CHECK (ended_at >= joined_at),
    UNIQUE (ticket_queue_id, ticket_day, ticket_number),
    UNIQUE (source, external_id)
);
CREATE INDEX visits_active ON visits (queue_id, placed_at, id) WHERE state IN ('waiting', 'called', 'serving', 'parked');
-- A point has one visit at a time.
CREATE UNIQUE INDEX visits_one_a_point ON visits (point_id) WHERE state IN ('called', 'serving');
CREATE INDEX visits_by_called ON visits (queue_id, called_at, id) WHERE called_at IS NOT NULL;
CREATE INDEX visits_by_joined ON visits (queue_id, joined_at, id);
CREATE INDEX visits_by_ended ON visits (place_id, ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX visits_to_forget ON visits (forget_at, id)
    WHERE state IN ('waiting', 'called', 'serving', 'parked') AND forget_at IS NOT NULL;
CREATE INDEX visits_owed ON visits (place_id, ended_at, id) WHERE owed IS NOT NULL AND given_at IS NULL;
CREATE INDEX visits_by_customer ON visits (customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX visits_by_promise ON visits (promise_id) WHERE promise_id IS NOT NULL;

-- What was told of a wait, and on what it rests (basis: a JSON list of keys with facts). The promise says how it came out.
CREATE TABLE wait_quotes (
    id BIGINT PRIMARY KEY,
    visit_id BIGINT NOT NULL REFERENCES visits (id),
    queue_id BIGINT NOT NULL REFERENCES queues (id),
    promise_id BIGINT UNIQUE REFERENCES promises (id),
    because TEXT NOT NULL CHECK (because IN ('joined', 'asked', 'slower', 'returned', 'transferred')),
    told_at BIGINT NOT NULL,
    median_seconds BIGINT NOT NULL CHECK (median_seconds >= 0),
    within_seconds BIGINT NOT NULL CHECK (within_seconds >= median_seconds),
    confidence DOUBLE PRECISION NOT NULL CHECK (confidence BETWEEN 0.5 AND 0.99),
    precedents BIGINT NOT NULL CHECK (precedents > 0),
    ahead BIGINT NOT NULL CHECK (ahead >= 0),
    basis TEXT NOT NULL
);
CREATE INDEX wait_quotes_by_visit ON wait_quotes (visit_id, id);
CREATE INDEX wait_quotes_by_queue ON wait_quotes (queue_id, told_at, id);

-- Whatever departed from the order, with its reason: counted on the board.
CREATE TABLE queue_exceptions (
    id BIGINT PRIMARY KEY,
    queue_id BIGINT NOT NULL REFERENCES queues (id),
    visit_id BIGINT NOT NULL REFERENCES visits (id),
    kind TEXT NOT NULL CHECK (kind IN ('out-of-order', 'put-first')),
    reason TEXT NOT NULL CHECK (reason IN ('frail', 'child', 'short', 'resumed', 'appointed', 'mistake', 'other')),
    why TEXT NOT NULL,
    -- How many who were before it waited on.
    passed BIGINT NOT NULL CHECK (passed >= 0),
    made_by TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX queue_exceptions_by_queue ON queue_exceptions (queue_id, at, id);

-- Reasons for a delay with the true sentence that each is told by, in the order in which they are offered.
CREATE TABLE delay_reasons (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    said TEXT NOT NULL,
    position BIGINT NOT NULL,
    closed_at BIGINT,
    revision BIGINT NOT NULL DEFAULT 1
);

-- A delay that was explained to who waits in a queue. Without a reason Kept itself said that it goes slower than told.
CREATE TABLE delay_explanations (
    id BIGINT PRIMARY KEY,
    queue_id BIGINT NOT NULL REFERENCES queues (id),
    reason_id BIGINT REFERENCES delay_reasons (id),
    said TEXT NOT NULL,
    made_by TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL CHECK (until_at > from_at),
    ended_at BIGINT
);
CREATE INDEX delay_explanations_by_queue ON delay_explanations (queue_id, until_at, id);
