import KeptDomain

/// A named decision of the business, or a secret of its own.
package enum Setting: String, Sendable {
    case businessName = "business-name"
    case trade
    /// BCP 47: in which customers are told what we promise where they chose none.
    case customerLanguage = "languages"
    case setUpAt = "set-up-at"
    /// ISO 4217: in which money the business mends where nothing names another.
    case currency
    /// When the first limits of authority were set.
    case limitsBegunAt = "limits-begun-at"
    /// How fast a lead answers, as `ClockTarget` writes itself.
    case approvalTarget = "approval-target"
    /// For how many days facts of conduct are shown.
    case conductDays = "conduct-days"
    /// Signs form tokens.
    case formSecret = "form-secret"
    /// Signs the identifiers that letters go out with (`ReplyMarks`).
    case mailSecret = "mail-secret"
    /// Seals the passwords of channels where no file is named for that (`SecretBox`).
    case channelSecret = "channel-secret"
    /// What is added to PostgreSQL's transaction numbers in journal positions (`JournalOffset`).
    case journalOffset = "journal-offset"
    /// The seed of a demonstration; absent in the record of a real business.
    case demonstration
}

/// In which zone and language (BCP 47) somebody reads what we promise.
package struct WordReader: Sendable, Hashable {
    package let zone: String
    package let language: String
}

extension Reading {
    package func setting(_ setting: Setting) throws -> String? {
        try row("SELECT value FROM settings WHERE name = \(setting)") { $0.text() }
    }

    /// The name of the default place's zone.
    package func businessZone() throws -> String {
        try row("SELECT zone FROM places WHERE is_default = 1") { $0.text() } ?? "UTC"
    }

    /// BCP 47: in which customers are told what we promise where they chose no language; English until the set-up.
    package func customerLanguage() throws -> String { try setting(.customerLanguage) ?? "en" }

    /// In which zone and language a customer reads: their own where we know them, else the business's.
    package func reader(_ customer: ID<Customer>?) throws -> WordReader {
        try row(
            """
            SELECT coalesce(c.zone, p.zone), coalesce(c.language, s.value, 'en') FROM places p
            LEFT JOIN customers c ON c.id = CAST(\(customer) AS BIGINT)
            LEFT JOIN settings s ON s.name = \(Setting.customerLanguage) WHERE p.is_default = 1
            """
        ) { WordReader(zone: $0.text(), language: $0.text()) } ?? WordReader(zone: "UTC", language: "en")
    }

    /// As `reader(_:)`, of an order's word: its times are told in the order's zone. `nil` for an unknown order.
    func reader(ofOrder order: ID<Order>) throws -> WordReader? {
        try row(
            """
            SELECT o.zone, coalesce(c.language, s.value, 'en') FROM orders o LEFT JOIN customers c ON c.id = o.customer_id
            LEFT JOIN settings s ON s.name = \(Setting.customerLanguage) WHERE o.id = \(order)
            """
        ) { WordReader(zone: $0.text(), language: $0.text()) }
    }
}

extension Transaction {
    package func set(_ setting: Setting, to value: String) {
        put(
            """
            INSERT INTO settings (name, value) VALUES (\(setting), \(value))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }

    /// The secret that signs form tokens, made once per database.
    package func formSecret(orElse fresh: Secret) throws -> String { try secret(.formSecret, orElse: fresh) }

    /// The secrets that operations and runners read, made once per database.
    func makeSecrets(orElse fresh: (mail: Secret, channels: Secret)) throws {
        _ = try secret(.mailSecret, orElse: fresh.mail)
        _ = try secret(.channelSecret, orElse: fresh.channels)
    }

    /// A secret of the record, made once.
    package func secret(_ setting: Setting, orElse fresh: Secret) throws -> String {
        if let found = try self.setting(setting) { return found }
        set(setting, to: fresh.text)
        return fresh.text
    }
}
