import KeptDomain

/// Open promises as many as one likes, for measurements: each of a customer, on a matter of its own, with the deadlines
/// that its warning ladder asks for.
package struct PromiseFill: Sendable {
    package let customers: [ID<Customer>]
    package let place: ID<Place>
    package let calendarVersion: ID<CalendarVersion>
    package let zone: String
    private let timing: PromiseTimes

    /// When the promises fall due: the first at `first`, the others evenly over `span` after it.
    package struct PromiseTimes: Sendable {
        package let first: Instant
        package let span: Span
        package let count: Int

        package init(first: Instant, span: Span, count: Int) {
            self.first = first
            self.span = span
            self.count = count
        }

        func due(_ index: Int) -> Instant {
            first + Span(microseconds: Int64(Double(span.microseconds) * Double(index) / Double(max(count, 1))))
        }
    }

    fileprivate init(
        customers: [ID<Customer>], place: ID<Place>, calendarVersion: ID<CalendarVersion>, zone: String,
        timing: PromiseTimes
    ) {
        self.customers = customers
        self.place = place
        self.calendarVersion = calendarVersion
        self.zone = zone
        self.timing = timing
    }

    fileprivate func due(_ index: Int) -> Instant { timing.due(index) }
}

extension Transaction {
    /// Makes `customers` customers and says what the promises share.
    package func startPromiseFill(customers: Int, timing: PromiseFill.PromiseTimes) throws -> PromiseFill {
        let place = try defaultPlace()
        let ids = (0..<customers).map { _ in newID(Customer.self) }
        try add(
            into: "customers", columns: ["id", "name", "language", "created_at"],
            rows: ids.enumerated().map { index, id in
                [.int(id.rawValue), .text("Customer \(index + 1)"), .text("en"), .int(now.microseconds)]
            })
        return PromiseFill(
            customers: ids, place: place, calendarVersion: try calendar(of: place).version, zone: try businessZone(),
            timing: timing)
    }

    /// Adds the promises `indexes` of `fill` by the engine's fastest way, without a journal entry for each.
    package func add(_ indexes: Range<Int>, of fill: PromiseFill) throws {
        var matters: [[Value]] = []
        var promises: [[Value]] = []
        var deadlines: [[Value]] = []
        for index in indexes {
            let matter = newID(Matter.self)
            let customer = fill.customers[index % fill.customers.count]
            let promise = filled(index, of: fill, matter: matter, customer: customer)
            matters.append([
                .int(matter.rawValue), .int(customer.rawValue), .text("question \(matter)"),
            ])
            promises.append(promise.insertion.values)
            for deadline in try timing(of: promise).deadlines() {
                deadlines.append([
                    .int(newID(Deadline.self).rawValue), .int(promise.id.rawValue), .text(deadline.kind.rawValue),
                    .int(Int64(deadline.step)), .int(deadline.due.microseconds),
                ])
            }
        }
        try add(into: "matters", columns: ["id", "customer_id", "subject"], rows: matters)
        try add(into: "promises", columns: Promise.columnNames, rows: promises)
        try add(into: "deadlines", columns: ["id", "promise_id", "kind", "step", "due_at"], rows: deadlines)
    }

    private func filled(_ index: Int, of fill: PromiseFill, matter: ID<Matter>, customer: ID<Customer>) -> Promise {
        let due = fill.due(index)
        let id: ID<Promise> = newID()
        return Promise(
            id: id, matter: matter, customer: customer, place: fill.place,
            said: "You will hear from us, question \(index + 1)", language: "en", zone: fill.zone, toldDue: due,
            clock: .date, startsAt: now, calendarVersion: fill.calendarVersion, madeBy: actor.description, madeAt: now,
            first: id)
    }
}
