import KeptDomain
import KeptWords

extension Coupon {
    static let columns: SQL = """
        id, code, amount_minor, currency, percent, valid_until, customer_id, case_id, order_id, remedy_id, made_at, \
        redeemed_at, ended_at, revision
        """

    init(_ row: inout Row) {
        let (id, text): (ID<Coupon>, String) = (row.id(), row.text())
        guard let code = CouponCode(text) else { preconditionFailure("coupon stored as \"\(text)\"") }
        let most = Money(minor: row.int64(), currency: row.currency())
        let worth = row.optionalInt().map { Worth.percent($0, upTo: most) } ?? .amount(most)
        self.init(
            id: id, code: code, worth: worth, validUntil: row.instant(), customer: row.optionalID(),
            case: row.optionalID(), order: row.optionalID(), remedy: row.optionalID(), madeAt: row.instant(),
            redeemedAt: row.optionalInstant(), endedAt: row.optionalInstant(), revision: row.int())
    }

    func insertion(madeBy: String) -> SQL {
        """
        INSERT INTO coupons (id, code, amount_minor, currency, percent, valid_until, customer_id, case_id, order_id, \
        remedy_id, made_by, made_at) VALUES (\(id), \(code.text), \(worth.most.minor), \
        \(worth.most.currency.code), \(worth.percent), \(validUntil), \(customer), \(`case`), \(order), \(remedy), \
        \(madeBy), \(madeAt))
        """
    }
}

extension CouponCode {
    /// A fresh one, from the system's random numbers.
    package static func random() -> CouponCode {
        CouponCode(numbers: (0..<length - 1).map { _ in UInt64.random(in: 0..<31) })
    }
}

/// One use of a coupon at a till.
package struct CouponUse: Sendable, Hashable {
    package let id: ID<CouponRedemption>
    package let coupon: ID<Coupon>
    package let till: String
    package let reference: String
    /// What it took off.
    package let amount: Money
    package let redeemedBy: String
    package let redeemedAt: Instant
    package let reversedAt: Instant?
    package let reversedWhy: String?

    static let columns: SQL = """
        id, coupon_id, till, reference, amount_minor, currency, redeemed_by, redeemed_at, reversed_at, reversed_why
        """

    init(_ row: inout Row) {
        id = row.id()
        coupon = row.id()
        till = row.text()
        reference = row.text()
        amount = Money(minor: row.int64(), currency: row.currency())
        redeemedBy = row.text()
        redeemedAt = row.instant()
        reversedAt = row.optionalInstant()
        reversedWhy = row.optionalText()
    }
}

extension CustomerWords {
    /// What a customer is told with a coupon.
    func coupon(_ coupon: Coupon) -> String {
        switch coupon.worth {
        case .amount(let amount):
            words(
                "coupons.told.amount",
                ["amount": words.money(amount), "code": coupon.code.description, "day": day(coupon.validUntil)])
        case .percent(let percent, let most):
            words(
                "coupons.told.percent",
                [
                    "percent": words.share(Double(percent) / 100), "amount": words.money(most),
                    "code": coupon.code.description, "day": day(coupon.validUntil),
                ])
        }
    }
}
