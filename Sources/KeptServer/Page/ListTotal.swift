import KeptDomain
import KeptStore
import KeptWords

extension Words {
    /// `1,234 orders.`, or `More than 2,000 orders.` where counting went no further.
    ///
    /// - Parameters:
    ///   - found: the plural form with `{count}`.
    ///   - more: the sentence for more than `{count}`.
    package func total(_ total: ListTotal, _ found: WordKey, more: WordKey) -> String {
        total.isCapped ? self(more, ["count": number(total.count)]) : self(found, count: total.count)
    }
}
