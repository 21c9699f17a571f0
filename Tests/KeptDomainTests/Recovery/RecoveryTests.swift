import KeptDomain
import KeptFigures
import Testing

@Suite struct RecoveryTests {
    private static func at(_ minute: Int64) -> Instant { Instant(microseconds: 0) + .minutes(minute) }

    private static func failure(_ id: Int64, at minute: Int64, foreseen: Int64? = nil) -> Failure {
        Failure(
            id: ID(id), case: ID(1), episode: 1, kind: .brokenPromise, customer: nil, order: nil, place: ID(1),
            promise: ID(id), foreseenAt: foreseen.map(at), happenedAt: at(minute), learnedAt: at(foreseen ?? minute),
            words: nil, toldBy: "system:deadlines", standing: .happened)
    }

    private static func recovery(_ facts: [RecoveryFact], leftOut: [StepLeftOut] = []) -> Recovery {
        Recovery(
            case: ID(1), episode: 1, failures: [failure(1, at: 60), failure(2, at: 90)], facts: facts,
            leftOut: leftOut, followUp: nil)
    }

    @Test func ofEachStepTheFirstFactCountsAndNoneFromBefore() {
        let found = Self.recovery([
            RecoveryFact(.apologise, at: Self.at(50), by: "person:1", evidence: .message(ID(1))),
            RecoveryFact(.apologise, at: Self.at(80), by: "person:1", evidence: .message(ID(3))),
            RecoveryFact(.apologise, at: Self.at(70), by: "person:1", evidence: .message(ID(2))),
        ])
        #expect(found.time(to: .apologise) == .minutes(10))
        #expect(found.timeToFirstStep == .minutes(10) && found.time(to: .solve) == nil)
        #expect(found.next == .acknowledge)
    }

    @Test func whatIsForeseenBeginsWhenItIsForeseen() {
        let found = Recovery(
            case: ID(1), episode: 1, failures: [Self.failure(1, at: 60, foreseen: 20)],
            facts: [RecoveryFact(.explain, at: Self.at(25), by: "person:1", evidence: .message(ID(1)))], leftOut: [],
            followUp: nil)
        #expect(found.beganAt == Self.at(20) && found.time(to: .explain) == .minutes(5), "told before it broke")
    }

    @Test func aFactStandsBeforeAnOmission() {
        let omission = StepLeftOut(step: .makeAmends, reason: "wants nothing", by: "person:1", at: Self.at(95))
        let left = Self.recovery([], leftOut: [omission])
        #expect(left[.makeAmends] == .leftOut(omission))
        let fact = RecoveryFact(
            .makeAmends, at: Self.at(99), by: "person:1", evidence: .remedy(ID(5), .gesture, nil))
        #expect(Self.recovery([fact], leftOut: [omission])[.makeAmends] == .done(fact))
    }

    @Test(arguments: [
        (PromiseState.open, false, Failure.Standing.foreseen), (.broken, true, .happened),
        (.renegotiated, false, .toldBefore), (.kept, false, .averted), (.kept, true, .averted),
        (.released, false, .averted),
    ])
    func aFailureStandsAsItsPromiseDoes(state: PromiseState, happened: Bool, standing: Failure.Standing) {
        #expect(Failure.Standing(promise: state, hasHappened: happened) == standing)
    }

    @Test func aQuestionComesAtNoNight() {
        let rule = FollowUpRule(kind: .complaint, isOn: true, afterDays: 3)
        let noon = Instant(microseconds: 1_767_182_400_000_000)  // 2025-12-31T12:00Z
        #expect(rule.due(closed: noon, zone: .utc) == noon + .days(3))
        #expect(rule.due(closed: noon + .hours(10), zone: .utc) == noon + .days(3) + .hours(21), "22:00 becomes 9:00")
        #expect(rule.due(closed: noon - .hours(7), zone: .utc) == noon + .days(3) - .hours(3), "5:00 becomes 9:00")
    }

