import KeptDomain

extension SubmittedForm {
    /// An amount as people write it, `12.50` or `12,50`, in a currency. - Throws: `InvalidInput` for what is none.
    func money(_ name: String, in currency: Currency) throws -> Money? {
        guard let text = self[name] else { return nil }
        guard let amount = Money(written: text, in: currency), amount.minor <= RemedyDraft.largest else {
            throw InvalidInput(name, "problems.no-such-amount")
        }
        return amount
    }

    /// A currency by its code.
    func currency(_ name: String = "currency") throws -> Currency? {
        guard let text = self[name] else { return nil }
        guard let currency = Currency(listed: text) else { throw InvalidInput(name, "problems.no-such-currency") }
        return currency
    }

    /// The remedy that a button or the form beside it names.
    func remedyDraft() throws -> RemedyDraft {
        let kind: RemedyKind = try choice("kind")
        let currency = try currency()
        var amount: Money?
        if kind.hasAmount {
            guard let currency else { throw InvalidInput("currency", "problems.required") }
            amount =
                if let minor = try whole("amount_minor", in: 1...Int(RemedyDraft.largest)) {
                    Money(minor: Int64(minor), currency: currency)
                } else { try money("amount", in: currency) }
            if amount == nil { throw InvalidInput("amount", "problems.required") }
        }
        return RemedyDraft(kind, amount: amount, promise: try id("promise"), why: self["why"])
    }
}
