import KeptDomain
import KeptWords

extension Transaction {
    /// What a colleague recorded, or the till told, sets one off on a case.
    ///
    /// What the rule itself says is given whatever the recorder's own limits are. An amount that they typed is another thing:
    /// beyond what they may give, or where nobody knows what the order cost, it waits for a lead, and what is given
    /// at once counts against their day and the case like anything that they give.
    ///
    /// - Parameter price: for a lower price that was seen. - Throws: `InvalidInput` for a price that cannot be.
    @discardableResult
    package func recordGuarantee(
        _ id: ID<Guarantee>, on found: ID<Case>, price: SeenPrice? = nil, words: Vocabulary
    ) throws -> GuaranteeCount {
        let standing = try knownCase(found)
        try permit(.giveRemedy, at: standing.place, owner: standing.owner)
        guard standing.status == .open else { throw CaseRefusal.notOpen }
        let guarantee = try knownGuarantee(id)
        guard guarantee.isOn else { throw GuaranteeRefusal.isOff }
        guard !guarantee.rule.trigger.isInRecord,
            var facts = try caseFacts(found, as: guarantee.rule.trigger, at: now)
        else { throw GuaranteeRefusal.doesNotFit }
        let typed = guarantee.rule.trigger == .lowerPrice ? price : nil
        try typed?.problems(total: facts.paid).check()
        facts.difference = typed?.difference
        guard let seen = try seen([(facts, now)], by: guarantee.rule).first?.facts else {
            throw GuaranteeRefusal.doesNotFit
        }
        guard guarantee.rule.fits(seen) else {
            var whole = seen
            whole.goneBack = 0
            throw guarantee.rule.fits(whole) ? GuaranteeRefusal.nothingLeft : .doesNotFit
        }
        // Where another case becomes part of this one at the same moment, one of the two is run again.
        noteGiving(on: found, lines: 0)
        let matters = try joined([(facts, now)]).reduce(into: [facts.matter]) { $0 += $1.facts.joined }
        let used = try count(
            "SELECT count(*) FROM guarantee_uses WHERE guarantee_id = \(id) AND matter_id IN \(anyOf: matters)")
        guard used == 0 else { throw GuaranteeRefusal.usedAlready }
        if let typed {
            facts.asks = try asks(guarantee.rule.given(in: seen), typed, isPriceKnown: seen.paid != nil, on: standing)
            noteDay(try day(at: standing.place, now), lines: 0)
        }
        let counted = try use([guarantee], on: [(facts, now)], words, price: typed)
        guard counted.given + counted.held > 0 else { throw GuaranteeRefusal.customerHadAll }
        return counted
    }

    /// Why somebody who typed a price cannot give what follows from it; `nil` where they can.
    private func asks(
        _ gifts: [GivenGift], _ price: SeenPrice, isPriceKnown: Bool, on found: Case
    ) throws -> Guarantee.HeldBecause? {
        guard isPriceKnown else { return .totalUnknown }
        for (currency, gifts) in Dictionary(grouping: gifts, by: \.amount.currency) {
            guard var authority = try authority(of: actor, on: found, in: currency, at: now) else { continue }
            for gift in gifts {
                guard authority.grounds(for: gift.kind, minor: gift.amount.minor) != nil else { return .authority }
                authority = authority.after(gift.kind, minor: gift.amount.minor)
            }
        }
        return nil
    }
}
