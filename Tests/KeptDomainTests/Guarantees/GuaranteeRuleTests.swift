import KeptDomain
import KeptWords
import Testing

@Suite struct GuaranteeRuleTests {
    private static let euro = Currency("EUR")!
    private static func euros(_ minor: Int64) -> Money { Money(minor: minor, currency: euro) }

    private static func facts(
        _ matter: Int64 = 1, customer: Int64? = 9, _ change: (inout GuaranteeFacts) -> Void = { _ in }
    ) -> GuaranteeFacts {
        var facts = GuaranteeFacts(
            trigger: .promiseBroken, matter: ID(matter), customer: customer.map { ID($0) },
            scope: ScopeFacts(place: ID(3), segment: "regular", region: "north"), about: .order, paid: euros(4_000))
        change(&facts)
        return facts
    }

    private static func rule(_ change: (inout GuaranteeRule) -> Void = { _ in }) -> GuaranteeRule {
        var rule = GuaranteeRule(
            name: "On time", trigger: .promiseBroken, gifts: [.init(.coupon, .amount(euros(500)))])
        change(&rule)
        return rule
    }

    @Test func eachConditionIsAsked() {
        #expect(Self.rule().fits(Self.facts()))
        #expect(!Self.rule { $0.trigger = .lost }.fits(Self.facts()))
        #expect(!Self.rule { $0.about = .case }.fits(Self.facts()))
        #expect(!Self.rule { $0.scope.segment = "new" }.fits(Self.facts()))
        #expect(Self.rule { $0.scope.region = "north" }.fits(Self.facts()))
        #expect(!Self.rule { $0.standard = ID(8) }.fits(Self.facts()))
        #expect(!Self.rule { $0.breaks = 2 }.fits(Self.facts()))
        #expect(Self.rule { $0.breaks = 2 }.fits(Self.facts { $0.breaks = 2 }))
        #expect(Self.rule { $0.worthAtLeast = Self.euros(4_000) }.fits(Self.facts()))
        #expect(!Self.rule { $0.worthAtLeast = Self.euros(4_001) }.fits(Self.facts()))
        let dollars = Money(minor: 1, currency: Currency("USD")!)
        #expect(!Self.rule { $0.worthAtLeast = dollars }.fits(Self.facts()), "of another currency nothing is known")
        #expect(!Self.rule { $0.lateBy = .hours(1) }.fits(Self.facts()))
        #expect(Self.rule { $0.lateBy = .hours(1) }.fits(Self.facts { $0.lateBy = .hours(2) }))
        #expect(!Self.rule { $0.gifts = [.init(.refund, .percent(100))] }.fits(Self.facts { $0.paid = nil }))
    }

    @Test func moneyBackAndANewOne() {
        let rule = ReadyGuarantee.doubled.rule(name: "Fresh", called: [:], in: Self.euro)
        let given = rule.given(in: Self.facts { $0.trigger = .recorded })
        #expect(given.map(\.kind) == [.refund, .replacement])
        #expect(given.map(\.amount) == [Self.euros(4_000), Self.euros(4_000)])
    }

    @Test func aTallyHasAnEndForMatterCustomerAndDay() {
        var tally = GuaranteeTally(Self.rule { ($0.mostPerCustomer, $0.mostPerDay) = (2, 3) })
        func given(_ verdict: GuaranteeTally.Verdict) -> Character {
            switch verdict {
            case .given: "g"
            case .held: "h"
            case .passedOver: "-"
            }
        }
        let verdicts = [
            tally.judge(Self.facts(1)), tally.judge(Self.facts(1)), tally.judge(Self.facts(2)),
            tally.judge(Self.facts(3)), tally.judge(Self.facts(4, customer: 8)),
            tally.judge(Self.facts(5, customer: 7)),
        ]
        #expect(String(verdicts.map(given)) == "g-g-gh")
        tally.beginDay()
        #expect(given(tally.judge(Self.facts(6, customer: 6))) == "g")
        tally.forget(ID(9))
        #expect(given(tally.judge(Self.facts(7))) == "g")
    }