    @Test func anAnswerIsTakenOnceAndCanBeChangedForADay() throws {
        let sent = Self.at(0)
        let asked = FollowUp(
            id: ID(1), case: ID(1), episode: 1, kind: .complaint, state: .sent, due: sent, sentAt: sent,
            closesAt: sent + .days(14))
        let yes = try asked.answered(.yes, words: " fine ", at: sent + .days(2))
        #expect(yes.state == .answered && yes.words == "fine" && yes.answeredAt == sent + .days(2))
        #expect(try yes.answered(.yes, words: nil, at: sent + .days(9)) == yes, "the same again changes nothing")
        let no = try yes.answered(.no, words: nil, at: sent + .days(3))
        #expect(
            no.answer == .no && no.words == "fine" && no.answeredAt == yes.answeredAt, "the day does not begin anew")
        #expect(throws: RecoveryRefusal.followUpFinal) {
            _ = try no.answered(.yes, words: nil, at: sent + .days(3) + Span(microseconds: 1))
        }
        #expect(throws: RecoveryRefusal.followUpClosed) {
            _ = try asked.answered(.yes, words: nil, at: sent + .days(14) + Span(microseconds: 1))
        }
        var often = yes
        often.changes = FollowUp.mostChanges
        #expect(throws: RecoveryRefusal.tooManyChanges) { _ = try often.answered(.no, words: nil, at: sent + .days(2)) }
    }

    @Test func customersAreMatchedInTimeAndEachOnce() {
        func customer(_ id: Int64, day: Int64, again: Bool) -> LaterPurchases.Customer {
            LaterPurchases.Customer(id: ID(id), at: Instant(microseconds: 0) + .days(day), boughtAgain: again)
        }
        let never = (0..<10).map { customer(100 + $0, day: 10, again: $0 < 5) } + [customer(200, day: 60, again: true)]
        let found = LaterPurchases(
            well: [customer(1, day: 12, again: true)], badly: [customer(2, day: 12, again: false)],
            never: Self.asked(never))
        #expect(found[.well].trials == 1 && found[.badly].successes == 0)
        #expect(found[.never].trials == 8, "four for each, none twice, none seven weeks away")
        #expect(found.difference(.well, from: .never) == nil, "too few to say")
        let same = LaterPurchases(
            well: [customer(100, day: 10, again: true)], badly: [],
            never: Self.asked([customer(100, day: 10, again: true)]))
        #expect(same[.never].trials == 0, "nobody is matched with themselves")
    }

    /// Answers as the record does: those of a span of time.
    private static func asked(
        _ all: [LaterPurchases.Customer]
    ) -> (Instant, Instant) -> [LaterPurchases.Customer] {
        { from, to in all.filter { $0.at >= from && $0.at < to } }
    }

    /// Against the rule taken word by word: all within the span, the nearest first, of those equally near the earlier.
    @Test func theNearestAreTakenWhicheverSideTheyStandOn() {
        var state: UInt64 = 7
        func next(_ bound: Int64) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(state >> 33) % bound
        }
        func customers(_ count: Int64, from first: Int64) -> [LaterPurchases.Customer] {
            (0..<count).map {
                LaterPurchases.Customer(
                    id: ID(first + $0), at: Self.at(0) + .hours(next(60 * 24)), boughtAgain: next(2) == 0)
            }
        }
        let (never, failed) = (customers(300, from: 1), customers(90, from: 250))
        let found = LaterPurchases(well: failed, badly: [], never: Self.asked(never))
        var pool = never.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        var (taken, again) = (0, 0)
        for customer in failed.sorted(by: { ($0.at, $0.id) < ($1.at, $1.id) }) {
            func gap(_ other: LaterPurchases.Customer) -> Int64 {
                abs(other.at.microseconds - customer.at.microseconds)
            }
            let near = pool.indices.filter {
                gap(pool[$0]) <= LaterPurchases.matchWithin.microseconds && pool[$0].id != customer.id
            }
            let chosen = near.sorted { (gap(pool[$0]), $0) < (gap(pool[$1]), $1) }.prefix(LaterPurchases.matches)
            taken += chosen.count
            again += chosen.count { pool[$0].boughtAgain }
            for index in chosen.sorted(by: >) { pool.remove(at: index) }
        }
        #expect(found[.never].trials == taken && found[.never].successes == again)
    }

    @Test func matchingAsksForEachTimeOnce() {
        var asked: [ClosedRange<Instant>] = []
        let failed = (0..<400).map {
            LaterPurchases.Customer(id: ID($0 + 1), at: Self.at(0) + .hours($0), boughtAgain: true)
        }
        let found = LaterPurchases(well: failed, badly: [], within: .days30) { from, to in
            #expect(asked.last.map { $0.upperBound <= from } ?? true, "no time twice")
            asked.append(from...to)
            // One customer an hour.
            let hours = Int64((to - from).microseconds / 3_600_000_000)
            return (0..<hours).map {
                let at = from + .hours($0)
                return .init(id: ID(at.microseconds), at: at, boughtAgain: false)
            }
        }
        #expect(found.within == .days30 && found[.well].trials == 400)
        #expect(found[.never].trials > 400 && asked.count < 25, "\(asked.count) questions for 17 days")
    }

    @Test func aCauseIsKnownAgainHoweverItIsTyped() {
        #expect(Cause.folded("  Courier  without Substitute. ") == Cause.folded("courier without substitute"))
        #expect(Cause.folded("没有人接替。") == Cause.folded("没有人接替"))
        let cause = Cause(
            id: ID(1), kind: .carrier, parent: nil, sameAs: nil, names: ["en": "battery", "zh-Hans": "电瓶"],
            endedAt: nil,
            revision: 1)
        #expect(
            cause.name(in: "zh-Hans") == "电瓶" && cause.name(in: "zh-CN") == "电瓶" && cause.name(in: "de") == "battery")
    }
}
