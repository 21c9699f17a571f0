import KeptDomain

extension Reading {
    package func queueScene(_ id: ID<Queue>, at now: Instant) throws -> QueueScene {
        let queue = try knownQueue(id)
        return try queueScenes(of: [queue], at: now)[0]
    }

    /// Those of one place that are there, by letter.
    package func queueScenes(at place: ID<Place>, now: Instant) throws -> [QueueScene] {
        try queueScenes(of: queues(at: [place]), at: now)
    }

    func queueScenes(of queues: [Queue], at now: Instant) throws -> [QueueScene] {
        let ids = queues.map(\.id)
        let visits = Dictionary(grouping: try shownVisits(in: ids, at: now), by: \.queue)
        let told = try toldLast(of: visits.values.flatMap { $0 }.filter { $0.state == .waiting })
        let points = try pointScenes(serving: ids)
        let explained = try explanations(in: ids, at: now)
        return try queues.map { queue in
            let zone = try zones.zone(place(orDefault: queue.place).zone)
            let own = (visits[queue.id] ?? []).sorted { $0.turn < $1.turn }
            let serving = points.filter { $0.point.preference(for: queue.id) != nil }
            let hours = try hours(of: queue, at: now)
            let record = try waitRecord(of: queue, at: now)
            let waiting = own.filter { $0.state == .waiting }
            let state = WaitState(queue, waiting: waiting, record: record, points: serving, at: now)
            let today = try day(of: queue, since: zone.startOfDay(zone.day(of: now)))
            let teller = waitTeller(of: queue, record)
            var (lines, people) = ([WaitingVisit](), 0)
            for (index, visit) in waiting.enumerated() {
                let outlook = teller.outlook(state.seen(with: index, people: people))
                lines.append(
                    WaitingVisit(
                        visit: visit, position: index + 1, ahead: index, peopleAhead: people, outlook: outlook,
                        told: told[visit.id]))
                people += visit.partySize
            }
            return QueueScene(
                queue: queue, zone: zone, at: now, isTaking: queue.takes(at: now, isInHours: hours.isOpen),
                opens: hours.opens, waiting: lines,
                called: own.filter { $0.state == .called }.sorted {
                    ($0.recalledAt ?? now, $0.id) > ($1.recalledAt ?? now, $1.id)
                },
                serving: own.filter { $0.state == .serving }, parked: own.filter { $0.state == .parked },
                absent: own.filter { $0.state == .noShow && $0.mayReturn(at: now, by: queue.rules) }
                    .sorted { ($0.endedAt ?? now, $0.id) > ($1.endedAt ?? now, $1.id) },
                owed: own.filter { $0.state == .served && $0.isOwed }, points: serving,
                joining: teller.outlook(state), state: state, explanation: explained[queue.id],
                today: today)
        }
    }

    /// Those who are not gone, those who did not come a day or less ago, and those to whom something is owed.
    private func shownVisits(in queues: [ID<Queue>], at now: Instant) throws -> [Visit] {
        let since = now - .days(1)
        return try rows(
            """
            SELECT \(Visit.columns) FROM visits WHERE id IN (
              SELECT id FROM visits
              WHERE queue_id IN \(anyOf: queues) AND state IN ('waiting', 'called', 'serving', 'parked') UNION
              SELECT id FROM visits WHERE queue_id IN \(anyOf: queues) AND called_at > \(since) AND state = 'no-show' UNION
              SELECT id FROM visits WHERE queue_id IN \(anyOf: queues) AND called_at > \(since) AND owed IS NOT NULL
                AND given_at IS NULL) ORDER BY placed_at, id
            """, Visit.init)
    }

    private func pointScenes(serving queues: [ID<Queue>]) throws -> [PointScene] {
        let ids = try rows(
            "SELECT DISTINCT point_id FROM point_queues WHERE queue_id IN \(anyOf: queues) ORDER BY point_id"
        ) { $0.id(ServicePoint.self) }
        return try pointScenes(ids)
    }

    func pointScenes(_ ids: [ID<ServicePoint>]) throws -> [PointScene] {
        let found = try points(ids)
        let visits = try rows(
            "SELECT \(Visit.columns) FROM visits WHERE point_id IN \(anyOf: ids) AND state IN ('called', 'serving')",
            Visit.init)
        let people = try rows(
            "SELECT id, name FROM people WHERE id IN \(anyOf: found.compactMap(\.person))"
        ) { ($0.id(Person.self), $0.text()) }
        let names = Dictionary(uniqueKeysWithValues: people)
        return found.map { point in
            PointScene(
                point: point, person: point.person.flatMap { names[$0] }, current: visits.first { $0.point == point.id }
            )
        }
    }

