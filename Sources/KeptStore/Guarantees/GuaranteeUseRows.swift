import KeptDomain

/// One time that a guarantee was set off.
package struct GuaranteeUseRecord: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable, Codable { case given, held, declined }

    package let id: ID<GuaranteeUse>
    package let guarantee: ID<Guarantee>
    package let version: ID<GuaranteeVersion>
    package let matter: ID<Matter>
    package let order: ID<Order>?
    package let `case`: ID<Case>?
    package let promise: ID<Promise>?
    package let customer: ID<Customer>?
    package let place: ID<Place>
    package let state: State
    package let gifts: [GivenGift]
    package let language: String
    package let usedAt: Instant
    /// `Actor.description` of who recorded it; `nil` where a fact of the record set it off.
    package let recordedBy: String?
    /// What they typed, in minor units of the money of its gifts; both or none.
    package let paid: Int64?
    package let seen: Int64?
    /// Why it waits, or waited, for a lead; `nil` for what went out by itself.
    package let heldBecause: Guarantee.HeldBecause?

    static let columns: SQL = """
        id, guarantee_id, version_id, matter_id, order_id, case_id, promise_id, customer_id, place_id, state, gifts, \
        language, used_at, recorded_by, paid_minor, seen_minor, held_because
        """

    init(_ row: inout Row) {
        id = row.id()
        guarantee = row.id()
        version = row.id()
        matter = row.id()
        order = row.optionalID()
        `case` = row.optionalID()
        promise = row.optionalID()
        customer = row.optionalID()
        place = row.id()
        state = row.word()
        gifts = GiftText.read(row.text())
        language = row.text()
        usedAt = row.instant()
        recordedBy = row.optionalText()
        paid = row.optionalInt64()
        seen = row.optionalInt64()
        heldBecause = row.optionalWord()
    }
}

/// Gifts as a column holds them: `refund 1999 EUR,replacement 1999 EUR`.
enum GiftText {
    static func write(_ gifts: [GivenGift]) -> String {
        gifts.map { "\($0.kind.rawValue) \($0.amount)" }.joined(separator: ",")
    }

    static func read(_ text: String) -> [GivenGift] {
        text.split(separator: ",").compactMap { part in
            let parts = part.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let kind = RemedyKind(rawValue: String(parts[0])), let amount = Money(parts[1])
            else {
                preconditionFailure("gifts stored as \"\(text)\"")
            }
            return GivenGift(kind: kind, amount: amount)
        }
    }
}
