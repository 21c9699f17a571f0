import KeptDomain

extension Reading {
    /// The case that one is part of now, over however many merges; itself where it is part of none.
    func standingCase(_ id: ID<Case>) throws -> Case {
        var found = try knownCase(id)
        while let into = found.mergedInto { found = try knownCase(into) }
        return found
    }

    /// A case, and those that it went on in, one after the other.
    func casesGoingOn(from id: ID<Case>) throws -> [ID<Case>] {
        var all = [id]
        while let last = all.last, let into = try knownCase(last).mergedInto { all.append(into) }
        return all
    }

    /// A case and all that became part of it, over however many merges.
    func parts(of cases: [ID<Case>]) throws -> [ID<Case>] {
        try rows(
            """
            WITH RECURSIVE part (id) AS (
              SELECT id FROM cases WHERE id IN \(anyOf: cases) UNION
              SELECT c.id FROM part JOIN cases c ON c.merged_into_id = part.id)
            SELECT id FROM part ORDER BY id
            """
        ) { $0.id() }
    }
}
