import KeptDomain

extension Reading {
    /// The case that one is part of now, over however many merges; itself where it is part of none.
    func standingCase(_ id: ID<Case>) throws -> Case {
        var found = try knownCase(id)
        while let into = found.mergedInto { found = try knownCase(into) }
        return found
    }

    /// The case that stands open on a matter, else the one in which the latest of its cases goes on that became part of another.
    func openCase(on matter: Matter) throws -> Case? {
        if let open = matter.openCase { return try knownCase(open) }
        return try openCases(wentOnFrom: [matter.id])[matter.id]
    }

    /// Open cases in which cases of these matters go on that became part of others.
    func openCases(wentOnFrom matters: [ID<Matter>]) throws -> [ID<Matter>: Case] {
        guard !matters.isEmpty else { return [:] }
        let merged = try rows(
            """
            SELECT matter_id, max(id) FROM cases WHERE matter_id IN \(anyOf: matters) AND merged_into_id IS NOT NULL
            GROUP BY matter_id ORDER BY matter_id
            """
        ) { (matter: $0.id(Matter.self), last: $0.id(Case.self)) }
        var all: [ID<Matter>: Case] = [:]
        for (matter, last) in merged {
            let standing = try standingCase(last)
            if standing.status == .open { all[matter] = standing }
        }
        return all
    }

    /// A case, and those that it went on in, one after the other.
    func casesGoingOn(from id: ID<Case>) throws -> [ID<Case>] {
        var all = [id]
        while let last = all.last, let into = try knownCase(last).mergedInto { all.append(into) }
        return all
    }

    /// A case and all that became part of it, over however many merges.
    func parts(of cases: [ID<Case>]) throws -> [ID<Case>] {
        try rows("SELECT id FROM (\(Self.parts(of: cases))) p ORDER BY id") { $0.id() }
    }

    /// The same as a statement, to stand in another: what one case allows is allowed to them together.
    static func parts(of cases: [ID<Case>]) -> SQL {
        """
        WITH RECURSIVE part (id) AS (
          SELECT id FROM cases WHERE id IN \(anyOf: cases) UNION
          SELECT c.id FROM part JOIN cases c ON c.merged_into_id = part.id)
        SELECT id FROM part
        """
    }
}
