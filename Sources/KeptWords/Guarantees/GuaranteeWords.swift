import KeptDomain

/// What a rule names by its id.
package struct GuaranteeNames: Sendable {
    package var places: [ID<Place>: String]
    package var carriers: [ID<Carrier>: String]
    package var standards: [ID<Standard>: String]

    package init(
        places: [ID<Place>: String] = [:], carriers: [ID<Carrier>: String] = [:],
        standards: [ID<Standard>: String] = [:]
    ) {
        self.places = places
        self.carriers = carriers
        self.standards = standards
    }
}

extension Words {
    /// A rule as a plain sentence: `If a promise that we told is broken about an order, the customer gets a coupon of €5.00.
    /// At most 3 times within 90 days for one customer. After 50 uses on one day it stops and asks a lead.`
    package func guarantee(_ rule: GuaranteeRule, _ names: GuaranteeNames) -> String {
        let conditions = ([self("guarantees.said.when", of: rule.trigger)] + conditions(rule, names))
        let gifts = rule.gifts.map(gift)
        let when = conditions.joined(separator: language == .simplifiedChinese ? "" : " ")
        var sentences = [self("guarantees.said.then", ["when": when, "gifts": list(gifts)])]
        switch rule.trigger {
        case .deliveredLate: sentences.append(self("guarantees.said.first-word"))
        case .promiseBroken: sentences.append(self("guarantees.said.moved-word"))
        case .lowerPrice: sentences.append(self("guarantees.said.typed"))
        case .damaged, .lost, .unavailable, .recorded: break
        }
        if let most = rule.mostPerCustomer {
            sentences.append(self("guarantees.said.cap", count: most, ["days": number(rule.days)]))
        }
        sentences.append(self("guarantees.said.day", count: rule.mostPerDay))
        return self.sentences(sentences)
    }

    private func conditions(_ rule: GuaranteeRule, _ names: GuaranteeNames) -> [String] {
        var parts: [String] = []
        if let about = rule.about { parts.append(self("guarantees.said.about", of: about)) }
        if let standard = rule.standard {
            parts.append(self("guarantees.said.standard", ["name": names.standards[standard] ?? "–"]))
        }
        if rule.breaks > 1 { parts.append(self("guarantees.said.breaks", ["number": String(rule.breaks)])) }
        if let late = rule.lateBy, late > .zero {
            parts.append(self("guarantees.said.late", ["length": duration(late)]))
        }
        if let worth = rule.worthAtLeast { parts.append(self("guarantees.said.worth", ["amount": money(worth)])) }
        let scope = rule.scope
        let whom = [
            scope.place.map { self("guarantees.said.at", ["name": names.places[$0] ?? "–"]) },
            scope.carrier.map { self("guarantees.said.by", ["name": names.carriers[$0] ?? "–"]) }, scope.segment,
            scope.channel, scope.region, scope.productGroup, scope.sameCity ? self("standards.same-city") : nil,
        ].compactMap(\.self)
        if !whom.isEmpty { parts.append(self("guarantees.said.scope", ["list": list(whom)])) }
        return parts
    }

    private func gift(_ gift: Guarantee.Gift) -> String {
        let remedy = self("guarantees.said.remedies", of: gift.kind)
        switch gift.size {
        case .amount(let amount):
            return self("guarantees.said.gift.amount", ["remedy": remedy, "amount": money(amount)])
        case .percent(let percent):
            return self("guarantees.said.gift.percent", ["remedy": remedy, "percent": share(Double(percent) / 100)])
        case .difference(let percent):
            return self("guarantees.said.gift.difference", ["remedy": remedy, "percent": share(Double(percent) / 100)])
        }
    }

    /// What a trial found, in a sentence or two.
    package func trial(_ trial: GuaranteeTrial) -> String {
        let days = number(trial.known ?? trial.days)
        if !trial.isInRecord {
            guard let known = trial.known else { return self("guarantees.trial.not-in-record") }
            if known == 0 { return self("guarantees.trial.no-record") }
            let short = self("guarantees.trial.short-record", count: known)
            guard trial.applied > 0 else { return sentences([short, self("guarantees.trial.none", ["days": days])]) }
            return sentences([short, applied(trial, days)])
        }
        guard trial.applied > 0 else { return self("guarantees.trial.none", ["days": days]) }
        return applied(trial, days)
    }

    private func applied(_ trial: GuaranteeTrial, _ days: String) -> String {
        let cost = trial.costs.isEmpty ? self("guarantees.trial.free") : list(trial.costs.map { money($0) })
        let sentence = self(
            "guarantees.trial.sentence", count: trial.applied,
            ["days": days, "customers": number(trial.customers), "cost": cost])
        return trial.held == 0 ? sentence : sentences([sentence, self("guarantees.trial.held", count: trial.held)])
    }

    /// What a customer is told of a guarantee's gifts.
    func guaranteed(_ gifts: [GuaranteedGift]) -> String {
        let told = gifts.map { one in
            let amount = money(one.gift.amount)
            guard let code = one.code, let until = one.until else {
                return self("authority.told.given", of: one.gift.kind, ["amount": amount])
            }
            return self("coupons.told.amount", ["amount": amount, "code": code.description, "day": longDay(until)])
        }
        return sentences(told)
    }
}
