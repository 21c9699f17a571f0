import KeptDomain

/// Cases as many as one likes, for measurements: each of a customer, on a matter of its own, with messages of both sides in
/// turns. They were opened evenly over the year before now, and four of five are closed.
package struct CaseFill: Sendable {
    package let customers: [ID<Customer>]
    package let owners: [ID<Person>]
    package let place: ID<Place>
    package let zone: String
    /// The first short number of these cases; the others follow.
    package let firstNumber: Int
    private let plan: Plan

    package struct Plan: Sendable {
        package let cases: Int
        /// Of each case, 0 or more.
        package let messages: Int
        package let customers: Int
        package let owners: Int

        package init(cases: Int, messages: Int, customers: Int, owners: Int) {
            self.cases = cases
            self.messages = messages
            self.customers = customers
            self.owners = owners
        }
    }

    fileprivate init(_ plan: Plan, customers: [ID<Customer>], owners: [ID<Person>], in tx: Transaction) throws {
        self.plan = plan
        self.customers = customers
        self.owners = owners
        place = try tx.defaultPlace()
        zone = try tx.businessZone()
        firstNumber = try tx.nextNumbers(.case, count: plan.cases).first ?? 1
    }

    fileprivate var messages: Int { plan.messages }

    /// Opened evenly over the year before `now`.
    fileprivate func openedAt(_ index: Int, now: Instant) -> Instant {
        let year = Span.days(365).microseconds
        return now + Span(microseconds: Int64(Double(year) * (Double(index) / Double(plan.cases) - 1)) - 3_600_000_000)
    }
}

extension Transaction {
    /// Makes customers and colleagues, and takes the short numbers.
    package func startCaseFill(_ plan: CaseFill.Plan) throws -> CaseFill {
        let customers = (0..<plan.customers).map { _ in newID(Customer.self) }
        try add(
            into: "customers", columns: ["id", "name", "language", "created_at"],
            rows: customers.enumerated().map { index, id in
                [.int(id.rawValue), .text("Customer \(index + 1)"), .text("en"), .int(now.microseconds)]
            })
        let owner = try firstOwner()
        let others = try (0..<max(plan.owners - (owner == nil ? 0 : 1), 0)).map { index in
            // A record that was filled before has them.
            let email = "colleague\(index + 1)@example.org"
            if let known = try person(withEmail: email) { return known.person.id }
            return try addPerson(
                PersonFacts(
                    name: "Colleague \(index + 1)", email: email, language: "en", grants: [Grant(role: .frontLine)]))
        }
        return try CaseFill(plan, customers: customers, owners: (owner.map { [$0] } ?? []) + others, in: self)
    }

    /// Adds the cases `indexes` of `fill`, without a journal entry for each.
    /// - Returns: their ids.
    package func add(_ indexes: Range<Int>, of fill: CaseFill) throws -> [ID<Case>] {
        var matters: [[Value]] = []
        var episodes: [[Value]] = []
        var tags: [[Value]] = []
        let cases = indexes.map { index -> Case in
            let matter = newID(Matter.self)
            let found = filled(index, of: fill, matter: matter)
            matters.append([
                .int(matter.rawValue), .int(fill.customers[index % fill.customers.count].rawValue),
                .text(found.subject),
            ])
            episodes.append([
                .int(found.id.rawValue), .int(1), .int(found.openedAt.microseconds),
                found.closedAt.map { .int($0.microseconds) } ?? .null, found.cause.map { .text($0) } ?? .null,
            ])
            if index % 10 == 0 { tags.append([.int(found.id.rawValue), .text("tag-\(index / 10 % 20)")]) }
            return found
        }
        try add(into: "matters", columns: ["id", "customer_id", "subject"], rows: matters)
        for found in cases { put(found.insertion) }
        try add(
            into: "case_episodes", columns: ["case_id", "number", "opened_at", "closed_at", "cause"], rows: episodes)
        try add(into: "case_tags", columns: ["case_id", "tag"], rows: tags)
        for found in cases { for step in 0..<fill.messages { put(message(step, of: found, in: fill).insertion) } }
        return cases.map(\.id)
    }

    private func filled(_ index: Int, of fill: CaseFill, matter: ID<Matter>) -> Case {
        let kinds = Case.Kind.allCases
        let isClosed = index % 5 != 0
        let opened = fill.openedAt(index, now: now)
        return Case(
            id: newID(), number: fill.firstNumber + index, matter: matter, kind: kinds[index / 7 % kinds.count],
            subject: "Parcel \(index + 1) came without its lamp",
            customer: fill.customers[index % fill.customers.count], order: nil, place: fill.place,
            owner: fill.owners[index / 5 % fill.owners.count], status: isClosed ? .closed : .open,
            whoseMove: index % 3 == 0 ? .customer : .us, moveSaidBy: actor.description, openedAt: opened,
            closedAt: isClosed ? opened + .seconds(3_000) : nil, cause: isClosed ? "packed wrongly" : nil)
    }

    private func message(_ step: Int, of found: Case, in fill: CaseFill) -> Message {
        let isOurs = step % 2 == 1
        let at = found.openedAt + .seconds(Int64(step) * 60)
        return Message(
            id: newID(), case: found.id, direction: isOurs ? .outgoing : .incoming, channel: .email,
            author: isOurs
                ? Actor.person(found.owner, grants: []).description : Actor.customer(found.customer).description,
            customer: found.customer, contact: "customer\(found.number)@example.org", subject: found.subject,
            body: """
                Thank you for your message about parcel \(found.number), part \(step + 1).

                The lamp was packed apart and left our warehouse this morning. It arrives tomorrow before noon; you will \
                have a link to follow it within the hour. If it is not there by then, write to us or call, and we settle \
                it at once.
                """,
            language: "en", zone: fill.zone, writtenAt: at, learnedAt: at, leftAt: isOurs ? at : nil)
    }
}
