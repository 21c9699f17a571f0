import KeptDomain

extension Reading {
    /// What a rule would have done in the days before `now`, by the same decisions as when it is on: once per matter, no
    /// more to one customer than it gives, and so many of a day by themselves.
    ///
    /// Memory grows with the facts of the span, a row each.
    package func tryGuarantee(_ rule: GuaranteeRule, days: Int = 90, at now: Instant) throws -> GuaranteeTrial {
        var trial = GuaranteeTrial()
        trial.days = days
        guard rule.trigger.isInRecord else {
            trial.isInRecord = false
            return trial
        }
        let facts = try seen(facts(of: rule.trigger, since: now - .days(Int64(days)), until: now), by: rule)
        trial.looked = facts.count
        let zone = try zones.zone(businessZone())
        var tally = GuaranteeTally(rule)
        var day: Day?
        var given: [(at: Instant, customer: ID<Customer>)] = []
        var oldest = 0
        var customers: Set<ID<Customer>> = []
        for (facts, at) in facts {
            let today = zone.day(of: at)
            if day != today { tally.beginDay() }
            day = today
            while oldest < given.count, given[oldest].at <= at - .days(Int64(rule.days)) {
                tally.forget(given[oldest].customer)
                oldest += 1
            }
            let gifts: [GivenGift]
            switch tally.judge(facts) {
            case .passedOver: continue
            case .given(let all): gifts = all
            case .held(let all):
                gifts = all
                trial.held += 1
            }
            trial.add(gifts)
            if let customer = facts.customer {
                customers.insert(customer)
                given.append((at, customer))
            }
        }
        trial.customers = customers.count
        return trial
    }

    private func facts(
        of trigger: Guarantee.Trigger, since: Instant, until: Instant
    ) throws -> [(facts: GuaranteeFacts, at: Instant)] {
        switch trigger {
        case .promiseBroken:
            // `state <> 'open'` lets the index by the time of settling answer.
            try brokenFacts(
                "p.state <> 'open' AND p.settled_at > \(since) AND p.settled_at <= \(until) ORDER BY p.settled_at, p.id",
                as: trigger)
        case .deliveredLate:
            try brokenFacts(
                """
                p.state <> 'open' AND p.settled_at > \(since) AND p.settled_at <= \(until) AND o.delivered_at > p.due_at
                ORDER BY o.delivered_at, p.id
                """, as: trigger)
        // The kind stands in the text, so that the index of failures answers.
        case .damaged: try eventFacts("e.kind = 'damaged' AND \(learned(since, until))", as: trigger)
        case .lost: try eventFacts("e.kind = 'lost' AND \(learned(since, until))", as: trigger)
        case .unavailable: try eventFacts("e.kind = 'unavailable' AND \(learned(since, until))", as: trigger)
        case .lowerPrice, .recorded: []
        }
    }

    private func learned(_ since: Instant, _ until: Instant) -> SQL {
        "e.learned_at > \(since) AND e.learned_at <= \(until) ORDER BY e.learned_at, e.id"
    }
}
