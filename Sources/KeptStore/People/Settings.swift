import KeptDomain

/// A named decision of the business, or a secret of its own.
package enum Setting: String, Sendable {
    case businessName = "business-name"
    case trade
    case languages
    case setUpAt = "set-up-at"
    /// Signs form tokens.
    case formSecret = "form-secret"
    /// What is added to PostgreSQL's transaction numbers in journal positions (`JournalOffset`).
    case journalOffset = "journal-offset"
    /// The seed of a demonstration; absent in the record of a real business.
    case demonstration
    /// Where customers reach this site, for links in tracking answers.
    case publicAddress = "public-address"
}

extension Reading {
    package func setting(_ setting: Setting) throws -> String? {
        try row("SELECT value FROM settings WHERE name = \(setting)") { $0.text() }
    }

    /// The name of the default place's zone.
    package func businessZone() throws -> String {
        try row("SELECT zone FROM places WHERE is_default = 1") { $0.text() } ?? "UTC"
    }

    /// The zone in which a customer reads times: their own where we know it, else the business's.
    package func zone(ofCustomer customer: ID<Customer>) throws -> String {
        try row(
            """
            SELECT coalesce((SELECT zone FROM customers WHERE id = \(customer)), zone) FROM places WHERE is_default = 1
            """
        ) { $0.text() } ?? "UTC"
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
    package func formSecret(orElse fresh: Secret) throws -> String {
        if let found = try setting(.formSecret) { return found }
        set(.formSecret, to: fresh.text)
        return fresh.text
    }
}
