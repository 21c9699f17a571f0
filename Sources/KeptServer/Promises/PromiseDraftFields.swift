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
        .optional("language", .text, "BCP 47; the customer's, else the business's for customers, when left out."),
        .optional("zone", .text, "In which the customer reads the time; theirs, else the place's, when left out."),
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

    /// - Parameter about: for the next word in a chain, the promise that it replaces or answers.
    func draft(about: PromiseDraft.About, in tx: Transaction) throws -> PromiseDraft {
        var (language, zone) = (language, zone)
        if language == nil || zone == nil {
            let reader = try tx.reader(of: about)
            language = language ?? reader.language
            zone = zone ?? reader.zone
        }
        let draft = PromiseDraft(
            about: about, said: said, language: language ?? "en", zone: zone ?? "UTC", due: try dueOf(tx),
            startsAt: startsAt, place: place, isTold: isTold)
        _ = try tx.zones.zone(draft.zone)
        return draft
    }

    private func dueOf(_ reading: Reading) throws -> PromiseDraft.Due {
        if let target { return .target(target, calendar: calendar) }
        guard let due else { throw InvalidInput("due_at", "requests.missing") }
        return .at(due)
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
