import KeptDomain

extension Transaction {
    /// Says of a case what it is: its kind, the order that it is about, and whose it is where nobody is known yet.
    ///
    /// A case that turns out to be a complaint carries it as a failure from now on. Promises that were made stay as they were
    /// told; standards of the new kind hold for what is promised next. With an order the case stands on the matter of that
    /// order, at its place, so that what is given once for each matter is given once. Nothing is written where nothing
    /// changes.
    /// - Throws: `matterHasCase` where another case stands open on the matter that it would stand on.
    @discardableResult
    package func sortCase(
        _ id: ID<Case>, _ sorting: CaseSorting, why: String? = nil, revision: Int? = nil
    ) throws -> Case {
        let found = try workable(id, revision: revision)
        guard found.status == .open else { throw CaseRefusal.notOpen }
        try [FieldProblem.optional(why, "why", limit: 500)].compactMap(\.self).check()
        var (sorted, facts) = (found, [Fact]())
        if let kind = sorting.kind, kind != found.kind {
            guard CaseSorting.kinds.contains(kind) else { throw InvalidInput("kind", "sorting.kind-is-found") }
            if found.kind == .complaint, why?.trimmedOrNil == nil { throw InvalidInput("why", "problems.required") }
            sorted.kind = kind
            facts += [Fact("kind", kind.rawValue), Fact("kind-before", found.kind.rawValue)]
        }
        try give(sorting.customer, to: &sorted, &facts)
        try give(order: sorting.order, to: &sorted, &facts)
        guard !facts.isEmpty else { return found }
        if let order = sorted.order, order != found.order {
            // What went back on the case counts on the order from now on: whoever gives on either is run again.
            noteGiving(on: id, lines: 0)
            noteMoneyBack(on: order, lines: 0)
        }
        let matter = try matter(of: sorted, before: found)
        sorted.matter = matter.id
        sorted.skill = try skill(of: sorted, before: found)
        let (escalated, lead) = try joinMatters(of: sorted, from: found.matter, to: matter)
        if escalated, sorted.escalatedAt == nil, let lead {
            (sorted.lead, sorted.escalatedAt) = (lead, now)
            facts.append(Fact("lead", lead))
        }
        try save(sorted, as: "case.sorted", why: why, facts: facts)
        try fillIn(sorted)
        if sorted.kind != found.kind { try noteKind(of: sorted, was: found.kind, why: why) }
        return try knownCase(id)
    }

    private func give(_ customer: ID<Customer>?, to sorted: inout Case, _ facts: inout [Fact]) throws {
        guard let customer, customer != sorted.customer else { return }
        guard sorted.customer == nil else { throw SortingRefusal.customerKnown }
        guard try self.customer(customer) != nil else { throw InvalidInput("customer", "requests.unknown-id") }
        sorted.customer = customer
        facts.append(Fact("customer", customer))
    }

    private func give(order id: ID<Order>?, to sorted: inout Case, _ facts: inout [Fact]) throws {
        guard let id, id != sorted.order else { return }
        guard let order = try self.order(id) else { throw InvalidInput("order", "requests.unknown-id") }
        try permit(.workCase, at: order.place, owner: sorted.owner)
        if let own = sorted.customer, let theirs = order.customer, own != theirs {
            throw SortingRefusal.orderOfAnother
        }
        if let before = sorted.order {
            guard try isFree(sorted.id, of: before) else { throw SortingRefusal.orderInUse }
            facts.append(Fact("order-before", before))
        }
        if sorted.customer == nil, let theirs = order.customer {
            sorted.customer = theirs
            facts.append(Fact("customer", theirs))
        }
        sorted.order = id
        facts.append(Fact("order", id))
        try bring(&sorted, to: order.place)
    }

    /// What happened to the goods of an order happened to that order, whatever the case is about.
    private static let ofGoods: SQL = "(kind IN ('lost', 'damaged', 'returned', 'unavailable'))"

