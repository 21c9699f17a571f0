import KeptDomain

/// Which cases a list shows. What is `nil` is not asked.
package struct CaseFilter: Sendable, Hashable {
    package var status: Case.Status?
    package var owner: ID<Person>?
    package var place: ID<Place>?
    /// Only those at one of these places.
    package var places: Set<ID<Place>>?
    package var customer: ID<Customer>?
    package var order: ID<Order>?
    /// Only those that were escalated to a lead.
    package var isEscalated = false
    package var kind: Case.Kind?
    package var move: Case.Move?
    package var line: ID<Line>?
    package var tag: String?
    /// Only those that wait in a line to be taken.
    package var isWaiting = false
    /// Without those that are out of sight at this instant.
    package var awakeAt: Instant?
    /// A case's number, words by which the search finds it, or the e-mail address or phone of its customer.
    package var text: String?

    package init(status: Case.Status? = nil, owner: ID<Person>? = nil, place: ID<Place>? = nil) {
        self.status = status
        self.owner = owner
        self.place = place
    }
}

extension Reading {
    package func `case`(_ id: ID<Case>) throws -> Case? {
        try row("SELECT \(Case.columns) FROM cases WHERE id = \(id)", Case.init)
    }

    package func `case`(numbered number: Int) throws -> Case? {
        try row("SELECT \(Case.columns) FROM cases WHERE number = \(number)", Case.init)
    }

    package func knownCase(_ id: ID<Case>) throws -> Case {
        guard let found = try self.case(id) else { throw StoreError.notFound("case \(id)") }
        return found
    }

    /// Cases, the newest first, going on below the case `before`.
    package func cases(_ filter: CaseFilter, before: ID<Case>? = nil, limit: Int) throws -> [Case] {
        if let asked = try wordsAsked(by: filter) {
            return try cases(filter, saying: asked, before: before, limit: limit)
        }
        var conditions = try conditions(of: filter)
        if let before { conditions.append("id < \(before)") }
        let condition = SQL.allOf(conditions)
        return try rows(
            "SELECT \(Case.columns) FROM \(Self.source(of: filter))\(condition) ORDER BY \(Self.order(of: filter)) DESC LIMIT \(limit)",
            Case.init)
    }

    /// How many cases the list has over all its pages.
    ///
    /// - Parameter most: so many cases with a tag are looked up, the newest; where the list goes on below them the total
    ///   says that there are more.
    package func totalCases(_ filter: CaseFilter, lookingUp most: Int = 1_000) throws -> ListTotal {
        if let asked = try wordsAsked(by: filter) {
            return ListTotal(counted: try found(filter, saying: asked, before: nil, limit: ListTotal.bound + 1).count)
        }
        let conditions = try conditions(of: filter)
        if let tag = filter.tag, let last = try last(tagged: tag, of: most) {
            let condition = SQL.allOf(conditions + ["t.case_id >= \(last)"])
            let found = try count("SELECT count(*) FROM \(Self.source(of: filter))\(condition)")
            // Of a list shorter than a page the page itself has looked at more.
            if found >= Self.page { return ListTotal(count: found, isCapped: true) }
        }
        let condition = SQL.allOf(conditions)
        return try total("SELECT id FROM \(Self.source(of: filter))\(condition)")
    }

    /// A page holds so many at most.
    private static let page = 50

    /// The case at which the newest `most` with a tag end; `nil` when there are no more than that.
    private func last(tagged tag: String, of most: Int) throws -> ID<Case>? {
        let ends = try rows(
            "SELECT case_id FROM case_tags WHERE tag = \(tag) ORDER BY case_id DESC LIMIT 2 OFFSET \(most - 1)"
        ) { $0.id(Case.self) }
        return ends.count == 2 ? ends[0] : nil
    }

    /// Where the rows of a list come from, so that they come in its order and the first page ends the walk. A tag and an
    /// escalation are rare; the planner, which counts nothing here, would go through all that have the state.
    private static func source(of filter: CaseFilter) -> SQL {
        if filter.tag != nil { return "case_tags t CROSS JOIN cases" }
        return filter.isEscalated && filter.status != nil ? escalated : "cases"
    }

    private static var escalated: SQL { "cases\(sqlite: " INDEXED BY cases_escalated", postgres: "")" }

    private static func order(of filter: CaseFilter) -> SQL { filter.tag == nil ? "id" : "t.case_id" }

    func conditions(of filter: CaseFilter) throws -> [SQL] {
        var conditions: [SQL] = []
        switch filter.status {
        case .open: conditions.append("status = 'open'")
        case .closed: conditions.append("status = 'closed'")
        case nil: break
        }
        if let owner = filter.owner { conditions.append("owner_id = \(owner)") }
        if let place = filter.place { conditions.append("place_id = \(place)") }
        if let places = filter.places { conditions.append("place_id IN \(anyOf: places.sorted())") }
        if let customer = filter.customer { conditions.append("customer_id = \(customer)") }
        if let order = filter.order { conditions.append("order_id = \(order)") }
        if filter.isEscalated { conditions.append("escalated_at IS NOT NULL") }
        if let kind = filter.kind { conditions.append("kind = \(kind)") }
        if let move = filter.move { conditions.append("whose_move = \(move)") }
        if let line = filter.line { conditions.append("line_id = \(line)") }
        if let tag = filter.tag { conditions.append("t.tag = \(tag) AND id = t.case_id") }
        if filter.isWaiting { conditions.append("waiting_since IS NOT NULL") }
        if let now = filter.awakeAt { conditions.append("coalesce(snoozed_until, 0) <= \(now)") }
        if let text = filter.text?.trimmedOrNil, let exact = try casesMeant(by: text) { conditions.append(exact) }
        return conditions
    }

    package func openCases() throws -> Int { try count("SELECT count(*) FROM cases WHERE status = 'open'") }
}
