import KeptDomain

extension Reading {
    /// What there was with a customer, the newest first: at most one statement for each kind of thing, and one for names.
    ///
    /// - Parameters:
    ///   - kind: `nil` for all.
    ///   - limit: of a page, at least 1.
    package func history(
        of customer: ID<Customer>, _ kind: HistoryKind? = nil, within reach: CustomerReach,
        after cursor: ListCursor? = nil, limit: Int
    ) throws -> CustomerHistory {
        let found = try HistoryFinding(
            customer: customer, kind: kind, reach: reach, cursor: cursor, limit: limit + 1
        ).found(in: self)
        let page = found.prefix(limit)
        let loading = HistoryLoading(reading: self)
        var loaded: [HistoryKind: [Int64: HistoryEntry]] = [:]
        for (kind, found) in Dictionary(grouping: page, by: \.kind) {
            let entries = try loading.entries(kind, found.map(\.id))
            loaded[kind] = Dictionary(uniqueKeysWithValues: entries.map { ($0.id, $0) })
        }
        let entries = try namingColleagues(page.compactMap { loaded[$0.kind]?[$0.id] })
        return CustomerHistory(entries, next: found.count > limit ? page.last?.cursor : nil)
    }

    /// Entries come with `Actor.description` of who did it; only colleagues have names.
    private func namingColleagues(_ entries: [HistoryEntry]) throws -> [HistoryEntry] {
        let actors = entries.compactMap(\.colleague).filter { $0.hasPrefix("person:") }
        let names = actors.isEmpty ? SubjectNames() : try self.names(of: [], actors: actors)
        return entries.map { entry in
            var entry = entry
            entry.colleague = entry.colleague.flatMap { names.actors[$0] }
            return entry
        }
    }
}

/// Reads what the things of a history are.
private struct HistoryLoading {
    let reading: Reading

    func entries(_ kind: HistoryKind, _ ids: [Int64]) throws -> [HistoryEntry] {
        switch kind {
        case .order: try orders(ids)
        case .case: try cases(ids)
        case .message: try messages(ids)
        case .promise: try promises(ids)
        case .remedy: try remedies(ids)
        case .rating: try ratings(ids)
        case .followUp: try followUps(ids)
        }
    }

    private func orders(_ ids: [Int64]) throws -> [HistoryEntry] {
        try reading.rows(
            """
            SELECT o.id, o.number, o.ordered_at, o.place_id, o.status, o.total_minor, o.currency FROM orders o
            WHERE o.id IN \(anyOf: ids) ORDER BY o.id
            """
        ) { row in
            let (order, at, place) = (HistoryEntry.Numbered<Order>(&row), row.instant(), row.id(Place.self))
            return HistoryEntry(
                order.id.rawValue, at: at, place: place, order: order, .order(row.word(), total: row.optionalMoney()))
        }
    }

    private func cases(_ ids: [Int64]) throws -> [HistoryEntry] {
        try reading.rows(
            """
            SELECT c.id, c.number, c.opened_at, c.place_id, c.kind, c.subject, c.status, p.name, t.number,
              o.id, o.number
            FROM cases c JOIN people p ON p.id = c.owner_id LEFT JOIN cases t ON t.id = c.merged_into_id
              LEFT JOIN orders o ON o.id = c.order_id
            WHERE c.id IN \(anyOf: ids) ORDER BY c.id
            """
        ) { row in
            let (found, at, place) = (HistoryEntry.Numbered<Case>(&row), row.instant(), row.id(Place.self))
            let what = HistoryEntry.OfCase(
                row.word(), subject: row.text(), status: row.word(), owner: row.text(), mergedInto: row.optionalInt())
            return HistoryEntry(
                found.id.rawValue, at: at, place: place, order: .optional(&row), case: found, .case(what))
        }
    }

