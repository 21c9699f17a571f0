import KeptDomain

extension RemedyLimit {
    static let columns: SQL = "id, role, remedy, currency, per_case_minor, per_day_minor, revision"
    /// Stands for all kinds together.
    static let all = "all"

    init(_ row: inout Row) {
        self.init(
            id: row.id(), role: row.word(), remedy: RemedyKind(rawValue: row.text()), currency: row.currency(),
            perCase: row.optionalInt64(), perDay: row.optionalInt64(), revision: row.int())
    }
}

extension Row {
    /// A code that was read as a currency before it was stored.
    mutating func currency() -> Currency {
        let code = text()
        guard let currency = Currency(code) else { preconditionFailure("currency stored as \"\(code)\"") }
        return currency
    }

    /// Two columns: minor units and currency, both or none.
    mutating func optionalMoney() -> Money? {
        let (minor, code) = (optionalInt64(), optionalText())
        guard let minor, let code, let currency = Currency(code) else { return nil }
        return Money(minor: minor, currency: currency)
    }
}

extension Reading {
    /// By currency, role and kind, all kinds together last.
    package func remedyLimits() throws -> [RemedyLimit] {
        try rows(
            """
            SELECT \(RemedyLimit.columns) FROM remedy_limits
            ORDER BY currency, role, CASE WHEN remedy = \(RemedyLimit.all) THEN 1 ELSE 0 END, remedy, id
            """, RemedyLimit.init)
    }

    package func remedyLimit(_ id: ID<RemedyLimit>) throws -> RemedyLimit? {
        try row("SELECT \(RemedyLimit.columns) FROM remedy_limits WHERE id = \(id)", RemedyLimit.init)
    }

    /// The limits of some roles in one currency.
    func remedyLimits(of roles: [Role], in currency: Currency) throws -> [RemedyLimit] {
        try rows(
            """
            SELECT \(RemedyLimit.columns) FROM remedy_limits
            WHERE currency = \(currency.code) AND role IN \(anyOf: roles.map(\.rawValue)) ORDER BY id
            """, RemedyLimit.init)
    }

    /// The currencies in which anything may be given, that of the business first.
    package func remedyCurrencies() throws -> [Currency] {
        let known = try rows("SELECT DISTINCT currency FROM remedy_limits ORDER BY currency") { $0.currency() }
        let own = try businessCurrency()
        return known.filter { $0 == own } + known.filter { $0 != own }
    }

    /// In which the business reckons; `nil` until it is known from the set-up or the first limits.
    package func businessCurrency() throws -> Currency? { try setting(.currency).flatMap { Currency($0) } }
}
