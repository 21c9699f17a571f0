import KeptDomain

extension Failure {
    /// Of the table under the name `f`, with its promise under the name `fp`.
    static let columns: SQL = """
        f.id, f.case_id, f.episode, f.kind, f.customer_id, f.order_id, f.place_id, f.promise_id, f.foreseen_at, \
        f.happened_at, f.learned_at, f.words, f.told_by, fp.state
        """
    static let tables: SQL = "failures f LEFT JOIN promises fp ON fp.id = f.promise_id"
    /// Whether it counts: as happened, or as told before it could.
    static let counts: SQL = "(fp.id IS NULL OR fp.state = 'broken' OR fp.state = 'renegotiated')"

    init(_ row: inout Row) {
        let (id, found, episode, kind): (ID<Failure>, ID<Case>, Int, Kind) = (row.id(), row.id(), row.int(), row.word())
        let (customer, order): (ID<Customer>?, ID<Order>?) = (row.optionalID(), row.optionalID())
        let (place, promise): (ID<Place>, ID<Promise>?) = (row.id(), row.optionalID())
        let (foreseen, happened) = (row.optionalInstant(), row.optionalInstant())
        self.init(
            id: id, case: found, episode: episode, kind: kind, customer: customer, order: order, place: place,
            promise: promise, foreseenAt: foreseen, happenedAt: happened, learnedAt: row.instant(),
            words: row.optionalText(), toldBy: row.text(),
            standing: Standing(promise: row.optionalWord(), hasHappened: happened != nil))
    }
}

extension Reading {
    /// What went wrong on a case in one of its episodes, the first to be known first.
    package func failures(of id: ID<Case>, episode: Int) throws -> [Failure] {
        try rows(
            """
            SELECT \(Failure.columns) FROM \(Failure.tables) WHERE f.case_id = \(id) AND f.episode = \(episode)
            ORDER BY f.learned_at, f.id
            """, Failure.init)
    }

    /// The number of the episode that a case is in, or was in last.
    func episode(of id: ID<Case>) throws -> Int {
        try row("SELECT max(number) FROM case_episodes WHERE case_id = \(id)") { $0.optionalInt() ?? 1 } ?? 1
    }

    /// As `episode(of:)`, of several.
    func episodes(of cases: [ID<Case>]) throws -> [ID<Case>: Int] {
        Dictionary(
            try rows(
                "SELECT case_id, max(number) FROM case_episodes WHERE case_id IN \(anyOf: cases) GROUP BY case_id"
            ) { ($0.id(Case.self), $0.int()) }
        ) { known, _ in known }
    }

    /// Whether something went wrong, or is foreseen to, in the episode that a case is in.
    package func carriesFailure(_ id: ID<Case>) throws -> Bool {
        try row(
            """
            SELECT 1 FROM \(Failure.tables) WHERE f.case_id = \(id)
            AND f.episode = (SELECT max(number) FROM case_episodes WHERE case_id = \(id))
            AND (\(Failure.counts) OR fp.state = 'open') LIMIT 1
            """
        ) { $0.int() } != nil
    }
}
