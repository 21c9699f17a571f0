import KeptDomain

/// The full-text index of one kind of text, as each engine asks it. All that differs between the engines stands here.
///
/// SQLite walks its index backwards and so meets the newest first. PostgreSQL's index has no order: it is asked span by
/// span of time, the newest first, so that a frequent word costs no more than the span that it fills a page from.
struct TextIndex {
    enum Kind { case cases, messages }

    struct Found {
        let position: Int64
        let id: Int64
    }

    let kind: Kind
    let asked: AskedTerms
    /// Only texts of these places.
    let places: [ID<Place>]?
    /// Further conditions, on `c` (the case).
    let conditions: [SQL]
    let since: Instant?

    /// The newest first, those before `before`.
    func found(before: Int64?, limit: Int, in reading: Reading) throws -> [Found] {
        switch reading.engine {
        case .sqlite: try sqlite(before, limit, reading)
        case .postgres: try postgres(before, limit, reading)
        }
    }

    private func bounds(_ before: Int64?) -> [SQL] {
        var bounds = conditions
        if let before { bounds.append("t.position < \(before)") }
        if let since { bounds.append("t.position >= \(TextPosition.first(at: since))") }
        if let places { bounds.append("c.place_id IN \(anyOf: places)") }
        return bounds
    }

    // MARK: SQLite

    private func sqlite(_ before: Int64?, _ limit: Int, _ reading: Reading) throws -> [Found] {
        var texts = asked.choices.map { choice in
            "(" + choice.map { "(" + $0.map(Self.quoted).joined(separator: " AND ") + ")" }.joined(separator: " OR ")
                + ")"
        }
        if let places {
            texts.append("(" + places.map { "\"\(SearchTerms.place($0))\"" }.joined(separator: " OR ") + ")")
        }
        let match = texts.joined(separator: " AND ")
        // The order of the joins is told, so that the index is always walked and never probed.
        let (tables, row): (SQL, SQL) =
            switch kind {
            case .cases:
                (
                    """
                    SELECT t.position, t.case_id FROM case_terms CROSS JOIN case_texts t ON t.position = case_terms.rowid
                    CROSS JOIN cases c ON c.id = t.case_id WHERE case_terms MATCH \(match)
                    """, "case_terms.rowid"
                )
            case .messages:
                (
                    """
                    SELECT t.position, t.message_id FROM message_terms
                    CROSS JOIN message_texts t ON t.position = message_terms.rowid
                    CROSS JOIN messages m ON m.id = t.message_id CROSS JOIN cases c ON c.id = m.case_id
                    WHERE message_terms MATCH \(match)
                    """, "message_terms.rowid"
                )
            }
        var ends: [SQL] = []
        if let before { ends.append("\(row) < \(before)") }
        if let since { ends.append("\(row) >= \(TextPosition.first(at: since))") }
        let all = [tables] + ends + bounds(nil)
        return try reading.rows("\(SQL.joined(all, by: " AND ")) ORDER BY \(row) DESC LIMIT \(limit)") {
            Found(position: $0.int64(), id: $0.int64())
        }
    }

    private static func quoted(_ term: AskedTerms.Term) -> String { "\"\(term.text)\"" + (term.isBeginning ? "*" : "") }

    // MARK: PostgreSQL

    private func postgres(_ before: Int64?, _ limit: Int, _ reading: Reading) throws -> [Found] {
        let table: SQL = kind == .cases ? "case_texts" : "message_texts"
        let ends = try reading.row("SELECT min(position), max(position) FROM \(table)") {
            ($0.optionalInt64(), $0.optionalInt64())
        }
        guard let first = ends?.0, let last = ends?.1 else { return [] }
        var newest = TextPosition.month(of: min(before ?? last, last))
        let oldest =
            since.map { max(SearchMonth.of($0), TextPosition.month(of: first)) } ?? TextPosition.month(of: first)
        var (found, spans): ([Found], Int64) = ([], 1)
        while newest >= oldest, found.count < limit {
            let months = max(oldest, newest - spans + 1)...newest
            found += try postgres(in: months, before, limit - found.count, reading)
            newest = months.lowerBound - 1
            spans = min(spans * 3, 240)
        }
        return found
    }

    private func postgres(
        in months: ClosedRange<Int64>, _ before: Int64?, _ limit: Int, _ reading: Reading
    ) throws -> [Found] {
        // Beginnings are looked up by their first letters, and what is found so is compared with the whole beginning.
        var indexed = asked.choices.map { choice in
            Self.query(choice) { $0.isBeginning ? Self.head($0) : "'\($0.text)'" }
        }
        if let places {
            indexed.append("(" + places.map { "'\(SearchTerms.place($0))'" }.joined(separator: " | ") + ")")
        }
        indexed.append("(" + months.reversed().map { "'\(SearchTerms.month($0))'" }.joined(separator: " | ") + ")")
        let compared = asked.choices.filter {
            $0.joined().contains { $0.isBeginning && $0.text.unicodeScalars.count > 1 }
        }
        .map { choice in Self.query(choice) { "'\($0.text)'" + ($0.isBeginning ? ":*" : "") } }
        var all = ["t.terms @@ CAST(\(indexed.joined(separator: " & ")) AS tsquery)" as SQL] + bounds(before)
        if !compared.isEmpty {
            let query = compared.joined(separator: " & ")
            all.append("CASE WHEN t.terms @@ CAST(\(query) AS tsquery) THEN 1 ELSE 0 END = 1")
        }
        let tables: SQL =
            kind == .cases
            ? "SELECT t.position, t.case_id FROM case_texts t JOIN cases c ON c.id = t.case_id"
            : """
            SELECT t.position, t.message_id FROM message_texts t JOIN messages m ON m.id = t.message_id
            JOIN cases c ON c.id = m.case_id
            """
        // Plus nothing: with an order that an index has, it would be walked in search of the words.
        return try reading.rows(
            "\(tables) WHERE \(SQL.joined(all, by: " AND ")) ORDER BY t.position + 0 DESC LIMIT \(limit)"
        ) { Found(position: $0.int64(), id: $0.int64()) }
    }

    private static func query(_ choice: AskedTerms.Choice, _ term: (AskedTerms.Term) -> String) -> String {
        "(" + choice.map { "(" + $0.map(term).joined(separator: " & ") + ")" }.joined(separator: " | ") + ")"
    }

    private static func head(_ term: AskedTerms.Term) -> String {
        SearchTerms.head(of: term.text).map { "'\($0)'" } ?? "'\(term.text)':*"
    }
}