    @Test func percentagesRoundDownAndDoNotOverflow() {
        #expect(Self.euros(1_999).percent(50) == Self.euros(999))
        #expect(Self.euros(RemedyDraft.largest).percent(200) == Self.euros(RemedyDraft.largest * 2))
        #expect(
            Self.rule { $0.gifts = [.init(.gesture, .percent(200))] }.given(in: Self.facts()).map(\.amount) == [
                Self.euros(8_000)
            ])
    }

    @Test func noMoreGoesBackThanWasPaid() {
        let rule = Self.rule { $0.gifts = [.init(.refund, .percent(100)), .init(.replacement, .percent(100))] }
        let partly = rule.given(in: Self.facts { $0.goneBack = 2_500 })
        #expect(partly.map(\.amount) == [Self.euros(1_500), Self.euros(4_000)], "a new one is no money back")
        let all = rule.given(in: Self.facts { $0.goneBack = 4_000 })
        #expect(all.map(\.kind) == [.replacement])
        let refund = Self.rule { $0.gifts = [.init(.refund, .percent(100))] }
        #expect(!refund.fits(Self.facts { $0.goneBack = 4_000 }))
        let both = [
            GivenGift(kind: .refund, amount: Self.euros(3_000)),
            GivenGift(kind: .priceMatch, amount: Self.euros(3_000)),
        ]
        #expect(both.within(Self.euros(4_000)).map(\.amount) == [Self.euros(3_000), Self.euros(1_000)])
        let problems = Self.rule { $0.gifts = [.init(.refund, .percent(101))] }.problems()
        #expect(problems.map(\.key) == ["problems.more-back-than-paid"])
    }

    @Test func aConditionThatCanNeverBeMetIsRefused() {
        func fields(_ metric: Standard.Metric? = nil, _ change: (inout GuaranteeRule) -> Void) -> [String] {
            Self.rule(change).problems(metric: metric).map(\.field)
        }
        #expect(fields { $0.lateBy = .hours(1) } == ["late_by_seconds"], "nobody knows at a break how late it will be")
        #expect(fields { ($0.trigger, $0.lateBy) = (.deliveredLate, .hours(1)) } == [])
        for trigger in Guarantee.Trigger.allCases where trigger != .promiseBroken {
            #expect(fields { ($0.trigger, $0.about) = (trigger, .order) } == ["about"])
        }
        for trigger in [Guarantee.Trigger.damaged, .lost, .unavailable, .recorded] {
            #expect(
                fields { ($0.trigger, $0.standard, $0.lateBy) = (trigger, ID(5), .hours(1)) } == [
                    "late_by_seconds", "standard",
                ])
        }
        #expect(fields(.solution) { ($0.trigger, $0.standard) = (.deliveredLate, ID(5)) } == ["standard"])
        #expect(fields(.delivery) { ($0.trigger, $0.standard) = (.deliveredLate, ID(5)) } == [])
        #expect(fields(.delivery) { ($0.about, $0.standard) = (.answer, ID(5)) } == ["standard"])
        #expect(fields(.firstReply) { ($0.about, $0.standard) = (.case, ID(5)) } == [])
    }

    /// So many for one customer: of nobody in particular nobody can tell how many they had.
    @Test func withoutACustomerACapAsksALead() {
        var capped = GuaranteeTally(Self.rule { $0.mostPerCustomer = 2 })
        guard case .held(_, .customerUnknown) = capped.judge(Self.facts(1, customer: nil)) else {
            Issue.record("it went out")
            return
        }
        var free = GuaranteeTally(Self.rule { $0.mostPerCustomer = nil })
        guard case .given = free.judge(Self.facts(1, customer: nil)) else {
            Issue.record("it was held")
            return
        }
    }

    @Test func aPriceIsHeldToTheOrder() {
        func fields(_ paid: Int64, _ seen: Int64, total: Money?) -> [String] {
            SeenPrice(paid: paid, seen: seen, currency: Self.euro).problems(total: total).map(\.field)
        }
        #expect(fields(4_000, 0, total: Self.euros(4_000)) == [])
        #expect(fields(4_001, 0, total: Self.euros(4_000)) == ["paid"])
        #expect(fields(4_001, 0, total: nil) == [])
        #expect(fields(0, -1, total: nil) == ["paid", "seen"])
        #expect(fields(1, 0, total: Money(minor: 4_000, currency: Currency("USD")!)) == ["currency"])
    }

    @Test func whatIsToldReadsBack() {
        let code = CouponCode(numbers: Array(1...11))
        let gifts = [
            GuaranteedGift(gift: GivenGift(kind: .refund, amount: Self.euros(1_999))),
            GuaranteedGift(
                gift: GivenGift(kind: .coupon, amount: Self.euros(500)), code: code, until: Day("2027-11-22")),
        ]
        let sentence = OwnSentence.guaranteed("On time | or, a coupon", gifts)
        #expect(OwnSentence(sentence.text) == sentence)
    }

    @Test(arguments: ["en", "zh-Hans"]) func everyRuleHasItsSentence(language: String) throws {
        let words = try Vocabulary.load()[Language(language)]
        for ready in ReadyGuarantee.allCases {
            var rule = ready.rule(name: "x", called: [:], in: Self.euro)
            #expect(rule.problems().isEmpty)
            let plain = words.guarantee(rule, GuaranteeNames())
            #expect(!plain.contains("⟦") && !plain.isEmpty, "\(plain)")
            rule.scope = StandardScope(place: ID(3), carrier: ID(4), segment: "new", sameCity: true)
            (rule.standard, rule.breaks, rule.worthAtLeast, rule.lateBy) = (ID(5), 2, Self.euros(5_000), .hours(2))
            let full = words.guarantee(
                rule,
                GuaranteeNames(places: [ID(3): "Market Hill"], carriers: [ID(4): "Velo"], standards: [ID(5): "City"]))
            #expect(full.contains("Market Hill") && full.contains("Velo") && full.contains("€50.00"), "\(full)")
            #expect(!full.contains("⟦"), "\(full)")
        }
        var trial = GuaranteeTrial()
        #expect(!words.trial(trial).contains("⟦"))
        trial.add([GivenGift(kind: .coupon, amount: Self.euros(500))])
        trial.held = 1
        #expect(!words.trial(trial).contains("⟦") && words.trial(trial).contains("€5.00"))
        trial.isInRecord = false
        #expect(!words.trial(trial).contains("⟦"))
        for known in [0, 1, 12] {
            trial.known = known
            #expect(!words.trial(trial).contains("⟦"))
        }
        #expect(words.trial(trial).contains("12"))
    }
}
