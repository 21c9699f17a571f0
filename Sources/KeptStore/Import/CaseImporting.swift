import KeptDomain

extension Transaction {
    /// Takes in rows of cases as history: new cases are added, known ones get what the rows tell further, and their
    /// episodes and figures follow from all that is known. No promise is made and nothing is sent.
    func importCases(_ rows: [CaseFileRow], source: String, memo: ImportMemo) throws -> BatchOutcome {
        try permit(.importData)
        var outcome = BatchOutcome(memo: memo)
        try findPlaces(of: rows, &outcome.memo)
        var told = ToldCases(rows)
        let known = try casesFrom(source, told.names)
        try told.take(known: known, history: history(of: known.values.sorted()))
        let made = try addCases(told.cases.filter { known[$0.name] == nil }, source, &outcome)
        for index in told.cases.indices {
            let name = told.cases[index].name
            told.cases[index].id = known[name] ?? made[name]
        }
        let texts = try addTexts(of: told.cases, source)
        try addHistory(of: told.cases)
        let settled = told.cases.filter { $0.isNew || $0.isChanged }
        try settle(settled.filter { !$0.isNew })
        try addOrigins(of: settled.filter(\.isNew), source)
        let touched = Set(settled.compactMap(\.id)).union(texts.cases)
        try noteTexts(of: touched.sorted())
        count(rows, told.cases, texts.count, &outcome)
        return outcome
    }

    private func count(_ rows: [CaseFileRow], _ cases: [ToldCase], _ texts: Int, _ outcome: inout BatchOutcome) {
        var counts = outcome.totals[.cases]
        counts.read += rows.count
        counts.imported += cases.count(where: \.isNew)
        counts.changed += cases.count { !$0.isNew && $0.isChanged }
        counts.unchanged += cases.count { !$0.isNew && !$0.isChanged }
        outcome.totals[.cases] = counts
        let (told, added) = (rows.reduce(0) { $0 + $1.events.count }, cases.reduce(0) { $0 + $1.added.count })
        outcome.totals[.events].read += told
        outcome.totals[.events].imported += added
        outcome.totals[.events].unchanged += told - added
        outcome.totals[.messages].read += rows.count { $0.text != nil }
        outcome.totals[.messages].imported += texts
        outcome.totals[.messages].unchanged += rows.count { $0.text != nil } - texts
    }

    // MARK: what is known

    private func casesFrom(_ source: String, _ names: [String]) throws -> [String: ID<Case>] {
        Dictionary(
            uniqueKeysWithValues: try rows(
                """
                SELECT external_id, case_id FROM case_origins WHERE case_id IN (SELECT (SELECT o.case_id FROM case_origins o
                  WHERE o.source = \(source) AND o.external_id = n.name) FROM \(namesOf: names) n)
                """
            ) { ($0.text(), $0.id(Case.self)) })
    }

    private func history(of ids: [ID<Case>]) throws -> [ID<Case>: Set<CaseHistoryEvent>] {
        guard !ids.isEmpty else { return [:] }
        let events = try rows(
            """
            SELECT case_id, kind, at, activity, resource FROM case_history WHERE case_id IN \(anyOf: ids)
            ORDER BY case_id, at, kind, activity
            """
        ) { row in
            let (id, kind) = (row.id(Case.self), row.word(CaseHistoryEvent.Kind.self))
            let (at, activity) = (row.instant(), row.text())
            return (id, CaseHistoryEvent(kind, at: at, activity: activity, resource: row.optionalText()))
        }
        return Dictionary(grouping: events, by: \.0).mapValues { Set($0.map(\.1)) }
    }

    // MARK: new cases

