import KeptDomain
import KeptWords

/// What came of one part of what waits for a lead.
package struct HeldPart: Sendable, Hashable {
    /// Decided in this part.
    package let done: Int
    /// Of these, how many went out; what had gone back to the customer already has nothing left to give.
    package let given: Int
    /// That wait still.
    package let left: Int
    /// With which the next part begins; `nil` where nothing waits any more.
    package let next: ID<GuaranteeUse>?

    /// Uses of one part: as many as a transaction decides without holding others up.
    package static let size = 400
}

/// What waits is decided part by part, the oldest first, since a long transaction holds everybody up. Amounts that somebody
/// typed are not among them: each is decided by itself.
extension Transaction {
    /// Lets out one part of what waited for a lead at the places that they reach. Call it again for the next.
    ///
    /// - Parameters:
    ///   - first: the use with which the part begins, as the actor saw it; `nil` where they looked at none.
    ///   - limit: uses of one part.
    /// - Throws: `GuaranteeRefusal.partDecided` where that one waits no more: the same was asked twice, or by somebody else.
    package func releaseGuarantee(
        _ id: ID<Guarantee>, from first: ID<GuaranteeUse>? = nil, limit: Int = HeldPart.size, words: Vocabulary
    ) throws -> HeldPart {
        try permit(.approveRemedy, .anyPlace)
        let guarantee = try knownGuarantee(id)
        let standing = try heldCount(of: id)
        let waiting = try held(by: id, from: first, standing: standing, limit: limit)
        let given = try release(waiting, of: guarantee, words)
        if !waiting.isEmpty {
            journal(JournalEntry("guarantee.released", of: .guarantee(id), facts: [Fact("uses", given)]))
        }
        return try part(waiting, of: standing, given: given, by: id)
    }

    /// Says no to one part of what waits: nobody gets it, and the record tells why.
    package func declineGuarantee(
        _ id: ID<Guarantee>, from first: ID<GuaranteeUse>? = nil, why: String, limit: Int = HeldPart.size
    ) throws -> HeldPart {
        try permit(.approveRemedy, .anyPlace)
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        let standing = try heldCount(of: id)
        let waiting = try held(by: id, from: first, standing: standing, limit: limit)
        decline(waiting)
        if !waiting.isEmpty {
            journal(
                JournalEntry("guarantee.declined", of: .guarantee(id), why: why, facts: [Fact("uses", waiting.count)]))
        }
        return try part(waiting, of: standing, given: 0, by: id)
    }

    private func part(
        _ waiting: [GuaranteeUseRecord], of standing: Int, given: Int, by id: ID<Guarantee>
    ) throws -> HeldPart {
        let left = max(0, standing - waiting.count)
        let next = left == 0 ? nil : try held(by: id, limit: 1).first?.id
        return HeldPart(done: waiting.count, given: given, left: left, next: next)
    }

    private func heldCount(of id: ID<Guarantee>) throws -> Int {
        try count(
            """
            SELECT count(*) FROM guarantee_uses
            WHERE guarantee_id = \(id) AND state = 'held' AND \(Self.isDecidedTogether)\(Self.atPlaces(actor.decides))
            """)
    }

    private func held(
        by id: ID<Guarantee>, from first: ID<GuaranteeUse>?, standing: Int, limit: Int
    ) throws -> [GuaranteeUseRecord] {
        let waiting = try held(by: id, limit: limit)
        if let first, waiting.first?.id != first { throw GuaranteeRefusal.partDecided(left: standing) }
        return waiting
    }

    private func held(by id: ID<Guarantee>, limit: Int) throws -> [GuaranteeUseRecord] {
        try rows(
            """
            SELECT \(GuaranteeUseRecord.columns) FROM guarantee_uses
            WHERE guarantee_id = \(id) AND state = 'held' AND \(Self.isDecidedTogether)\(Self.atPlaces(actor.decides))
            ORDER BY id LIMIT \(limit)\(sqlite: "", postgres: " FOR UPDATE")
            """, GuaranteeUseRecord.init)
    }
}

extension Actor {
    /// Where somebody decides what exceeds a colleague's authority; `nil` for whoever is bound to no place.
    fileprivate var decides: Set<ID<Place>>? {
        if case .person(_, let grants) = self {
            Permissions.places(for: .approveRemedy, with: grants)?.places
        } else {
            nil
        }
    }
}
