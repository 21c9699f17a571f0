import KeptDomain

/// A list of cases narrowed by what was typed: as the search finds them, through its index, so that a rare word costs no more
/// than a frequent one.
extension Reading {
    /// The cases that a number or an address names: the one with the number, else those of whom it reaches; `nil` where it
    /// is neither.
    func casesMeant(by text: String) throws -> SQL? {
        let digits = text.first == "#" ? text.dropFirst() : text[...]
        // A number is that of a case where there is one; else it may stand in a text.
        if let number = Int64(digits), try count("SELECT count(*) FROM cases WHERE number = \(number)") > 0 {
            return "number = \(number)"
        }
        guard let asked = AskedNumber(SearchFolding.folded(text)), asked.email != nil || asked.phone != nil else {
            return nil
        }
        let customers = try exactly(asked).compactMap { subject -> ID<Customer>? in
            if case .customer(let id) = subject { id } else { nil }
        }
        return customers.isEmpty ? nil : "customer_id IN \(anyOf: customers)"
    }

    /// The words that a list is narrowed by; `nil` where nothing was typed, or what was typed names cases by itself.
    func wordsAsked(by filter: CaseFilter) throws -> AskedTerms? {
        guard let text = filter.text?.trimmedOrNil, try casesMeant(by: text) == nil else { return nil }
        return AskedTerms(SearchFolding.folded(String(text.prefix(AskedTerms.longest))))
    }

    /// The newest first, going on below the case `before`.
    func cases(_ filter: CaseFilter, saying asked: AskedTerms, before: ID<Case>?, limit: Int) throws -> [Case] {
        let position = try before.flatMap { id in
            try row("SELECT position FROM case_texts WHERE case_id = \(id)") { $0.int64() }
        }
        let ids = try found(filter, saying: asked, before: position, limit: limit)
        let cases = try rows("SELECT \(Case.columns) FROM cases WHERE id IN \(anyOf: ids) ORDER BY id", Case.init)
        let known = Dictionary(uniqueKeysWithValues: cases.map { ($0.id, $0) })
        return ids.compactMap { known[$0] }
    }

    func found(_ filter: CaseFilter, saying asked: AskedTerms, before: Int64?, limit: Int) throws -> [ID<Case>] {
        let places = filter.place.map { [$0] } ?? filter.places?.sorted()
        guard !asked.isEmpty, places?.isEmpty != true else { return [] }
        var rest = filter
        (rest.text, rest.tag) = (nil, nil)
        var conditions: [SQL] = []
        let own = try self.conditions(of: rest)
        if !own.isEmpty {
            conditions.append(
                "EXISTS (SELECT 1 FROM cases f WHERE f.id = c.id AND \(SQL.joined(own, by: " AND ")))")
        }
        if let tag = filter.tag {
            conditions.append("c.id IN (SELECT case_id FROM case_tags WHERE tag = \(tag))")
        }
        let index = TextIndex(kind: .cases, asked: asked, places: places, conditions: conditions, since: nil)
        return try index.found(before: before, limit: limit, in: self).map { ID($0.id) }
    }
}
