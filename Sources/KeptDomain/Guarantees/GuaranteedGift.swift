/// A gift of a guarantee as a customer is told of it: with the code of its coupon and the last day on which that is good.
package struct GuaranteedGift: Sendable, Hashable {
    package let gift: GivenGift
    package let code: CouponCode?
    package let until: Day?

    package init(gift: GivenGift, code: CouponCode? = nil, until: Day? = nil) {
        self.gift = gift
        self.code = code
        self.until = until
    }

    /// `coupon 500 EUR K7QM2XRW9TPA 2027-11-22`.
    package var text: String {
        ([gift.kind.rawValue, gift.amount.description] + [code?.text, until?.description].compactMap(\.self))
            .joined(separator: " ")
    }

    /// `nil` for what `text` did not write.
    package init?(_ text: some StringProtocol) {
        let parts = String(text).split(separator: " ").map(String.init)
        guard parts.count == 3 || parts.count == 5, let kind = RemedyKind(rawValue: parts[0]),
            let amount = Money("\(parts[1]) \(parts[2])")
        else { return nil }
        gift = GivenGift(kind: kind, amount: amount)
        code = parts.count == 5 ? CouponCode(parts[3]) : nil
        until = parts.count == 5 ? Day(parts[4]) : nil
    }
}
