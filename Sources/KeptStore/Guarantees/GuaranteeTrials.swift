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
        trial.known = try knownDays(of: rule.trigger, within: days, at: now)
        trial.isInRecord = trial.known == nil
        var facts = try seen(facts(of: rule.trigger, since: now - .days(Int64(days)), until: now), by: rule)
        // What went back since is what colleagues did without this rule.
        for index in facts.indices { facts[index].facts.goneBack = 0 }
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
            case .held(let all, _):
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
                "p.state <> 'open' AND p.settled_at > \(since) AND p.settled_at <= \(until) ORDER BY p.settled_at, p.id"
            )
        case .deliveredLate:
            try deliveredFacts(
                "o.delivered_at > \(since) AND o.delivered_at <= \(until) ORDER BY o.delivered_at, p.id")
        // The kind stands in the text, so that the index of failures answers.
        case .damaged: try eventFacts("e.kind = 'damaged' AND \(learned(since, until))", as: trigger)
        case .lost: try eventFacts("e.kind = 'lost' AND \(learned(since, until))", as: trigger)
        case .unavailable: try eventFacts("e.kind = 'unavailable' AND \(learned(since, until))", as: trigger)
        case .lowerPrice, .recorded: []
        }
    }

    /// Of so many days those of which the record tells: before its own first order or word everything is of another system,
    /// where nobody was promised anything here. `nil` where it tells of all.
    private func knownDays(of trigger: Guarantee.Trigger, within days: Int, at now: Instant) throws -> Int? {
        let first: SQL =
            switch trigger {
            case .promiseBroken, .deliveredLate: "SELECT min(made_at) FROM promises WHERE is_told = 1"
            case .damaged, .lost, .unavailable, .lowerPrice, .recorded:
                "SELECT min(created_at) FROM orders WHERE is_history = 0"
            }
        guard let began = try row(first, { $0.optionalInstant() }) ?? nil else { return 0 }
        guard began > now - .days(Int64(days)) else { return nil }
        let day = Span.days(1).microseconds
        return Int(((now - began).microseconds + day - 1) / day)
    }

    private func learned(_ since: Instant, _ until: Instant) -> SQL {
        "e.learned_at > \(since) AND e.learned_at <= \(until) ORDER BY e.learned_at, e.id"
    }
}
