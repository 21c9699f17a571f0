import KeptDomain

extension Reading {
    package func remedy(_ id: ID<Remedy>) throws -> Remedy? {
        try row("SELECT \(Remedy.columns) FROM remedies r WHERE r.id = \(id)", Remedy.init)
    }

    /// The ledger of one case and of those that became part of it, the oldest line first.
    package func remedies(onCase id: ID<Case>) throws -> [Remedy] {
        try rows(
            "SELECT \(Remedy.columns) FROM remedies r WHERE r.case_id IN (\(Self.parts(of: [id]))) ORDER BY r.id",
            Remedy.init)
    }

    /// The ledger, the newest line first, going on below `before`. - Parameter places: only what was given there.
    package func remedies(
        at places: Set<ID<Place>>? = nil, customer: ID<Customer>? = nil, before: ID<Remedy>? = nil, limit: Int
    ) throws -> [Remedy] {
        let atPlace = SQL.and("r.place_id", in: places)
        let to: SQL = if let customer { " AND r.customer_id = \(customer)" } else { "" }
        return try rows(
            """
            SELECT \(Remedy.columns) FROM remedies r WHERE r.id < \(before?.rawValue ?? .max)\(atPlace)\(to)
            ORDER BY r.id DESC LIMIT \(limit)
            """, Remedy.init)
    }

    /// How many lines the ledger has on a case and its parts: what a form was made from.
    package func remedyCount(onCase id: ID<Case>) throws -> Int {
        try row(
            """
            SELECT CAST(coalesce(sum(given), 0) AS BIGINT) FROM remedy_counts WHERE case_id IN (\(Self.parts(of: [id])))
            """
        ) { $0.int() } ?? 0
    }

    /// The local day at a place.
    func day(at place: ID<Place>, _ now: Instant) throws -> Day {
        try zones.zone(self.place(orDefault: place).zone).day(of: now)
    }

    /// In which money a case is mended: that of the order that bounds it, else that of the business, else the first with limits.
    package func currency(of found: Case) throws -> Currency? {
        let paid = try boundingOrders(of: found).first.flatMap { try self.paid(forOrder: $0) }
        return try paid?.currency ?? businessCurrency() ?? remedyCurrencies().first
    }

    /// What an order cost; `nil` where nobody told.
    func paid(forOrder id: ID<Order>) throws -> Money? {
        try row("SELECT total_minor, currency FROM orders WHERE id = \(id)") { $0.optionalMoney() } ?? nil
    }

    /// What an actor may give on a case without asking, with an amount to begin with, in the order of `RemedyKind`; an
    /// apology always.
    package func remedyOffers(to actor: Actor, on found: Case, at now: Instant) throws -> [RemedyOffer] {
        guard let currency = try currency(of: found) else { return [.apology] }
        let authority = try authority(of: actor, on: found, in: currency, at: now)
        let order = try refundable(on: found)
        let paid = order?.total.currency == currency ? order?.left.minor : nil
        return RemedyKind.allCases.compactMap { kind -> RemedyOffer? in
            guard kind.hasAmount else { return .apology }
            var room = authority?.room(for: kind) ?? .max
            if kind.isMoneyBack, let paid { room = min(room, paid) }
            guard room > 0 else { return nil }
            return RemedyOffer(
                kind: kind,
                suggested: RemedyOffer.suggestion(
                    for: kind, room: room, paid: kind.isMoneyBack ? paid : order?.total.minor, currency: currency),
                upTo: room == .max ? nil : Money(minor: room, currency: currency))
        }
    }
}

extension RemedyOffer {
    fileprivate static let apology = RemedyOffer(kind: .apology, suggested: nil, upTo: nil)
}

extension Actor {
    /// The roles by whose limits somebody gives at a place; `nil` where no limit binds. A program gives as the front line,
    /// one that may set things up as the owner.
    func remedyRoles(at place: ID<Place>) -> [Role]? {
        switch self {
        case .shell, .system: nil
        case .customer: []
        case .token(_, let scope): scope == .admin ? [.owner] : [.frontLine]
        case .person(_, let grants):
            Set(grants.filter { $0.place == nil || $0.place == place }.map(\.role)).sorted { $0.rawValue < $1.rawValue }
        }
    }
}

extension Reading {
    package func remedyRequest(_ id: ID<RemedyRequest>) throws -> RemedyRequest? {
        try row("SELECT \(RemedyRequest.columns) FROM remedy_requests WHERE id = \(id)", RemedyRequest.init)
    }

    /// What was asked on a case, the oldest first.
    package func remedyRequests(onCase id: ID<Case>) throws -> [RemedyRequest] {
        try rows(
            "SELECT \(RemedyRequest.columns) FROM remedy_requests WHERE case_id = \(id) ORDER BY id",
            RemedyRequest.init)
    }

    /// What waits for a lead, the earliest due first.
    package func waitingRequests(at places: Set<ID<Place>>?, limit: Int) throws -> [RemedyRequest] {
        let atPlace = SQL.and("place_id", in: places)
        return try rows(
            """
            SELECT \(RemedyRequest.columns) FROM remedy_requests WHERE state = 'waiting'\(atPlace)
            ORDER BY due_at, id LIMIT \(limit)
            """, RemedyRequest.init)
    }

    /// How many requests wait for a lead, counted up to `bound`.
    package func requestsWaiting(at places: Set<ID<Place>>?, bound: Int) throws -> Int {
        let atPlace = SQL.and("place_id", in: places)
        return try count(
            """
            SELECT count(*) FROM (SELECT id FROM remedy_requests WHERE state = 'waiting'\(atPlace) LIMIT \(bound)) AS waiting
            """)
    }

    /// What was asked, the newest first, going on below `before`.
    package func remedyRequests(
        _ state: RemedyRequest.State?, at places: Set<ID<Place>>? = nil, before: ID<RemedyRequest>? = nil, limit: Int
    ) throws -> [RemedyRequest] {
        let atPlace = SQL.and("place_id", in: places)
        let standing: SQL = if let state { " AND state = \(state)" } else { "" }
        return try rows(
            """
            SELECT \(RemedyRequest.columns) FROM remedy_requests
            WHERE id < \(before?.rawValue ?? .max)\(atPlace)\(standing) ORDER BY id DESC LIMIT \(limit)
            """, RemedyRequest.init)
    }
}
