import KeptDomain
import KeptStore

/// What a program tells of a promise that it makes or puts in the place of another.
struct PromiseDraftFields: Sendable {
    private let said: String
    private let due: Instant?
    private let target: ClockTarget?
    private let calendar: ID<CalendarRecord>?
    private let language: String?
    private let zone: String?
    private let place: ID<Place>?
    private let startsAt: Instant?
    private let isTold: Bool

    /// The fields of the word itself.
    static let word: [SchemaField] = [
        SchemaField("said", .text, "The sentence as the customer reads or hears it."),
        .optional("due_at", .instant, "By when it holds; or target."),
        .optional("target", .text, "A clock instead of due_at: PT8H, wall:PT48H, P2WD, sundown, day+1, day+1@12:00."),
        .optional("calendar", .id, "Whose hours the target runs in; the place's own when left out."),
        .optional("starts_at", .instant, "When the clock starts; now when left out."),
        .optional("language", .text), .optional("zone", .text, "In which the customer reads the time."),
    ]

    init(_ fields: JSONFields, now: Instant) {
        said = fields.text("said", limit: 1_000)
        due = fields.optionalInstant("due_at")
        calendar = fields.optionalID("calendar")
        startsAt = fields.optionalInstant("starts_at")
        language = fields.optionalText("language", limit: 40)
        zone = fields.optionalText("zone", limit: 64)
        place = fields.optionalID("place")
        isTold = fields.optionalFlag("told") ?? true
        var target: ClockTarget?
        if let text = fields.optionalText("target", limit: 40) {
            do { target = try ClockTarget(text) } catch { fields.refuse("target", error) }
        }
        self.target = target
        if !fields.has("due_at"), !fields.has("target") {
            fields.refuse("due_at", "requests.one-of", [Fact("known", "due_at, target")])
        } else if fields.has("due_at"), fields.has("target") {
            fields.refuse("target", "requests.one-of", [Fact("known", "due_at, target")])
        }
    }

    static func about(_ fields: JSONFields) -> PromiseDraft.About? {
        guard let about = fields.object("about") else {
            if !fields.has("about") { fields.refuse("about", "requests.missing") }
            return nil
        }
        let order = about.optionalID("order", of: Order.self)
        let `case` = about.optionalID("case", of: Case.self)
        let customer = about.optionalID("customer", of: Customer.self)
        let subject = about.optionalText("subject", limit: 200)
        let given = ["order", "case", "customer"].filter { about.has($0) }
        guard given.count == 1 else {
            fields.refuse("about", "requests.one-of", [Fact("known", "order, case, customer")])
            return nil
        }
        if let order { return .order(order) }
        if let `case` { return .case(`case`) }
        return customer.map { .customer($0, subject: subject ?? "general") }
    }

    func draft(about: PromiseDraft.About, in tx: Transaction) throws -> PromiseDraft {
        let draft = PromiseDraft(
            about: about, said: said, language: language ?? "en", zone: try zone ?? zoneOfReader(about, in: tx),
            due: try dueOf(tx), startsAt: startsAt, place: place, isTold: isTold)
        _ = try tx.zones.zone(draft.zone)
        return draft
    }

    func draft(replacing old: Promise, in tx: Transaction) throws -> PromiseDraft {
        let about: PromiseDraft.About =
            if let order = old.order { .order(order) } else if let `case` = old.case { .case(`case`) } else {
                .customer(old.customer ?? ID(1), subject: "")
            }
        let draft = PromiseDraft(
            about: about, said: said, language: language ?? old.language, zone: zone ?? old.zone, due: try dueOf(tx),
            startsAt: startsAt, place: old.place, isTold: isTold)
        _ = try tx.zones.zone(draft.zone)
        return draft
    }

    private func dueOf(_ reading: Reading) throws -> PromiseDraft.Due {
        if let target { return .target(target, calendar: calendar) }
        guard let due else { throw InvalidInput("due_at", "requests.missing") }
        return .at(due)
    }

    /// The customer's zone where we know it, else that of the order, else the business's.
    private func zoneOfReader(_ about: PromiseDraft.About, in reading: Reading) throws -> String {
        let customer: ID<Customer>?
        switch about {
        case .order(let id): return try reading.order(id)?.zone ?? reading.businessZone()
        case .case(let id): customer = try reading.case(id)?.customer
        case .customer(let id, _): customer = id
        }
        return try customer.map { try reading.zone(ofCustomer: $0) } ?? reading.businessZone()
    }
}

extension Schema {
    static let promiseDraft = Schema.object(
        [
            SchemaField(
                "about",
                .object([
                    .optional("order", .id), .optional("case", .id), .optional("customer", .id),
                    .optional("subject", .text, "What it is about, where only a customer is named."),
                ]), "Exactly one of order, case and customer.")
        ] + PromiseDraftFields.word + [
            .optional("place", .id), .optional("told", .boolean, "False for an aim of our own that no customer heard."),
        ])
}
