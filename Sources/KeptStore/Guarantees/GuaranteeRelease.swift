import KeptDomain
import KeptWords

extension Transaction {
    /// Lets out what waited for a lead at the places that they reach, the oldest first. Call it again until none is left, since long transactions hold
    /// everybody up.
    ///
    /// - Returns: how many went out, and whether more wait.
    package func releaseGuarantee(
        _ id: ID<Guarantee>, limit: Int = 400, words: Vocabulary
    ) throws -> (given: Int, isDone: Bool) {
        try permit(.approveRemedy, .anyPlace)
        let guarantee = try knownGuarantee(id)
        let waiting = try held(by: id, limit: limit)
        var batch = GuaranteeBatch(guarantee, in: self, words: words)
        for use in waiting { try batch.release(use) }
        try batch.write()
        if !waiting.isEmpty {
            journal(JournalEntry("guarantee.released", of: .guarantee(id), facts: [Fact("uses", waiting.count)]))
        }
        return (waiting.count, waiting.count < limit)
    }

    /// Says no to what waits: nobody gets it, and the record tells why.
    package func declineGuarantee(_ id: ID<Guarantee>, why: String, limit: Int = 5_000) throws -> (
        declined: Int, isDone: Bool
    ) {
        try permit(.approveRemedy, .anyPlace)
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        let waiting = try held(by: id, limit: limit)
        put(
            """
            UPDATE guarantee_uses SET state = 'declined', decided_by = \(actor.description), decided_at = \(now)
            WHERE id IN \(anyOf: waiting.map(\.id))
            """)
        if !waiting.isEmpty {
            journal(
                JournalEntry("guarantee.declined", of: .guarantee(id), why: why, facts: [Fact("uses", waiting.count)]))
        }
        return (waiting.count, waiting.count < limit)
    }

    private func held(by id: ID<Guarantee>, limit: Int) throws -> [GuaranteeUseRecord] {
        let atPlace: SQL =
            if let places = actor.decides?.places { " AND place_id IN \(anyOf: places.sorted())" } else { "" }
        return try rows(
            """
            SELECT \(GuaranteeUseRecord.columns) FROM guarantee_uses
            WHERE guarantee_id = \(id) AND state = 'held'\(atPlace) ORDER BY id LIMIT \(limit)\(sqlite: "", postgres: " FOR UPDATE")
            """, GuaranteeUseRecord.init)
    }
}

extension Actor {
    /// Where somebody decides what exceeds a colleague's authority; `nil` for whoever is bound to no place.
    fileprivate var decides: ReachedPlaces? {
        if case .person(_, let grants) = self { Permissions.places(for: .approveRemedy, with: grants) } else { nil }
    }
}

/// A guarantee with uses that wait for a lead.
package struct HeldGuarantee: Sendable, Hashable {
    package let guarantee: Guarantee
    package let count: Int
    /// What they would cost, by currency.
    package let costs: [Money]
    /// Since when the oldest waits.
    package let since: Instant
}

extension Reading {
    /// - Parameter places: only what waits there; `nil` for anywhere.
    package func heldGuarantees(at places: Set<ID<Place>>? = nil) throws -> [HeldGuarantee] {
        let atPlace: SQL = if let places { " AND place_id IN \(anyOf: places.sorted())" } else { "" }
        let waiting = try rows(
            """
            SELECT guarantee_id, gifts, count(*), min(used_at) FROM guarantee_uses WHERE state = 'held'\(atPlace)
            GROUP BY guarantee_id, gifts ORDER BY guarantee_id, gifts
            """
        ) { (id: $0.id(Guarantee.self), gifts: GiftText.read($0.text()), count: $0.int(), since: $0.instant()) }
        return try Dictionary(grouping: waiting, by: \.id).sorted { $0.key < $1.key }.map { id, parts in
            var costs = GuaranteeTrial()
            for part in parts {
                for gift in part.gifts {
                    costs.cost[gift.amount.currency.code, default: 0] += gift.amount.minor * Int64(part.count)
                }
            }
            return HeldGuarantee(
                guarantee: try knownGuarantee(id), count: parts.reduce(0) { $0 + $1.count }, costs: costs.costs,
                since: parts.map(\.since).min() ?? Instant(seconds: 0))
        }
    }
}
