/// The price that a customer paid and a lower one that was seen for the same, as somebody typed them.
package struct SeenPrice: Sendable, Hashable {
    package let paid: Money
    /// In the currency of `paid`.
    package let seen: Money

    /// - Parameters:
    ///   - paid: minor units.
    ///   - seen: minor units.
    package init(paid: Int64, seen: Int64, currency: Currency) {
        self.paid = Money(minor: paid, currency: currency)
        self.seen = Money(minor: seen, currency: currency)
    }

    /// Above nothing where the seen price is the lower one.
    package var difference: Money { Money(minor: paid.minor - seen.minor, currency: paid.currency) }

    /// What cannot be: nobody paid more for a part of an order than for all of it.
    ///
    /// - Parameter total: what the order cost; `nil` where that is not known.
    package func problems(total: Money?) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        for (amount, field, least) in [(paid, "paid", 1), (seen, "seen", 0)] as [(Money, String, Int64)]
        where !(least...RemedyDraft.largest).contains(amount.minor) {
            problems.append(FieldProblem(field, "problems.no-such-amount"))
        }
        guard let total else { return problems }
        if paid.currency != total.currency {
            problems.append(
                FieldProblem("currency", "problems.not-the-orders-currency", [Fact("currency", total.currency.code)]))
        } else if paid.minor > total.minor {
            problems.append(FieldProblem("paid", "problems.more-than-the-order", [Fact("amount", total)]))
        }
        return problems
    }
}
