import KeptDomain

extension JSONFields {
    /// A currency by its code; `nil` for what is not there, with a problem for what is none.
    func optionalCurrency(_ name: String = "currency") -> Currency? {
        guard let code = optionalText(name, limit: 3) else { return nil }
        guard let currency = Currency(listed: code) else {
            refuse(name, "problems.no-such-currency")
            return nil
        }
        return currency
    }

    /// Minor units; `nil` for what is not there.
    func optionalMinor(_ name: String) -> Int64? { optionalWhole(name, in: 0...RemedyDraft.largest) }

    /// `Schema.remedyDraft`. - Parameter currency: where the sender names none.
    func remedyDraft(in currency: Currency?) throws -> RemedyDraft {
        let kind = word("kind", RemedyKind.self)
        let (minor, named) = (optionalMinor("amount_minor"), optionalCurrency())
        let (promise, why) = (optionalID("promise", of: Promise.self), optionalText("why"))
        if minor != nil, named == nil, currency == nil { refuse("currency", "requests.missing") }
        try finish()
        guard let kind else { throw InvalidInput("kind", "requests.missing") }
        let amount = minor.flatMap { minor in
            (named ?? currency).map { Money(minor: minor, currency: $0) }
        }
        return RemedyDraft(kind, amount: amount, promise: promise, why: why)
    }
}
