import KeptDomain

extension Visit {
    static let columns: SQL = """
        id, queue_id, place_id, ticket, state, way, name, phone, party_size, language, customer_id, order_id, need, answers, \
        wants_company, company_id, joined_at, placed_at, first_at, called_at, recalled_at, recalled, served_at, parked_at, \
        ended_at, ended_why, forget_at, point_id, is_invited, matter_id, promise_id, owed, given_at, perceived, \
        perceived_seconds, revision
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), queue: row.id(), place: row.id(), ticket: row.optionalText(), state: row.word(),
            way: row.word(), name: row.optionalText(), phone: row.optionalText(), partySize: row.int(),
            language: row.text(), customer: row.optionalID(), order: row.optionalID(), need: row.optionalText(),
            answers: SaidTexts.read(row.text()), wantsCompany: row.flag(), company: row.optionalID(),
            joinedAt: row.instant(), placedAt: row.instant(), firstAt: row.optionalInstant(),
            calledAt: row.optionalInstant(), recalledAt: row.optionalInstant(), recalled: row.int(),
            servedAt: row.optionalInstant(), parkedAt: row.optionalInstant(), endedAt: row.optionalInstant(),
            endedWhy: row.optionalText(), forgetAt: row.optionalInstant(), point: row.optionalID(),
            isInvited: row.flag(), matter: row.optionalID(), promise: row.optionalID(), owed: row.optionalText(),
            givenAt: row.optionalInstant(), perceived: row.optionalWord(), perceivedSeconds: row.optionalInt(),
            revision: row.int())
    }

    /// Writes where it stands; guarded by the revision that was read.
    var update: SQL {
        """
        UPDATE visits SET queue_id = \(queue), state = \(state), placed_at = \(placedAt), first_at = \(firstAt), \
        called_at = \(calledAt), recalled_at = \(recalledAt), recalled = \(recalled), served_at = \(servedAt), \
        parked_at = \(parkedAt), ended_at = \(endedAt), ended_why = \(endedWhy), point_id = \(point), \
        is_invited = \(isInvited), owed = \(owed), given_at = \(givenAt), revision = revision + 1 \
        WHERE id = \(id) AND revision = \(revision)
        """
    }

    var subject: Subject { .visit(id) }

    /// As the journal names it; by the queue those who watch it know which one changed.
    var named: [Fact] { [Fact("ticket", ticket ?? ""), Fact("queue", queue)] }
}

extension Reading {
    package func visit(_ id: ID<Visit>) throws -> Visit? {
        try row("SELECT \(Visit.columns) FROM visits WHERE id = \(id)", Visit.init)
    }

    package func knownVisit(_ id: ID<Visit>) throws -> Visit {
        guard let found = try visit(id) else { throw StoreError.notFound("visit \(id)") }
        return found
    }

    /// The visit that a phone page leads to; `nil` for a key that was given to nobody.
    package func visit(_ key: TrackingKey) throws -> Visit? {
        try row("SELECT \(Visit.columns) FROM visits WHERE visit_key = \(key.bytes)", Visit.init)
    }

    package func knownVisit(_ key: TrackingKey) throws -> Visit {
        guard let found = try visit(key) else { throw StoreError.notFound("visit key") }
        return found
    }

    package func visitKey(_ id: ID<Visit>) throws -> TrackingKey? {
        try row("SELECT visit_key FROM visits WHERE id = \(id)") { $0.optionalBytes() }.flatMap { $0 }.map {
            TrackingKey(bytes: $0)
        }
    }

    /// Whom a point has called or serves.
    package func visit(at point: ID<ServicePoint>) throws -> Visit? {
        try row(
            "SELECT \(Visit.columns) FROM visits WHERE point_id = \(point) AND state IN ('called', 'serving')",
            Visit.init)
    }

    /// Those in a queue who are not gone, in the order in which they are called.
    func activeVisits(in queues: [ID<Queue>]) throws -> [Visit] {
        try rows(
            """
            SELECT \(Visit.columns) FROM visits
            WHERE queue_id IN \(anyOf: queues) AND state IN ('waiting', 'called', 'serving', 'parked')
            ORDER BY placed_at, id
            """, Visit.init
        ).sorted { $0.turn < $1.turn }
    }

    /// The calls of a queue, the last first.
    func waitRecord(of queue: Queue, at now: Instant) throws -> WaitRecord {
        let forecast = try waitForecast(of: queue, at: now)
        return WaitRecord(
            try rows(
                """
                SELECT called_at, joined_at, point_id, ahead, points_open, serving FROM visits
                WHERE queue_id = \(queue.id) AND called_at > \(now - PlainWaitQuote.reach) AND called_at <= \(now)
                ORDER BY called_at DESC, id DESC LIMIT \(PlainWaitQuote.depth)
                """
            ) { row in
                let (calledAt, joinedAt) = (row.instant(), row.instant())
                let point = row.optionalID(ServicePoint.self)
                let waited = max(.zero, calledAt - joinedAt)
                let state = (row.optionalInt(), row.optionalInt(), row.optionalInt())
                let precedent: WaitPrecedent? =
                    if let ahead = state.0, let points = state.1, points > 0 {
                        WaitPrecedent(ahead: ahead, points: points, serving: state.2 ?? 0, waited: waited)
                    } else {
                        nil
                    }
                return WaitRecord.Call(calledAt: calledAt, waited: waited, point: point, precedent: precedent)
            }, forecast: forecast)
    }
}
