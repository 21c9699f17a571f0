import KeptDomain

extension Transaction {
    /// Of up to 60 signs, kept in small letters; at most 30 on a case. One that is there already changes nothing.
    package func addTag(_ tag: String, to id: ID<Case>) throws {
        let found = try workable(id, revision: nil)
        try [FieldProblem.required(tag, "tag", limit: 60)].compactMap(\.self).check()
        guard let tag = tag.trimmedOrNil?.lowercased() else { throw InvalidInput("tag", "problems.required") }
        if try tags(of: [id])[id]?.count ?? 0 >= 30 {
            throw InvalidInput("tag", "problems.too-many", [Fact("limit", 30)])
        }
        let made = try run("INSERT INTO case_tags (case_id, tag) VALUES (\(id), \(tag)) ON CONFLICT DO NOTHING")
        if made == 1 {
            journal(JournalEntry("case.tagged", of: .case(id), customer: found.customer, facts: [Fact("tag", tag)]))
        }
    }

    package func removeTag(_ tag: String, from id: ID<Case>) throws {
        let found = try workable(id, revision: nil)
        if try run("DELETE FROM case_tags WHERE case_id = \(id) AND tag = \(tag)") == 1 {
            journal(JournalEntry("case.untagged", of: .case(id), customer: found.customer, facts: [Fact("tag", tag)]))
        }
    }
}

extension Reading {
    /// By case, each in order of the alphabet.
    package func tags(of cases: [ID<Case>]) throws -> [ID<Case>: [String]] {
        guard !cases.isEmpty else { return [:] }
        let found = try rows(
            "SELECT case_id, tag FROM case_tags WHERE case_id IN \(anyOf: cases) ORDER BY case_id, tag"
        ) { (id: $0.id(Case.self), tag: $0.text()) }
        return Dictionary(grouping: found, by: \.id).mapValues { $0.map(\.tag) }
    }

    /// Tags in use lately, by how many of the latest cases with tags have them.
    package func usualTags(limit: Int = 50) throws -> [String] {
        try rows(
            """
            SELECT tag, count(*) AS times FROM (SELECT tag FROM case_tags ORDER BY case_id DESC, tag LIMIT 500) lately
            GROUP BY tag ORDER BY times DESC, tag LIMIT \(limit)
            """
        ) { $0.text() }
    }
}
