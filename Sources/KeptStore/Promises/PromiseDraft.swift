import KeptDomain

/// A promise about to be made.
package struct PromiseDraft: Sendable, Hashable {
    package enum About: Sendable, Hashable {
        case order(ID<Order>)
        case `case`(ID<Case>)
        case customer(ID<Customer>, subject: String)
        /// The wait of somebody in a queue.
        case visit(ID<Visit>)
        /// What another promise is about: the next word in its chain.
        case promise(ID<Promise>)
    }

    package enum Due: Sendable, Hashable {
        case at(Instant)
        /// By a clock; the calendar is the place's own where none is named.
        case target(ClockTarget, calendar: ID<CalendarRecord>?)
    }

    package var about: About
    /// The sentence as the customer reads it; `{due}` was filled in by whoever worded it.
    package var said: String
    package var language: String
    package var zone: String
    package var due: Due
    /// When the clock started; by default when the promise is made.
    package var startsAt: Instant?
    package var place: ID<Place>?
    package var standardVersion: ID<StandardVersion>?
    package var warnings: [WarningStep]
    package var isTold: Bool
    package var askedByCustomer: Bool
    /// An acknowledgement said it by itself: the customer has not heard from us yet, so it keeps no other promise.
    package var isSaidByMachine = false

    package init(
        about: About, said: String, language: String, zone: String, due: Due, startsAt: Instant? = nil,
        place: ID<Place>? = nil, standardVersion: ID<StandardVersion>? = nil, warnings: [WarningStep] = [.usual],
        isTold: Bool = true, askedByCustomer: Bool = false
    ) {
        self.about = about
        self.said = said
        self.language = language
        self.zone = zone
        self.due = due
        self.startsAt = startsAt
        self.place = place
        self.standardVersion = standardVersion
        self.warnings = warnings
        self.isTold = isTold
        self.askedByCustomer = askedByCustomer
    }
}

extension PromiseDraft {
    /// What is wrong with it by itself; what depends on other rows is found where it is made.
    func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.optional(said, "said", limit: 1_000))
        if !CustomerDraft.isLanguageTag(language) {
            problems.append(FieldProblem("language", "problems.no-such-language"))
        }
        return problems
    }
}

/// What a promise is about, looked up.
///
/// A promise about a case names no order, even where the case is about one: the order's events neither keep nor release
/// it, and no delivery window replaces it. Its matter is the order's all the same.
struct PromiseContext {
    let matter: Matter
    let order: ID<Order>?
    let `case`: ID<Case>?
    let customer: ID<Customer>?
    let place: ID<Place>
    /// In force at the place, where that was read already.
    var calendar: CurrentCalendar?
    /// The matter was made just now: nothing but told words was said on it.
    var isNewMatter = false
}

extension PromiseContext {
    /// Of an order that was made just now, on its new matter.
    init(ofNew order: Order, on matter: Matter, _ calendar: CurrentCalendar) {
        self.init(
            matter: matter, order: order.id, case: nil, customer: order.customer, place: order.place,
            calendar: calendar, isNewMatter: true)
    }
}

extension Transaction {
    func context(of draft: PromiseDraft) throws -> PromiseContext {
        if let place = draft.place, try self.place(place) == nil {
            throw InvalidInput("place", "problems.no-such-place")
        }
        switch draft.about {
        case .order(let order):
            let found = try row("SELECT customer_id, place_id, number FROM orders WHERE id = \(order)") { row in
                (customer: row.optionalID(Customer.self), place: row.id(Place.self), number: row.int())
            }
            guard let found else { throw StoreError.notFound("order \(order)") }
            let matter = try matter(ofOrder: order, customer: found.customer, subject: "order \(found.number)")
            return PromiseContext(
                matter: matter, order: order, case: matter.openCase, customer: found.customer,
                place: draft.place ?? found.place)
        case .case(let id):
            guard let found = try self.case(id) else { throw StoreError.notFound("case \(id)") }
            guard let matter = try matter(found.matter) else { throw StoreError.notFound("matter \(found.matter)") }
            return PromiseContext(
                matter: matter, order: nil, case: id, customer: found.customer, place: draft.place ?? found.place)
        case .customer(let customer, let subject):
            guard try self.customer(customer) != nil else {
                throw InvalidInput("about.customer", "requests.unknown-id")
            }
            let matter = try matter(ofCustomer: customer, subject: subject)
            return PromiseContext(
                matter: matter, order: nil, case: matter.openCase, customer: customer,
                place: try draft.place ?? defaultPlace())
        case .visit(let id):
            let visit = try knownVisit(id)
            guard let matter = try visit.matter.flatMap({ try self.matter($0) }) else {
                throw StoreError.notFound("matter of visit \(id)")
            }
            return PromiseContext(
                matter: matter, order: nil, case: matter.openCase, customer: visit.customer, place: visit.place)
        case .promise(let id): return try context(of: knownPromise(id))
        }
    }

    func context(of promise: Promise) throws -> PromiseContext {
        guard let matter = try matter(promise.matter) else { throw StoreError.notFound("matter \(promise.matter)") }
        return PromiseContext(
            matter: matter, order: promise.order, case: promise.case, customer: promise.customer, place: promise.place)
    }
}

extension Reading {
    /// In which zone and language a word about this is read: as the word before it, else the customer's, else the business's.
    package func reader(of about: PromiseDraft.About) throws -> WordReader {
        switch about {
        case .order(let id):
            guard let reader = try reader(ofOrder: id) else { throw StoreError.notFound("order \(id)") }
            return reader
        case .case(let id):
            let found = try knownCase(id)
            return try found.order.flatMap { try reader(ofOrder: $0) } ?? reader(found.customer)
        case .customer(let id, _): return try reader(id)
        case .visit(let id):
            let visit = try knownVisit(id)
            return WordReader(zone: try place(orDefault: visit.place).zone, language: visit.language)
        case .promise(let id):
            let promise = try knownPromise(id)
            return WordReader(zone: promise.zone, language: promise.language)
        }
    }

    package func defaultPlace() throws -> ID<Place> {
        guard let place = try row("SELECT id FROM places WHERE is_default = 1", { $0.id(Place.self) }) else {
            throw StoreError.notFound("the default place")
        }
        return place
    }
}