    private func addCases(
        _ cases: [ToldCase], _ source: String, _ outcome: inout BatchOutcome
    ) throws -> [String: ID<Case>] {
        guard !cases.isEmpty, let usual = outcome.memo.places[""] else { return [:] }
        let buyers = cases.map { OrderRow(customerOf: $0.first) }
        let customers = try findOrMakeCustomers(buyers, source, &outcome)
        let orders = try ordersMeant(by: cases, source)
        let colleagues = try colleaguesMeant(by: cases)
        var desk = try Desk(self)
        let (ids, matters) = (newIDs(cases.count, of: Case.self), newIDs(cases.count, of: Matter.self))
        let numbers = try nextNumbers(.case, count: cases.count)
        var (matterRows, caseRows) = (NewRows(into: "matters"), NewRows(into: "cases", capacity: cases.count * 16))
        var episodeRows = NewRows(into: "case_episodes")
        for (index, told) in cases.enumerated() {
            let (row, course) = (told.first, told.course)
            let place = row.place.flatMap { outcome.memo.places[$0] } ?? usual
            let owner = try row.owner.flatMap { colleagues[$0.lowercased()] } ?? desk.nextOwner(at: place)
            let customer = customers[index]?.id
            let subject = row.subject ?? told.name
            matterRows.begin()
            matterRows.set("id", matters[index])
            matterRows.set("customer_id", customer)
            // A matter of its own, whatever else the customer asked under the same words.
            matterRows.set("subject", "\(source) \(told.name)")
            caseRows.begin()
            caseRows.set("id", ids[index])
            caseRows.set("number", numbers[index])
            caseRows.set("matter_id", matters[index])
            caseRows.set("kind", row.kind ?? .request)
            caseRows.set("subject", subject)
            caseRows.set("customer_id", customer)
            caseRows.set("order_id", row.order.flatMap { orders[$0] })
            caseRows.set("place_id", place)
            caseRows.set("owner_id", owner)
            caseRows.set("status", course.closedAt == nil ? Case.Status.open : .closed)
            caseRows.set("whose_move", Case.Move.us)
            caseRows.set("move_said_by", actor.description)
            caseRows.set("opened_at", course.openedAt)
            caseRows.set("closed_at", course.closedAt)
            caseRows.set("cause", course.closedAt == nil ? nil : told.cause)
            append(course.episodes, of: ids[index], cause: told.cause, to: &episodeRows)
        }
        try add(matterRows)
        try add(caseRows)
        try add(episodeRows)
        return Dictionary(uniqueKeysWithValues: zip(cases.map(\.name), ids))
    }

    private func append(
        _ episodes: [CaseCourse.Episode], of id: ID<Case>, cause: String, to rows: inout NewRows
    ) {
        for (index, episode) in episodes.enumerated() {
            rows.begin()
            rows.set("case_id", id)
            rows.set("number", index + 1)
            rows.set("opened_at", episode.openedAt)
            rows.set("closed_at", episode.closedAt.map { $0.microseconds })
            rows.set("cause", episode.closedAt == nil ? nil : cause)
        }
    }

