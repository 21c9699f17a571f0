import KeptDomain
import KeptWords

/// What a customer was told of a remedy, in the language they read.
package struct TellingRecord: Sendable, Hashable {
    package let id: ID<Telling>
    package let said: String
    package let language: String
    package let toldAt: Instant
    package let sentAt: Instant?

    static let columns: SQL = "id, said, language, told_at, sent_at"

    init(_ row: inout Row) {
        id = row.id()
        said = row.text()
        language = row.text()
        toldAt = row.instant()
        sentAt = row.optionalInstant()
    }
}

extension Reading {
    /// What the customer of an order was told of remedies, the oldest first.
    package func tellings(ofOrder order: ID<Order>) throws -> [TellingRecord] {
        try rows(
            "SELECT \(TellingRecord.columns) FROM tellings WHERE order_id = \(order) ORDER BY id", TellingRecord.init)
    }

    package func tellings(ofCase id: ID<Case>) throws -> [TellingRecord] {
        try rows("SELECT \(TellingRecord.columns) FROM tellings WHERE case_id = \(id) ORDER BY id", TellingRecord.init)
    }
}

/// Whom a sentence about a remedy is told, and about what.
struct TellingAbout {
    let customer: ID<Customer>?
    let found: ID<Case>?
    let order: ID<Order>?
    var remedy: ID<Remedy>?
    var request: ID<RemedyRequest>?
}

extension Transaction {
    /// What a remedy is, in the customer's words. An apology in person is said in person.
    func tell(_ given: Remedy, coupon: Coupon?, words: Vocabulary) throws {
        guard given.kind.hasAmount else { return }
        let about = TellingAbout(
            customer: given.customer, found: given.case, order: given.order, remedy: given.id, request: given.request)
        try tell(about, words: words) { reader in
            guard let coupon else {
                return reader.words(
                    "authority.told.given", of: given.kind, ["amount": reader.words.money(given.amount)])
            }
            return reader.coupon(coupon)
        }
    }

    /// Stores a sentence in the customer's language; nobody is told where nobody is known.
    func tell(
        _ about: TellingAbout, words: Vocabulary, _ sentence: (CustomerWords) throws -> String
    ) throws {
        guard about.customer != nil || about.order != nil else { return }
        let reader = try customerWords(customer: about.customer, order: about.order, words)
        put(
            """
            INSERT INTO tellings (id, customer_id, case_id, order_id, remedy_id, request_id, said, language, told_at)
            VALUES (\(newID(Telling.self)), \(about.customer), \(about.found), \(about.order), \(about.remedy),
              \(about.request), \(try sentence(reader)), \(reader.words.language.tag), \(now))
            """)
    }
}

/// The words and the zone in which one customer reads.
struct CustomerWords {
    let words: Words
    let zone: Zone
    let now: Instant

    func moment(_ instant: Instant) -> String { words.moment(instant, in: zone, now: now) }
    func day(_ instant: Instant) -> String { words.day(zone.day(of: instant), today: zone.day(of: now)) }
}

extension Transaction {
    func customerWords(
        customer: ID<Customer>?, order: ID<Order>?, _ words: Vocabulary
    ) throws -> CustomerWords {
        let reader = try order.flatMap { try self.reader(ofOrder: $0) } ?? self.reader(customer)
        let language = words.language(for: reader.language) ?? .english
        return CustomerWords(words: words[language], zone: try zones.zone(reader.zone), now: now)
    }
}
