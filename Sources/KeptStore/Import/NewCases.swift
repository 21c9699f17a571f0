import KeptDomain

extension Transaction {
    /// Adds the cases that are not known, with matters, episodes and customers.
    ///
    /// - Returns: their ids by name.
    func addCases(
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

    func append(
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
}
