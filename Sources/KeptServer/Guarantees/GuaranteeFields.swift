import KeptDomain

/// What a program tells of a guarantee.
enum GuaranteeFields {
    static func rule(_ fields: JSONFields) throws -> (rule: GuaranteeRule, why: String?) {
        let scope = fields.object("scope").map { StandardScope($0) }
        let (name, called) = (fields.text("name", limit: 200), fields.textsByName("called"))
        let trigger = fields.word("trigger", Guarantee.Trigger.self)
        let about = fields.optionalWord("about", Guarantee.About.self)
        let standard = fields.optionalID("standard", of: Standard.self)
        let breaks = fields.optionalWhole("breaks", in: 1...20)
        let (worth, currency) = (fields.optionalMinor("worth_minor"), fields.optionalCurrency("worth_currency"))
        if worth != nil, currency == nil { fields.refuse("worth_currency", "requests.missing") }
        let late = fields.optionalWhole("late_by_seconds", in: 0...366 * 86_400)
        let gifts = fields.objects("gifts", limit: 4).compactMap(gift)
        let most = fields.optionalWhole("most_per_customer", in: 1...1_000)
        let days = fields.optionalWhole("days", in: 1...3_650)
        let perDay = fields.optionalWhole("most_per_day", in: 1...1_000_000)
        let couponDays = fields.optionalWhole("coupon_days", in: 1...3_650)
        let why = fields.optionalText("why")
        try fields.finish()
        guard let trigger else { throw InvalidInput("trigger", "requests.missing") }
        let rule = GuaranteeRule(
            name: name, called: called, trigger: trigger, scope: scope ?? StandardScope(), about: about,
            standard: standard, breaks: breaks.map { Int($0) } ?? 1,
            worthAtLeast: worth.flatMap { worth in currency.map { Money(minor: worth, currency: $0) } },
            lateBy: late.map { .seconds($0) }, gifts: gifts, mostPerCustomer: most.map { Int($0) },
            days: days.map { Int($0) } ?? 90, mostPerDay: perDay.map { Int($0) } ?? 50,
            couponDays: couponDays.map { Int($0) } ?? CouponDraft.usualDays)
        return (rule, why)
    }

    private static func gift(_ fields: JSONFields) -> Guarantee.Gift? {
        let kind = fields.word("kind", RemedyKind.self)
        let (minor, currency) = (fields.optionalMinor("amount_minor"), fields.optionalCurrency())
        let percent = fields.optionalWhole("percent", in: 1...200)
        let difference = fields.optionalWhole("difference_percent", in: 100...200)
        guard let kind else { return nil }
        if let percent { return Guarantee.Gift(kind, .percent(Int(percent))) }
        if let difference { return Guarantee.Gift(kind, .difference(percent: Int(difference))) }
        if let minor, let currency { return Guarantee.Gift(kind, .amount(Money(minor: minor, currency: currency))) }
        fields.refuse("amount_minor", "requests.one-of", [Fact("known", "amount_minor, percent, difference_percent")])
        return nil
    }
}
