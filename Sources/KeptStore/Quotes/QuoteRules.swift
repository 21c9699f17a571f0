import KeptDomain

extension Reading {
    /// How a place quotes: by its own rule, else by that of the business.
    package func quoteRule(at place: ID<Place>) throws -> QuoteRule {
        try row(
            """
            SELECT confidence, promises, foresees, threshold FROM quote_rules WHERE place_id IN (0, \(place))
            ORDER BY place_id DESC LIMIT 1
            """, QuoteRule.init) ?? .usual
    }

    /// The rule of the business alone, with how often it was changed; 0 for never.
    package func quoteRuleOfBusiness() throws -> (rule: QuoteRule, revision: Int) {
        try row("SELECT confidence, promises, foresees, threshold, revision FROM quote_rules WHERE place_id = 0") {
            (QuoteRule(&$0), $0.int())
        } ?? (.usual, 0)
    }

    /// The rules of places that have their own.
    package func quoteRulesOfPlaces() throws -> [ID<Place>: QuoteRule] {
        Dictionary(
            uniqueKeysWithValues: try rows(
                """
                SELECT place_id, confidence, promises, foresees, threshold FROM quote_rules WHERE place_id <> 0
                ORDER BY place_id
                """
            ) { ($0.id(Place.self), QuoteRule(&$0)) })
    }
}

extension QuoteRule {
    init(_ row: inout Row) {
        self.init(confidence: row.int(), promises: row.flag(), foresees: row.flag(), threshold: row.int())
    }
}

extension Transaction {
    /// Says how a place quotes, or the business where none is named. - Parameter why: for the journal.
    package func setQuoteRule(_ rule: QuoteRule, at place: ID<Place>?, why: String? = nil) throws {
        try permit(.setStandards)
        try rule.problems.check()
        if let place, try self.place(place) == nil { throw InvalidInput("place", "problems.no-such-place") }
        try run(
            """
            INSERT INTO quote_rules (place_id, confidence, promises, foresees, threshold)
            VALUES (\(place?.rawValue ?? 0), \(rule.confidence), \(rule.promises), \(rule.foresees), \(rule.threshold))
            ON CONFLICT (place_id) DO UPDATE SET confidence = excluded.confidence, promises = excluded.promises,
              foresees = excluded.foresees, threshold = excluded.threshold, revision = quote_rules.revision + 1
            """)
        journal(
            JournalEntry(
                "place.quotes-set", of: try .place(place ?? defaultPlace()), why: why?.trimmedOrNil,
                facts: [
                    Fact("confidence", rule.confidence), Fact("promises", rule.promises ? 1 : 0),
                    Fact("foresees", rule.foresees ? 1 : 0), Fact("threshold", rule.threshold),
                ] + (place == nil ? [Fact("scope", "business")] : [])))
    }

    /// From now on a place quotes as the business does.
    package func dropQuoteRule(at place: ID<Place>) throws {
        try permit(.setStandards)
        guard try run("DELETE FROM quote_rules WHERE place_id = \(place)") == 1 else {
            throw StoreError.notFound("quote rule of place \(place)")
        }
        journal(JournalEntry("place.quotes-dropped", of: .place(place)))
    }
}