    func toldLast(of visits: [Visit]) throws -> [ID<Visit>: ToldWait] {
        let told = try rows(
            """
            SELECT \(ToldWait.columns) FROM wait_quotes w JOIN promises p ON p.id = w.promise_id
            WHERE w.promise_id IN \(anyOf: visits.compactMap(\.promise))
            """, ToldWait.init)
        return Dictionary(told.map { ($0.visit, $0) }) { $0.toldAt > $1.toldAt ? $0 : $1 }
    }

    /// Everything that was told of a visit's wait, the oldest first.
    package func toldWaits(of visit: ID<Visit>) throws -> [ToldWait] {
        try rows(
            """
            SELECT \(ToldWait.columns) FROM wait_quotes w JOIN promises p ON p.id = w.promise_id
            WHERE w.visit_id = \(visit) ORDER BY w.id
            """, ToldWait.init)
    }

    private func day(of queue: Queue, since: Instant) throws -> QueueDay {
        var day = QueueDay()
        let states = try rows(
            """
            SELECT state, count(*) FROM visits WHERE queue_id = \(queue.id) AND joined_at >= \(since) GROUP BY state
            """
        ) { ($0.word(Visit.State.self), $0.int()) }
        for (state, count) in states {
            day.joined += count
            switch state {
            case .served: day.served += count
            case .left: day.left += count
            case .noShow: day.absent += count
            case .closed: day.closed += count
            case .waiting, .called, .serving, .parked: break
            }
        }
        let settled = try rows(
            """
            SELECT p.state, count(*) FROM wait_quotes w JOIN promises p ON p.id = w.promise_id
            WHERE w.queue_id = \(queue.id) AND w.told_at >= \(since) AND w.because = 'joined'
              AND p.state IN ('kept', 'broken', 'renegotiated') GROUP BY p.state
            """
        ) { ($0.word(PromiseState.self), $0.int()) }
        day.toldKept = settled.first { $0.0 == .kept }?.1 ?? 0
        day.toldSettled = settled.reduce(0) { $0 + $1.1 }
        day.exceptions = try queueExceptions(of: queue.id, since: since)
        return day
    }

    /// What departed from the order of a queue, the last first.
    package func queueExceptions(of queue: ID<Queue>, since: Instant, limit: Int = 200) throws -> [QueueException] {
        try rows(
            """
            SELECT x.kind, x.reason, x.why, v.ticket, x.passed, x.at FROM queue_exceptions x
            JOIN visits v ON v.id = x.visit_id
            WHERE x.queue_id = \(queue) AND x.at >= \(since) ORDER BY x.at DESC, x.id DESC LIMIT \(limit)
            """
        ) { row in
            QueueException(
                kind: row.word(), reason: row.word(), why: row.text(), ticket: row.optionalText(), passed: row.int(),
                at: row.instant())
        }
    }
}

extension WaitState {
    fileprivate init(_ queue: Queue, waiting: [Visit], record: WaitRecord, points: [PointScene], at now: Instant) {
        let open = points.filter(\.point.isOpen)
        let own = open.filter { !$0.point.isInvitation(from: queue.id) }
        let counted = own.isEmpty ? open : own
        self.init(
            queue, waiting: waiting, record: record, points: counted.count,
            serving: counted.count { $0.current != nil }, at: now)
    }
}

extension Visit {
    /// Whether whoever did not come gets their old place when they come now.
    package func mayReturn(at now: Instant, by rules: QueueRules) -> Bool {
        state == .noShow && endedAt.map { now <= $0 + rules.returnWithin } ?? false
    }
}

extension ToldWait {
    static let columns: SQL = """
        w.id, w.visit_id, w.promise_id, w.because, w.told_at, w.median_seconds, w.within_seconds, w.confidence, \
        w.precedents, w.basis, p.due_at, p.state
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), visit: row.id(), promise: row.id(), because: row.word(), toldAt: row.instant(),
            median: row.int(), keptWithin: row.int(), confidence: row.double(), precedents: row.int(),
            basis: QueueTexts.read(row.text()), due: row.instant(), state: row.word())
    }
}
