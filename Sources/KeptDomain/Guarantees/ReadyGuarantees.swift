/// Guarantees that a business can begin with; it sets the amounts and names itself.
package enum ReadyGuarantee: String, Sendable, CaseIterable, Codable {
    /// On time, or a coupon.
    case onTime = "on-time"
    /// Money back and a new one.
    case doubled = "200-percent"
    /// The lower of two prices.
    case lowerPrice = "lower-price"
    /// Answered in time, or a gift.
    case answered

    /// - Parameters:
    ///   - called: the customers' name for it, by language.
    ///   - currency: of its amounts.
    package func rule(name: String, called: [String: String], in currency: Currency) -> GuaranteeRule {
        func money(_ units: Int64) -> Money { Money(minor: units * currency.everydayUnit, currency: currency) }
        return switch self {
        case .onTime:
            GuaranteeRule(
                name: name, called: called, trigger: .promiseBroken, about: .order,
                gifts: [.init(.coupon, .amount(money(5)))])
        case .doubled:
            GuaranteeRule(
                name: name, called: called, trigger: .recorded,
                gifts: [.init(.refund, .percent(100)), .init(.replacement, .percent(100))], mostPerDay: 20)
        case .lowerPrice:
            GuaranteeRule(
                name: name, called: called, trigger: .lowerPrice,
                gifts: [.init(.priceMatch, .difference(percent: 100))], mostPerCustomer: 5)
        case .answered:
            GuaranteeRule(
                name: name, called: called, trigger: .promiseBroken, about: .answer,
                gifts: [.init(.gesture, .amount(money(3)))])
        }
    }
}
