import KeptDomain

extension Reading {
    /// These facts, each with the matters that are one with its own: those of all parts of its case, and of the case that it
    /// became part of. What one guarantee gave on any of them, it does not give again.
    ///
    /// Two orders stay two matters for what the record tells of each, also where their customer speaks of both in one
    /// conversation: each was promised by itself. What somebody records, they record of the conversation as a whole.
    func joined(
        _ all: [(facts: GuaranteeFacts, at: Instant)]
    ) throws -> [(facts: GuaranteeFacts, at: Instant)] {
        let matters = try matters(joinedTo: Set(all.compactMap(\.facts.case)).sorted())
        guard !matters.isEmpty else { return all }
        return all.map { one in
            guard let known = one.facts.case.flatMap({ matters[$0] }) else { return one }
            var facts = one.facts
            let isApart = { (order: ID<Order>?) in
                facts.trigger.isInRecord && order != nil && facts.order != nil && order != facts.order
            }
            facts.joined = Set(known.filter { !isApart($0.order) }.map(\.matter)).subtracting([facts.matter])
            return (facts, one.at)
        }
    }

    /// Of cases that are part of another or have parts, the matters of all of them, with the order that each is about.
    private func matters(
        joinedTo cases: [ID<Case>]
    ) throws -> [ID<Case>: [(matter: ID<Matter>, order: ID<Order>?)]] {
        guard !cases.isEmpty else { return [:] }
        let found = try rows(
            """
            WITH RECURSIVE up (root, id) AS (
              SELECT id, id FROM cases WHERE id IN \(anyOf: cases) UNION
              SELECT up.root, f.merged_into_id FROM up JOIN cases f ON f.id = up.id WHERE f.merged_into_id IS NOT NULL),
            whole (root, id) AS (
              SELECT root, id FROM up UNION
              SELECT whole.root, f.id FROM whole JOIN cases f ON f.merged_into_id = whole.id)
            SELECT DISTINCT whole.root, m.id, m.order_id FROM whole JOIN cases f ON f.id = whole.id
            JOIN matters m ON m.id = f.matter_id ORDER BY whole.root, m.id
            """
        ) { (root: $0.id(Case.self), matter: $0.id(Matter.self), order: $0.optionalID() as ID<Order>?) }
        return Dictionary(grouping: found, by: \.root).mapValues { $0.map { ($0.matter, $0.order) } }
    }
}