    private func messages(_ ids: [Int64]) throws -> [HistoryEntry] {
        try reading.rows(
            """
            SELECT m.id, m.written_at, c.place_id, c.id, c.number, m.author, m.direction, m.channel, m.subject,
              substr(m.body, 1, 2000), m.is_automatic, s.state
            FROM messages m JOIN cases c ON c.id = m.case_id LEFT JOIN sends s ON s.message_id = m.id
            WHERE m.id IN \(anyOf: ids) ORDER BY m.id
            """
        ) { row in
            let (id, at, place) = (row.int64(), row.instant(), row.id(Place.self))
            let (found, author) = (HistoryEntry.Numbered<Case>(&row), row.text())
            let what = HistoryEntry.OfMessage(
                row.word(), row.optionalWord(), subject: row.optionalText(), firstLine: row.text().firstLine,
                isAutomatic: row.flag(), sending: row.optionalWord())
            return HistoryEntry(id, at: at, place: place, case: found, colleague: author, .message(what))
        }
    }

    private func promises(_ ids: [Int64]) throws -> [HistoryEntry] {
        try reading.rows(
            """
            SELECT p.id, p.settled_at, p.place_id, o.id, o.number, c.id, c.number, p.said, p.language FROM promises p
            LEFT JOIN orders o ON o.id = p.order_id LEFT JOIN cases c ON c.id = p.case_id
            WHERE p.id IN \(anyOf: ids) ORDER BY p.id
            """
        ) { row in
            HistoryEntry(
                row.int64(), at: row.instant(), place: row.id(), order: .optional(&row), case: .optional(&row),
                .promise(said: row.text(), language: row.text()))
        }
    }

    private func remedies(_ ids: [Int64]) throws -> [HistoryEntry] {
        try reading.rows(
            """
            SELECT o.id, o.number, c.id, c.number, \(Remedy.columns) FROM remedies r
            LEFT JOIN orders o ON o.id = r.order_id LEFT JOIN cases c ON c.id = r.case_id
            WHERE r.id IN \(anyOf: ids) ORDER BY r.id
            """
        ) { row in
            let order = HistoryEntry.Numbered<Order>.optional(&row)
            let (found, given) = (HistoryEntry.Numbered<Case>.optional(&row), Remedy(&row))
            return HistoryEntry(
                given.id.rawValue, at: given.givenAt, place: given.place, order: order, case: found,
                colleague: given.givenBy, .remedy(given))
        }
    }

    private func ratings(_ ids: [Int64]) throws -> [HistoryEntry] {
        try reading.rows(
            """
            SELECT g.id, g.rated_at, coalesce(c.place_id, o.place_id), o.id, o.number, c.id, c.number, g.question, g.value
            FROM ratings g LEFT JOIN orders o ON o.id = g.order_id LEFT JOIN cases c ON c.id = g.case_id
            WHERE g.id IN \(anyOf: ids) ORDER BY g.id
            """
        ) { row in
            HistoryEntry(
                row.int64(), at: row.instant(), place: row.id(), order: .optional(&row), case: .optional(&row),
                .rating(row.word(), value: row.int()))
        }
    }

    private func followUps(_ ids: [Int64]) throws -> [HistoryEntry] {
        try reading.rows(
            """
            SELECT f.id, f.answered_at, c.place_id, c.id, c.number, f.answer, f.words FROM follow_ups f
            JOIN cases c ON c.id = f.case_id WHERE f.id IN \(anyOf: ids) ORDER BY f.id
            """
        ) { row in
            let (id, at, place) = (row.int64(), row.instant(), row.id(Place.self))
            let found = HistoryEntry.Numbered<Case>(&row)
            return HistoryEntry(
                id, at: at, place: place, case: found, .followUp(row.word(), words: row.optionalText()))
        }
    }
}

extension HistoryEntry.Numbered {
    fileprivate init(_ row: inout Row) { self.init(row.id(), row.int()) }

    /// Both columns, or neither.
    fileprivate static func optional(_ row: inout Row) -> Self? {
        let (id, number) = (row.optionalID(Thing.self), row.optionalInt())
        guard let id, let number else { return nil }
        return Self(id, number)
    }
}
