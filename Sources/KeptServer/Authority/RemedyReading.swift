import KeptDomain
import KeptStore
import KeptWords

extension Reading {
    /// What the page of a case shows of remedies to one reader.
    func remedyPanel(_ found: Case, for actor: Actor, words: Words, at now: Instant) throws -> RemedyPanel {
        let given = try remedies(onCase: found.id)
        let asked = try remedyRequests(onCase: found.id)
        let coupons = Dictionary(
            try coupons(onCase: found.id).compactMap { coupon in coupon.remedy.map { ($0, coupon.code) } }
        ) { first, _ in first }
        let names = try names(of: [], actors: given.map(\.givenBy))
        let isOpen = found.status == .open
        let beside = try isOpen ? promises(on: found).last { $0.state == .broken && $0.isTold } : nil
        let own = try currency(of: found)
        let all = try remedyCurrencies()
        var panel = RemedyPanel(
            id: found.id, isOpen: isOpen, offers: isOpen ? try remedyOffers(to: actor, on: found, at: now) : [],
            currencies: (own.map { [$0] } ?? []) + all.filter { $0 != own },
            beside: beside.map { ($0.id, words.stored($0.said)) },
            lines: given.map { remedy in
                let isOwn = remedy.givenBy == actor.description
                let giver = isOwn ? actor.person : nil
                return RemedyPanel.Line(
                    remedy: remedy, by: words.actor(remedy.givenBy, names),
                    coupon: remedy.reverses == nil ? coupons[remedy.id] : nil,
                    isReversible: isOpen && remedy.reverses == nil && !remedy.isReversed
                        && actor.may(.reverseRemedy, .at(remedy.place, owner: giver)))
            },
            requests: try requestLines(asked, for: actor, words: words), known: try remedyCount(onCase: found.id))
        if isOpen, let own, !all.contains(own) { panel.unlimited = own }
        panel.untold = try untoldLines(of: found, words: words)
        let recorded = try isOpen ? guarantees().filter { $0.isOn && !$0.rule.trigger.isInRecord } : []
        if !recorded.isEmpty {
            let names = try guaranteeNames()
            panel.recordable = recorded.map { ($0, words.guarantee($0.rule, names)) }
        }
        return panel
    }

    /// What the customer got no message of and nobody told them: somebody has to say it, also where the case is closed.
    private func untoldLines(of found: Case, words: Words) throws -> [RemedyPanel.UntoldLine] {
        try tellings(ofCase: found.id).compactMap { telling in
            guard telling.saidBy == nil else { return nil }
            return telling.untold.map { reason in
                RemedyPanel.UntoldLine(
                    id: telling.id, said: words.stored(telling.said), reason: reason, standsOnPage: found.order != nil)
            }
        }
    }

    /// What was asked, with each case in view.
    func requestLines(_ asked: [RemedyRequest], for actor: Actor, words: Words) throws -> [RequestLine] {
        let names = try names(of: [], actors: asked.map(\.askedBy) + asked.compactMap(\.decidedBy))
        return try asked.map { request in
            let found = try knownCase(request.case)
            let isOwn = request.askedBy == actor.description
            let may = actor.may(.approveRemedy, .at(request.place, owner: nil))
            return RequestLine(
                request: request, askedBy: words.actor(request.askedBy, names),
                decidedBy: request.decidedBy.map { words.actor($0, names) }, caseNumber: found.number,
                subject: words.stored(found.subject), customer: try found.customer.flatMap { try customer($0)?.name },
                given: try remedies(onCase: found.id).filter { $0.reverses == nil && !$0.isReversed },
                breaks: try matter(found.matter)?.breaks ?? 0, isDecidable: may && !isOwn,
                isOwn: isOwn || actor.may(.reverseRemedy, .at(request.place, owner: nil)))
        }
    }
}
