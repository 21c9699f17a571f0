/// What a role may give of one kind of remedy in one currency without asking.
package struct RemedyLimit: Sendable, Hashable {
    package let id: ID<RemedyLimit>
    package let role: Role
    /// `nil`: of all kinds together.
    package let remedy: RemedyKind?
    package let currency: Currency
    /// Minor units that one case allows, whoever gives them; `nil` for any amount.
    package let perCase: Int64?
    /// Minor units that one person gives on one day of the place; `nil` for any amount.
    package let perDay: Int64?
    package let revision: Int

    package init(
        id: ID<RemedyLimit>, role: Role, remedy: RemedyKind?, currency: Currency, perCase: Int64?, perDay: Int64?,
        revision: Int = 1
    ) {
        self.id = id
        self.role = role
        self.remedy = remedy
        self.currency = currency
        self.perCase = perCase
        self.perDay = perDay
        self.revision = revision
    }
}

/// A limit as somebody wants it to be.
package struct RemedyLimitDraft: Sendable, Hashable {
    package var role: Role
    package var remedy: RemedyKind?
    package var currency: Currency
    package var perCase: Int64?
    package var perDay: Int64?

    package init(role: Role, remedy: RemedyKind?, currency: Currency, perCase: Int64?, perDay: Int64?) {
        self.role = role
        self.remedy = remedy
        self.currency = currency
        self.perCase = perCase
        self.perDay = perDay
    }

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if remedy == .apology { problems.append(FieldProblem("remedy", "problems.no-amount-here")) }
        for (amount, field) in [(perCase, "per_case"), (perDay, "per_day")] {
            if let amount, !(0...RemedyDraft.largest).contains(amount) {
                problems.append(FieldProblem(field, "problems.no-such-amount"))
            }
        }
        return problems
    }
}

extension RemedyLimit {
    /// The limits that a business begins with in a currency: enough for the front line to mend what happens daily, and
    /// for a lead what happens monthly. An owner has none.
    package static func usual(in currency: Currency) -> [RemedyLimitDraft] {
        let unit = currency.everydayUnit
        func limits(_ role: Role, _ table: [(RemedyKind?, perCase: Int64, perDay: Int64)]) -> [RemedyLimitDraft] {
            table.map {
                RemedyLimitDraft(
                    role: role, remedy: $0.0, currency: currency, perCase: $0.perCase * unit, perDay: $0.perDay * unit)
            }
        }
        return limits(
            .frontLine,
            [
                (.refund, 25, 150), (.replacement, 40, 200), (.priceMatch, 20, 100), (.coupon, 15, 100),
                (.points, 10, 60), (.waivedFee, 10, 60), (.gesture, 10, 60), (nil, 50, 300),
            ])
            + limits(
                .lead,
                [
                    (.refund, 150, 1_500), (.replacement, 200, 1_500), (.priceMatch, 100, 800), (.coupon, 60, 600),
                    (.points, 60, 600), (.waivedFee, 60, 600), (.gesture, 50, 400), (nil, 300, 3_000),
                ])
            + [RemedyLimitDraft(role: .owner, remedy: nil, currency: currency, perCase: nil, perDay: nil)]
    }
}

extension Currency {
    /// Minor units of an amount that buys about as much as one euro, rounded to what people reckon with: 1 EUR, 8 CNY,
    /// 150 JPY. For first limits only, which each business then sets itself.
    package var everydayUnit: Int64 {
        let whole = Self.everyday[code] ?? 1
        return (0..<exponent).reduce(whole) { unit, _ in unit * 10 }
    }

    private static let everyday: [String: Int64] = [
        "CNY": 8, "HKD": 8, "TWD": 35, "JPY": 150, "KRW": 1_500, "INR": 90, "THB": 40, "VND": 25_000, "IDR": 17_000,
        "PHP": 60, "MYR": 5, "RUB": 90, "TRY": 35, "UAH": 45, "PLN": 4, "CZK": 25, "HUF": 400, "RON": 5, "SEK": 11,
        "NOK": 11, "DKK": 7, "ISK": 150, "BRL": 6, "MXN": 20, "ARS": 1_000, "CLP": 1_000, "COP": 4_000, "ZAR": 20,
        "EGP": 50, "NGN": 1_500, "KES": 140, "AED": 4, "SAR": 4, "ILS": 4,
    ]

    /// The currency that people in a time zone usually pay with, for the first set-up; `nil` where that is not known.
    package static func usual(inZone zone: String) -> Currency? {
        if let code = zones[zone] { return Currency(code) }
        if euroZones.contains(zone) { return Currency("EUR") }
        return zone.hasPrefix("US/") ? Currency("USD") : nil
    }

    private static let euroZones: Set<String> = [
        "Europe/Berlin", "Europe/Vienna", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Amsterdam",
        "Europe/Brussels", "Europe/Luxembourg", "Europe/Dublin", "Europe/Lisbon", "Europe/Athens", "Europe/Helsinki",
        "Europe/Tallinn", "Europe/Riga", "Europe/Vilnius", "Europe/Bratislava", "Europe/Ljubljana", "Europe/Zagreb",
        "Europe/Malta", "Asia/Nicosia", "Atlantic/Azores", "Atlantic/Canary",
    ]
    private static let zones: [String: String] = [
        "Asia/Shanghai": "CNY", "Asia/Urumqi": "CNY", "Asia/Hong_Kong": "HKD", "Asia/Taipei": "TWD",
        "Asia/Tokyo": "JPY", "Asia/Seoul": "KRW", "Asia/Singapore": "SGD", "Asia/Kolkata": "INR",
        "Europe/London": "GBP", "Europe/Zurich": "CHF", "Europe/Warsaw": "PLN", "Europe/Prague": "CZK",
        "Europe/Stockholm": "SEK", "Europe/Oslo": "NOK", "Europe/Copenhagen": "DKK", "Europe/Istanbul": "TRY",
        "America/New_York": "USD", "America/Chicago": "USD", "America/Denver": "USD", "America/Los_Angeles": "USD",
        "America/Toronto": "CAD", "America/Vancouver": "CAD", "America/Sao_Paulo": "BRL", "America/Mexico_City": "MXN",
        "Australia/Sydney": "AUD", "Australia/Melbourne": "AUD", "Australia/Brisbane": "AUD",
        "Pacific/Auckland": "NZD", "Asia/Dubai": "AED", "Africa/Johannesburg": "ZAR",
    ]
}
