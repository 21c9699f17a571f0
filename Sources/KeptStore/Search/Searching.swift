import KeptDomain

extension Reading {
    /// Finds customers, cases, orders and messages that somebody may see.
    ///
    /// - Parameters:
    ///   - limit: of each kind.
    ///   - cursor: where the list goes on, for what is asked of one kind.
    package func search(
        _ ask: SearchAsk, within reach: SearchReach, after cursor: ListCursor? = nil, limit: Int
    ) throws -> SearchAnswer {
        let folded = SearchFolding.folded(ask.text)
        var answer = SearchAnswer()
        let loading = SearchLoading(ask: ask, reach: reach, marks: AskedTerms.marks(folded))
        if cursor == nil, let number = AskedNumber(folded) {
            answer.hits = try loading.hits(exactly(number), in: self).map { hit in
                var hit = hit
                hit.isExact = true
                return hit
            }
        }
        let known = Set(answer.hits.map(\.subject))
        let finding = SearchFinding(ask: ask, asked: AskedTerms(folded), reach: reach)
        let kinds = ask.kind.map { [$0] } ?? SearchKind.allCases
        let ranking = SearchRanking(asked: SearchWords(folded))
        // A list of one kind goes on from page to page by time, so each page is put in order by itself.
        let window = ask.kind == nil ? max(limit, SearchRanking.window) : limit
        for kind in kinds {
            let found = try finding.found(kind, after: cursor, limit: window + 1, in: self)
            let best = try ranking.ranked(Array(found.prefix(window)), kind, in: self).prefix(limit)
            let hits = try loading.hits(best.map(\.subject), in: self, at: best.map(\.cursor))
            if found.count > limit {
                answer.more.insert(kind)
                if ask.kind != nil { answer.next = found[limit - 1].cursor }
            }
            answer.hits += hits.filter { !known.contains($0.subject) }
        }
        return answer
    }
}

/// Finds by words, kind by kind.
struct SearchFinding {
    typealias Found = (subject: SearchHit.Subject, cursor: ListCursor)

    let ask: SearchAsk
    let asked: AskedTerms
    let reach: SearchReach

    func found(_ kind: SearchKind, after cursor: ListCursor?, limit: Int, in reading: Reading) throws -> [Found] {
        guard !asked.isEmpty else { return [] }
        switch kind {
        case .customer: return try customers(cursor, limit, reading)
        case .order: return try orders(cursor, limit, reading)
        case .case:
            return try texts(.cases, cursor, limit, reading).map { found in
                (.case(ID(found.id)), ListCursor(key: found.position))
            }
        case .message:
            return try texts(.messages, cursor, limit, reading).map { found in
                (.message(ID(found.id), in: ID(0)), ListCursor(key: found.position))
            }
        }
    }

    /// Customers belong to no place and have no state.
    private func customers(_ cursor: ListCursor?, _ limit: Int, _ reading: Reading) throws -> [Found] {
        guard ask.place == nil, ask.state == nil, reach.orders != nil || reach.cases != nil else { return [] }
        let ids = try reading.customerIDs(
            named: ask.text, before: cursor.map { ID($0.key) }, since: ask.since, limit: limit)
        return ids.map { (.customer($0), ListCursor(key: $0.rawValue)) }
    }

    /// Of customers named so: of a name that many share, the newest thousand.
    private func orders(_ cursor: ListCursor?, _ limit: Int, _ reading: Reading) throws -> [Found] {
        guard let reached = reach.orders else { return [] }
        let customers = try reading.customerIDs(named: ask.text, limit: 1_000)
        guard !customers.isEmpty else { return [] }
        var conditions: [SQL] = ["o.customer_id IN \(anyOf: customers)"]
        if let places = SearchLoading.places(ask.place, reached) { conditions.append("o.place_id IN \(anyOf: places)") }
        if let since = ask.since { conditions.append("o.ordered_at >= \(since)") }
        let final = OrderStatus.allCases.filter(\.isFinal).map(\.rawValue)
        switch ask.state {
        case .open: conditions.append("o.status NOT IN \(anyOf: final)")
        case .closed: conditions.append("o.status IN \(anyOf: final)")
        case nil: break
        }
        if let cursor { conditions.append("(o.ordered_at, o.id) < (\(cursor.key), \(cursor.id))") }
        return try reading.rows(
            """
            SELECT o.ordered_at, o.id FROM orders o WHERE \(SQL.joined(conditions, by: " AND "))
            ORDER BY o.ordered_at DESC, o.id DESC LIMIT \(limit)
            """
        ) { row in
            let (key, id) = (row.int64(), row.int64())
            return (.order(ID(id)), ListCursor(key: key, id: id))
        }
    }

    private func texts(
        _ kind: TextIndex.Kind, _ cursor: ListCursor?, _ limit: Int, _ reading: Reading
    ) throws -> [TextIndex.Found] {
        guard let reached = reach.cases else { return [] }
        let conditions: [SQL] = ask.state.map { ["c.status = \($0)"] } ?? []
        let index = TextIndex(
            kind: kind, asked: asked, places: SearchLoading.places(ask.place, reached), conditions: conditions,
            since: ask.since)
        return try index.found(before: cursor?.key, limit: limit, in: reading)
    }
}
