import KeptDomain

/// Reads what was found, as far as the one who asks may see it and it is what was asked for.
struct SearchLoading {
    let ask: SearchAsk
    let reach: SearchReach
    /// Words to mark.
    let marks: [(text: String, isIdeographic: Bool)]

    /// The places to look at; `nil` for all. Nowhere where a place is asked for that is not reached.
    static func places(_ asked: ID<Place>?, _ reached: ReachedPlaces) -> [ID<Place>]? {
        guard let asked else { return reached.places?.sorted() }
        return reached.contains(asked) ? [asked] : []
    }

    /// In the order of `subjects`; what is gone or not to be seen is left out.
    func hits(
        _ subjects: [SearchHit.Subject], in reading: Reading, at cursors: [ListCursor] = []
    ) throws -> [SearchHit] {
        var ids: [SearchKind: [Int64]] = [:]
        for subject in subjects { ids[subject.kind, default: []].append(subject.id) }
        var loaded: [SearchKind: [Int64: SearchHit]] = [:]
        for (kind, ids) in ids where ask.kind == nil || ask.kind == kind {
            let hits =
                switch kind {
                case .customer: try customers(ids, reading)
                case .case: try cases(ids, reading)
                case .order: try orders(ids, reading)
                case .message: try messages(ids, reading)
                }
            loaded[kind] = Dictionary(uniqueKeysWithValues: hits.map { ($0.subject.id, $0) })
        }
        return subjects.enumerated().compactMap { place, subject in
            guard var hit = loaded[subject.kind]?[subject.id] else { return nil }
            hit.cursor = place < cursors.count ? cursors[place] : nil
            return hit
        }
    }

    private func marked(_ text: String, length: Int = SearchSnippet.usualLength) -> SearchSnippet {
        SearchSnippet(of: text, asked: marks, length: length) { SearchFolding.folded(String($0)) }
    }

    private func customers(_ ids: [Int64], _ reading: Reading) throws -> [SearchHit] {
        guard ask.place == nil, ask.state == nil, reach.orders != nil || reach.cases != nil else { return [] }
        let contacts = Dictionary(
            grouping: try reading.rows(
                """
                SELECT customer_id, value FROM contact_points WHERE customer_id IN \(anyOf: ids) AND kind <> 'address'
                ORDER BY customer_id, kind, id
                """
            ) { (id: $0.int64(), value: $0.text()) }, by: \.id)
        var conditions: [SQL] = ["id IN \(anyOf: ids)"]
        if let since = ask.since { conditions.append("created_at >= \(since)") }
        return try reading.rows(
            "SELECT id, name, created_at FROM customers WHERE \(SQL.joined(conditions, by: " AND ")) ORDER BY id"
        ) { row in
            let (id, name, at) = (row.id(Customer.self), row.text(), row.instant())
            let about = contacts[id.rawValue]?.prefix(3).map(\.value).joined(separator: " · ")
            return SearchHit(subject: .customer(id), title: marked(name), about: about, at: at)
        }
    }

    private func cases(_ ids: [Int64], _ reading: Reading) throws -> [SearchHit] {
        guard let conditions = conditions(on: "c.opened_at") else { return [] }
        return try reading.rows(
            """
            SELECT c.id, c.number, c.subject, u.name, c.opened_at, c.place_id, c.status FROM cases c
            LEFT JOIN customers u ON u.id = c.customer_id WHERE c.id IN \(anyOf: ids)\(conditions) ORDER BY c.id
            """
        ) { row in
            let (id, number, subject) = (row.id(Case.self), row.int(), row.text())
            return SearchHit(
                subject: .case(id), number: number, title: marked(subject), about: row.optionalText(),
                at: row.instant(),
                place: row.id(), state: row.word())
        }
    }

    private func messages(_ ids: [Int64], _ reading: Reading) throws -> [SearchHit] {
        guard let conditions = conditions(on: "m.written_at") else { return [] }
        return try reading.rows(
            """
            SELECT m.id, c.id, c.number, c.subject, u.name, m.written_at, c.place_id, c.status, m.direction, m.channel,
              m.subject, substr(m.body, 1, 50000)
            FROM messages m JOIN cases c ON c.id = m.case_id LEFT JOIN customers u ON u.id = c.customer_id
            WHERE m.id IN \(anyOf: ids)\(conditions) ORDER BY m.id
            """
        ) { row in
            let (id, found, number) = (row.id(Message.self), row.id(Case.self), row.int())
            var hit = SearchHit(
                subject: .message(id, in: found), number: number, title: SearchSnippet([.init(row.text())]),
                about: row.optionalText(), at: row.instant(), place: row.id(), state: row.word())
            (hit.direction, hit.channel) = (row.word(), row.optionalWord())
            hit.snippet = marked([row.optionalText(), row.text()].compactMap(\.self).joined(separator: "\n"))
            return hit
        }
    }

    private func orders(_ ids: [Int64], _ reading: Reading) throws -> [SearchHit] {
        guard let reached = reach.orders else { return [] }
        var conditions: SQL = ""
        if let places = Self.places(ask.place, reached) {
            conditions = conditions + " AND o.place_id IN \(anyOf: places)"
        }
        if let since = ask.since { conditions = conditions + " AND o.ordered_at >= \(since)" }
        return try reading.rows(
            """
            SELECT o.id, o.number, o.external_id, u.name, o.ordered_at, o.place_id, o.status FROM orders o
            LEFT JOIN customers u ON u.id = o.customer_id WHERE o.id IN \(anyOf: ids)\(conditions) ORDER BY o.id
            """
        ) { row in
            let (id, number, elsewhere) = (row.id(Order.self), row.int(), row.text())
            let (about, at, place) = (row.optionalText(), row.instant(), row.id(Place.self))
            let status: OrderStatus = row.word()
            return SearchHit(
                subject: .order(id), number: number, title: marked(elsewhere), about: about, at: at, place: place,
                state: status.isFinal ? .closed : .open)
        }.filter { ask.state == nil || $0.state == ask.state }
    }

    /// `nil` where nothing may be seen.
    private func conditions(on time: SQL) -> SQL? {
        guard let reached = reach.cases else { return nil }
        var conditions: SQL = ""
        if let places = Self.places(ask.place, reached) {
            conditions = conditions + " AND c.place_id IN \(anyOf: places)"
        }
        if let state = ask.state { conditions = conditions + " AND c.status = \(state)" }
        if let since = ask.since { conditions = conditions + " AND \(time) >= \(since)" }
        return conditions
    }
}
