import KeptDomain
import KeptWords

extension Transaction {
    /// Lets one use out. Where somebody typed its amount, a lead's own limits bind them as they do for what is asked of them,
    /// and nobody decides what they recorded themselves.
    package func releaseUse(_ id: ID<GuaranteeUse>, words: Vocabulary) throws {
        let use = try decidable(id)
        if use.paid != nil, let found = try use.case.map({ try standingCase($0) }) {
            // Whoever gives on the case at this moment is run again, and counts this.
            noteGiving(on: found.id, lines: 0)
            try checkRelease(of: use.gifts, on: found)
        }
        guard try release([use], of: knownGuarantee(use.guarantee), words) == 1 else {
            throw GuaranteeRefusal.nothingLeft
        }
        journal(
            JournalEntry(
                "guarantee.released", of: .guarantee(use.guarantee), customer: use.customer, facts: [Fact("uses", 1)]))
    }

    /// Says no to one use, with the reason.
    package func declineUse(_ id: ID<GuaranteeUse>, why: String) throws {
        let use = try decidable(id)
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        decline([use])
        journal(
            JournalEntry(
                "guarantee.declined", of: .guarantee(use.guarantee), customer: use.customer, why: why,
                facts: [Fact("uses", 1)]))
    }

    /// All gifts together are within what the case allows to a lead.
    private func checkRelease(of gifts: [GivenGift], on found: Case) throws {
        for (currency, gifts) in Dictionary(grouping: gifts, by: \.amount.currency) {
            guard var authority = try authority(of: actor, on: found, in: currency, at: now, decides: true) else {
                continue
            }
            for gift in gifts {
                let most = authority.approvable(gift.kind)
                if gift.amount.minor > most {
                    throw RemedyRefusal.beyondApproval(upTo: Money(minor: most, currency: currency))
                }
                authority = authority.after(gift.kind, minor: gift.amount.minor)
            }
        }
    }

    private func decidable(_ id: ID<GuaranteeUse>) throws -> GuaranteeUseRecord {
        guard
            let use = try row(
                """
                SELECT \(GuaranteeUseRecord.columns) FROM guarantee_uses WHERE id = \(id)\(sqlite: "", postgres: " FOR UPDATE")
                """, GuaranteeUseRecord.init)
        else { throw StoreError.notFound("guarantee use \(id)") }
        try permit(.approveRemedy, at: use.place)
        guard use.state == .held else { throw GuaranteeRefusal.decidedAlready }
        if actor.person != nil, use.recordedBy == actor.description { throw RemedyRefusal.ownRequest }
        return use
    }

    /// - Returns: how many went out. Those with nothing left to give are settled without it.
    func release(
        _ waiting: [GuaranteeUseRecord], of guarantee: Guarantee, _ words: Vocabulary
    ) throws -> Int {
        let orders = try boundingOrders(of: waiting)
        var left = try refundable(onOrders: Set(orders.values.joined()).sorted())
        var batch = GuaranteeBatch(guarantee, in: self, words: words)
        var empty: [GuaranteeUseRecord] = []
        for use in waiting {
            let bounds = orders[use.id] ?? []
            let gifts = use.gifts.within(bounds.compactMap { left[$0] }.min { $0.minor < $1.minor })
            if gifts.isEmpty {
                empty.append(use)
                continue
            }
            for order in bounds { left[order] = left[order]?.less(gifts.moneyBack) }
            try batch.release(
                use, gifts, on: bounds.count == 1 ? bounds[0] : nil, in: use.case ?? caseToTellOf(use.promise))
        }
        try batch.write()
        if !empty.isEmpty { decline(empty) }
        return batch.given
    }

    /// What bounds each: the order of its matter, else those of its case, which may be known since.
    private func boundingOrders(of waiting: [GuaranteeUseRecord]) throws -> [ID<GuaranteeUse>: [ID<Order>]] {
        let byCase = try boundingOrders(ofCases: waiting.filter { $0.order == nil }.compactMap(\.case))
        let known = waiting.map { use in (use.id, use.order.map { [$0] } ?? use.case.flatMap { byCase[$0] } ?? []) }
        return Dictionary(uniqueKeysWithValues: known)
    }

    func decline(_ waiting: [GuaranteeUseRecord]) {
        put(
            """
            UPDATE guarantee_uses SET state = 'declined', decided_by = \(actor.description), decided_at = \(now)
            WHERE id IN \(anyOf: waiting.map(\.id))
            """)
    }
}