    /// Whether nothing was promised, broken or given about an order on this case, so that it may have been the wrong one.
    private func isFree(_ id: ID<Case>, of order: ID<Order>) throws -> Bool {
        let uses: [SQL] = [
            "SELECT count(*) FROM promises WHERE case_id = \(id) AND order_id = \(order)",
            "SELECT count(*) FROM failures WHERE case_id = \(id) AND order_id = \(order) AND \(Self.ofGoods)",
            "SELECT count(*) FROM remedies WHERE case_id = \(id)",
            "SELECT count(*) FROM guarantee_uses WHERE case_id = \(id)",
        ]
        return try uses.allSatisfy { try count($0) == 0 }
    }

    /// A case on an order is worked on at the order's place. A line of the place before lets it go: what waited in it waits
    /// in the line of the new place, else it has the owner that it had.
    private func bring(_ sorted: inout Case, to place: ID<Place>) throws {
        guard place != sorted.place else { return }
        sorted.place = place
        guard let line = try sorted.line.flatMap({ try self.line($0) }), line.place != place else { return }
        let next = sorted.waitingSince == nil ? nil : try incomingLine(at: place)
        sorted.line = next?.id
        if let next { sorted.owner = next.keeper } else { sorted.waitingSince = nil }
    }

    private func matter(of sorted: Case, before found: Case) throws -> Matter {
        if let id = sorted.order, id != found.order {
            let order = try knownOrder(id)
            return try matter(ofOrder: id, customer: order.customer, subject: "order \(order.number)")
        }
        if sorted.order == nil, sorted.customer != found.customer {
            return try matter(ofCustomer: sorted.customer, subject: sorted.subject)
        }
        guard let matter = try matter(found.matter) else { throw StoreError.notFound("matter \(found.matter)") }
        return matter
    }

    /// What was promised and used on the case goes with it to its new matter, where breaks are counted together.
    ///
    /// - Returns: whether they now are so many that a lead must know, and that lead.
    private func joinMatters(
        of sorted: Case, from old: ID<Matter>, to matter: Matter
    ) throws -> (escalates: Bool, lead: ID<Person>?) {
        guard matter.id != old else { return (false, nil) }
        guard matter.openCase == nil else { throw CaseRefusal.matterHasCase }
        let chains = try rows(
            """
            SELECT DISTINCT first_id FROM promises WHERE case_id = \(sorted.id) AND matter_id = \(old) AND order_id IS NULL
            ORDER BY first_id
            """
        ) { $0.id(Promise.self) }
        put("UPDATE promises SET matter_id = \(matter.id) WHERE matter_id = \(old) AND first_id IN \(anyOf: chains)")
        // A guarantee that was used on both stays counted on each: neither is given again.
        put(
            """
            UPDATE guarantee_uses SET matter_id = \(matter.id) WHERE case_id = \(sorted.id) AND matter_id = \(old)
            AND NOT EXISTS (SELECT 1 FROM guarantee_uses o
              WHERE o.guarantee_id = guarantee_uses.guarantee_id AND o.matter_id = \(matter.id))
            """)
        let came = try count(
            """
            SELECT count(*) FROM promises WHERE first_id IN \(anyOf: chains) AND state = 'broken' AND is_told = 1
            """)
        let breaks = matter.breaks + came
        let before = try self.matter(old)?.escalatedAt
        let isTold = matter.escalatedAt != nil || before != nil
        let escalates = came > 0 && breaks >= 2 && !isTold
        put(
            """
            UPDATE matters SET breaks = \(breaks), escalated_at = \(matter.escalatedAt ?? before ?? (escalates ? now : nil))
            WHERE id = \(matter.id)
            """)
        put("UPDATE matters SET breaks = breaks - \(came) WHERE id = \(old)")
        return (escalates, escalates ? try Desk(self).lead(at: sorted.place) : nil)
    }

    /// What was written and recorded before anybody knew whose the case is belongs to them.
    private func fillIn(_ sorted: Case) throws {
        let (id, customer, order) = (sorted.id, sorted.customer, sorted.order)
        if let customer { try giveWhole(id, to: customer) }
        if let order {
            put(
                """
                UPDATE failures SET order_id = \(order) WHERE case_id = \(id) AND NOT \(Self.ofGoods)
                """)
        }
    }
}