    private func ordersMeant(by cases: [ToldCase], _ source: String) throws -> [String: ID<Order>] {
        let names = Set(cases.compactMap(\.first.order)).sorted()
        guard !names.isEmpty else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: try rows(
                """
                SELECT external_id, id FROM orders WHERE id IN (SELECT (SELECT o.id FROM orders o
                  WHERE o.source = \(source) AND o.external_id = n.name) FROM \(namesOf: names) n)
                """
            ) { ($0.text(), $0.id(Order.self)) })
    }

    /// Colleagues by name or e-mail address, in small letters.
    private func colleaguesMeant(by cases: [ToldCase]) throws -> [String: ID<Person>] {
        guard cases.contains(where: { $0.first.owner != nil }) else { return [:] }
        var all: [String: ID<Person>] = [:]
        for (id, name, email) in try rows(
            "SELECT id, name, email FROM people WHERE left_at IS NULL ORDER BY id DESC",
            { ($0.id(Person.self), $0.text(), $0.optionalText()) })
        {
            all[name.lowercased()] = id
            if let email { all[email.lowercased()] = id }
        }
        return all
    }

    private func addOrigins(of cases: [ToldCase], _ source: String) throws {
        var origins = NewRows(into: "case_origins")
        for told in cases {
            guard let id = told.id else { continue }
            origins.begin()
            origins.set("case_id", id)
            origins.set("source", source)
            origins.set("external_id", told.name)
            origins.set("first_reply_at", told.course.firstReplyAt.map { $0.microseconds })
            origins.set("first_closed_at", told.course.firstClosedAt.map { $0.microseconds })
            origins.set("hand_overs", told.course.handOvers)
        }
        try add(origins)
    }

    private func addHistory(of cases: [ToldCase]) throws {
        var events = NewRows(into: "case_history")
        for told in cases {
            guard let id = told.id else { continue }
            for event in told.added {
                events.begin()
                events.set("case_id", id)
                events.set("at", event.at)
                events.set("kind", event.kind)
                events.set("activity", event.activity)
                events.set("resource", event.resource)
            }
        }
        try add(events)
    }

    /// Known cases as their whole history tells them now. One that is worked on here since is left as it stands.
    private func settle(_ cases: [ToldCase]) throws {
        guard !cases.isEmpty else { return }
        let ids = cases.compactMap(\.id)
        let ours = Set(
            try rows(
                """
                SELECT DISTINCT subject_id FROM journal WHERE subject_kind = 'case' AND subject_id IN \(anyOf: ids.map(\.rawValue))
                """
            ) { $0.int64() })
        var episodes = NewRows(into: "case_episodes")
        for told in cases {
            guard let id = told.id else { continue }
            let course = told.course
            put(
                """
                UPDATE case_origins SET first_reply_at = \(course.firstReplyAt), first_closed_at = \(course.firstClosedAt),
                  hand_overs = \(course.handOvers) WHERE case_id = \(id)
                """)
            guard !ours.contains(id.rawValue) else { continue }
            let cause = course.closedAt == nil ? nil : told.cause
            put(
                """
                UPDATE cases SET status = \(course.closedAt == nil ? Case.Status.open : .closed),
                  opened_at = \(course.openedAt), closed_at = \(course.closedAt), cause = \(cause), revision = revision + 1
                WHERE id = \(id)
                """)
            put("DELETE FROM case_episodes WHERE case_id = \(id)")
            append(course.episodes, of: id, cause: told.cause, to: &episodes)
        }
        try add(episodes)
    }
}

/// What the rows of a batch tell of one case, with what was known of it.
struct ToldCase {
    /// Its id where it comes from.
    let name: String
    /// The first row of the batch about it.
    let first: CaseFileRow
    var id: ID<Case>?
    var isNew = true
    /// Known before and told now.
    fileprivate(set) var events: Set<CaseHistoryEvent>
    /// Told now and not known before, in order of time.
    fileprivate(set) var added: [CaseHistoryEvent] = []
    fileprivate(set) var texts: [CaseFileRow]
    private(set) var cause: String

    var isChanged: Bool { !added.isEmpty }
    var course: CaseCourse { CaseCourse(events) }

    fileprivate init(_ row: CaseFileRow) {
        (name, first, events, texts) = (row.case, row, [], [])
        cause = row.cause ?? OwnSentence.closedElsewhere.text
    }

    fileprivate mutating func take(_ row: CaseFileRow) {
        events.formUnion(row.events)
        if let told = row.cause { cause = told }
        if row.text != nil { texts.append(row) }
    }
}

/// The rows of a batch by case, in the order of the file.
struct ToldCases {
    var cases: [ToldCase] = []
    private var places: [String: Int] = [:]

    var names: [String] { cases.map(\.name) }

    init(_ rows: [CaseFileRow]) {
        for row in rows {
            if places[row.case] == nil {
                places[row.case] = cases.count
                cases.append(ToldCase(row))
            }
            cases[places[row.case] ?? 0].take(row)
        }
    }

    /// Tells apart what was known, and keeps one of those that differ only in who did it.
    mutating func take(known: [String: ID<Case>], history: [ID<Case>: Set<CaseHistoryEvent>]) throws {
        for index in cases.indices {
            let before = known[cases[index].name].flatMap { history[$0] } ?? []
            cases[index].isNew = known[cases[index].name] == nil
            var seen = Set(before.map(Key.init))
            let told = cases[index].events.sorted {
                ($0.at, $0.activity, $0.resource ?? "") < ($1.at, $1.activity, $1.resource ?? "")
            }
            cases[index].added = told.filter { seen.insert(Key($0)).inserted }
            cases[index].events = before.union(cases[index].added)
        }
    }

    private struct Key: Hashable {
        let (at, kind, activity): (Instant, CaseHistoryEvent.Kind, String)
        init(_ event: CaseHistoryEvent) { (at, kind, activity) = (event.at, event.kind, event.activity) }
    }
}
