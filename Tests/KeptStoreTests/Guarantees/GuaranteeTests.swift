import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

/// A shop whose orders are promised within twelve hours, with a guarantee that is on.
private struct Guaranteed: Sendable {
    let shop: Bookshop
    let id: ID<Guarantee>

    static let euro = Currency("EUR")!
    static func euros(_ minor: Int64) -> Money { Money(minor: minor, currency: euro) }
    static let coupon = GuaranteeRule(
        name: "On time", called: ["en": "On time or a coupon", "zh-Hans": "准时，否则送优惠券"], trigger: .promiseBroken,
        about: .order, gifts: [.init(.coupon, .amount(euros(500)))], mostPerCustomer: 2, mostPerDay: 10)

    static func with<T>(
        _ engine: Engine, _ rule: GuaranteeRule = coupon, _ body: (Guaranteed) async throws -> T
    ) async throws -> T {
        try await Bookshop.with(engine, at: "2026-11-02T06:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "wall:PT12H")
            let id = try await switchedOn(rule, in: shop)
            return try await body(Guaranteed(shop: shop, id: id))
        }
    }

    static func switchedOn(_ rule: GuaranteeRule, in shop: Bookshop) async throws -> ID<Guarantee> {
        try await shop.write { tx in
            let added = try tx.addGuarantee(rule)
            let trial = try tx.tryGuarantee(rule, at: tx.now)
            try tx.noteTrial(trial, of: added.id, version: added.number)
            try tx.switchGuarantee(added.id, on: true, revision: added.revision + 1, why: "begins")
            return added.id
        }
    }

    func orders(_ count: Int, of customer: String? = nil, from first: Int = 1) async throws -> [ID<Order>] {
        var all: [ID<Order>] = []
        for number in first..<first + count {
            let name = customer ?? "Customer \(number)"
            let draft = CustomerDraft(source: "shop", externalID: name, name: name, language: "zh-Hans")
            all.append(try await shop.order(shop.draft("G-\(number)", customer: draft)).order.id)
        }
        return all
    }

    func uses() async throws -> [GuaranteeUseRecord] {
        let id = id
        return try await shop.store.read { try $0.guaranteeUses(of: id, limit: 1_000) }
    }

    func findings() async throws -> [Finding] {
        var all: [Finding] = []
        _ = try await shop.store.examine { all.append($0) }
        return all
    }
}

@Suite struct GuaranteeTests {
    @Test(arguments: TestStore.engines) func aBreakOwesItAtOnceAndTells(on engine: Engine) async throws {
        try await Guaranteed.with(engine) { one in
            let orders = try await one.orders(2)
            try await one.shop.tell(.delivered, of: orders[0])
            one.shop.time.advance(by: .hours(13))
            try await one.shop.lapse()
            let uses = try await one.uses()
            #expect(uses.count == 1 && uses[0].state == .given && uses[0].order == orders[1] && uses[0].case != nil)
            let (told, given, coupons) = try await one.shop.store.read { reading in
                (
                    try reading.tellings(ofOrder: orders[1]), try reading.remedies(onCase: uses[0].case ?? ID(1)),
                    try reading.coupons(limit: 9)
                )
            }
            #expect(given.map(\.right) == [.guarantee] && given[0].amount == Guaranteed.euros(500))
            #expect(told.count == 1 && coupons.count == 1)
            let english = one.shop.words[.english].stored(told[0].said)
            #expect(english.contains(coupons[0].code.description) && english.contains("€5.00"), "\(english)")
            let chinese = one.shop.words[.simplifiedChinese].stored(told[0].said)
            #expect(chinese.contains("准时，否则送优惠券"), "\(chinese)")
            let findings = try await one.findings()
            #expect(findings == [])
        }
    }

    /// Whoever waits for a lead hears nothing before the lead said yes.
    @Test(arguments: TestStore.engines) func everybodyWhoIsOwedGetsOneLetter(on engine: Engine) async throws {
        try await Guaranteed.with(engine) { one in
            for number in 0..<14 {
                let name = "L-\(number)"
                let customer = CustomerDraft(
                    name: name, email: "\(name.lowercased())@example.org", language: number % 2 == 0 ? "en" : "zh-Hans")
                try await one.shop.order(one.shop.draft(name, customer: customer))
            }
            one.shop.time.advance(by: .hours(13))
            try await one.shop.lapse()
            let sends: SQL = "SELECT count(*) FROM sends s JOIN tellings t ON t.message_id = s.message_id"
            #expect(try await one.shop.count(sends) == 10)
            let (id, words) = (one.id, one.shop.words)
            _ = try await one.shop.write { try $0.releaseGuarantee(id, words: words) }
            #expect(try await one.shop.count(sends) == 14)
            #expect(try await one.shop.count("SELECT count(DISTINCT contact) FROM sends") == 14)
            let bodies = try await one.shop.store.read { reading in
                try reading.rows("SELECT body FROM messages ORDER BY id") { $0.text() }
            }
            #expect(bodies.count { $0.hasPrefix("Our guarantee “On time or a coupon”: You get a coupon of €5.00.") } == 7)
            #expect(bodies.count { $0.contains("准时，否则送优惠券") } == 7, "\(bodies)")
            #expect(try await one.findings() == [])
        }
    }

    /// A file that tells what happened to live orders owes what it owes; nobody is written to because of a file.
    @Test(arguments: TestStore.engines) func aFileWritesToNobody(on engine: Engine) async throws {
        let rule = GuaranteeRule(name: "Whole", trigger: .damaged, gifts: [.init(.refund, .percent(100))])
        try await Guaranteed.with(engine, rule) { one in
            let customer = CustomerDraft(name: "Eve", email: "eve@example.org")
            let order = try await one.shop.order(one.shop.draft("E-1", customer: customer)).order.id
            try await one.shop.write { tx in
                _ = try tx.recordEvent(EventDraft(.damaged, at: tx.now, file: "carrier"), of: order, words: nil)
            }
            let told = try await one.shop.store.read { try $0.tellings(ofOrder: order) }
            #expect(told.map(\.untold) == [.history])
            #expect(try await one.shop.count("SELECT count(*) FROM sends") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func aMatterOwesItOnceHoweverOftenItBreaks(on engine: Engine) async throws {
        try await Guaranteed.with(engine) { one in
            let order = try await one.orders(1)[0]
            one.shop.time.advance(by: .hours(13))
            try await one.shop.lapse()
            let broken = try await one.shop.promises(order)[0]
            try await one.shop.write { tx in
                _ = try tx.renegotiatePromise(
                    broken.id,
                    with: PromiseDraft(
                        about: .promise(broken.id), said: "tomorrow", language: "en", zone: "Europe/Berlin",
                        due: .at(tx.now + .hours(5))), why: "late")
            }
            one.shop.time.advance(by: .hours(6))
            try await one.shop.lapse()
            let uses = try await one.uses()
            #expect(uses.count == 1)
            let findings = try await one.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func oneCustomerGetsSoManyAndADayStopsAndAsks(on engine: Engine) async throws {
        try await Guaranteed.with(engine) { one in
            _ = try await one.orders(4, of: "Ada")
            _ = try await one.orders(15, from: 10)
            one.shop.time.advance(by: .hours(13))
            try await one.shop.lapse()
            let uses = try await one.uses()
            // Two for Ada, ten on the day in all, the others wait.
            #expect(uses.count == 17, "\(uses.count)")
            #expect(uses.count { $0.state == .given } == 10 && uses.count { $0.state == .held } == 7)
            let held = try await one.shop.store.read { try $0.heldGuarantees() }
            #expect(held.map(\.count) == [7] && held[0].costs == [Guaranteed.euros(3_500)])
            let before = try await one.shop.count("SELECT count(*) FROM coupons")
            #expect(before == 10)
            let id = one.id
            let (given, isDone) = try await one.shop.write {
                try $0.releaseGuarantee(id, limit: 5, words: one.shop.words)
            }
            #expect(given == 5 && !isDone)
            let declined = try await one.shop.write { try $0.declineGuarantee(id, why: "our own outage drill") }
            #expect(declined.declined == 2 && declined.isDone)
            let findings = try await one.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func aLateDeliveryAndADamagedOneOweTheirs(on engine: Engine) async throws {
        let late = GuaranteeRule(
            name: "Late", trigger: .deliveredLate, lateBy: .hours(3), gifts: [.init(.refund, .percent(50))])
        try await Guaranteed.with(engine, late) { one in
            let damaged = GuaranteeRule(
                name: "Whole", trigger: .damaged,
                gifts: [.init(.refund, .percent(100)), .init(.replacement, .percent(100))])
            let second = try await Guaranteed.switchedOn(damaged, in: one.shop)
            let orders = try await one.orders(3)
            one.shop.time.advance(by: .hours(13))
            try await one.shop.lapse()
            try await one.shop.tell(.delivered, of: orders[0])
            one.shop.time.advance(by: .hours(4))
            try await one.shop.tell(.delivered, of: orders[1])
            try await one.shop.tell(.damaged, of: orders[1])
            let uses = try await one.uses()
            #expect(uses.map(\.order) == [orders[1]], "the first came an hour late")
            #expect(uses.first?.gifts == [GivenGift(kind: .refund, amount: Guaranteed.euros(950))])
            let whole = try await one.shop.store.read { try $0.guaranteeUses(of: second, limit: 9) }
            #expect(whole.count == 1 && whole[0].gifts.count == 2)
            let findings = try await one.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func whatWasRecordedPaysTheDifferenceOnce(on engine: Engine) async throws {
        let rule = GuaranteeRule(
            name: "Lower price", trigger: .lowerPrice, gifts: [.init(.priceMatch, .difference(percent: 200))])
        try await Guaranteed.with(engine, rule) { one in
            let order = try await one.orders(1)[0]
            let id = one.id
            let found = try await one.shop.write {
                try $0.openCase(kind: .request, subject: "cheaper", customer: nil, order: order, place: nil).id
            }
            for difference in [nil, Guaranteed.euros(-5), Guaranteed.euros(0)] as [Money?] {
                await #expect(throws: GuaranteeRefusal.doesNotFit) {
                    try await one.shop.write {
                        try $0.recordGuarantee(id, on: found, difference: difference, words: one.shop.words)
                    }
                }
            }
            try await one.shop.write {
                _ = try $0.recordGuarantee(id, on: found, difference: Guaranteed.euros(150), words: one.shop.words)
            }
            let given = try await one.shop.store.read { try $0.remedies(onCase: found) }
            #expect(given.map(\.amount) == [Guaranteed.euros(300)])
            await #expect(throws: GuaranteeRefusal.usedAlready) {
                try await one.shop.write {
                    try $0.recordGuarantee(id, on: found, difference: Guaranteed.euros(150), words: one.shop.words)
                }
            }
        }
    }

    @Test(arguments: TestStore.engines) func itIsTriedBeforeItIsOnAndAChangeSwitchesItOff(on engine: Engine)
        async throws
    {
        try await Guaranteed.with(engine) { one in
            _ = try await one.orders(3)
            one.shop.time.advance(by: .hours(13))
            try await one.shop.lapse()
            var rule = Guaranteed.coupon
            rule.name = "Twice"
            rule.gifts = [.init(.coupon, .amount(Guaranteed.euros(700)))]
            rule.mostPerDay = 2
            let trial = try await one.shop.store.read { [rule, now = one.shop.time.now] in
                try $0.tryGuarantee(rule, at: now)
            }
            #expect(trial.applied == 3 && trial.customers == 3 && trial.held == 1)
            #expect(trial.costs == [Guaranteed.euros(2_100)])
            let sentence = one.shop.words[.english].trial(trial)
            #expect(sentence.contains("3 times") && sentence.contains("€21.00"), "\(sentence)")
            let added = try await one.shop.write { [rule] in try $0.addGuarantee(rule) }
            await #expect(throws: GuaranteeRefusal.notTried) {
                try await one.shop.write { try $0.switchGuarantee(added.id, on: true, revision: 1, why: "x") }
            }
            let id = one.id
            let changed = try await one.shop.write { tx in
                let known = try tx.knownGuarantee(id)
                var next = known.rule
                next.mostPerDay = 11
                return try tx.changeGuarantee(id, to: next, revision: known.revision, why: "wider")
            }
            #expect(!changed.isOn && !changed.isTried && changed.number == 2 && changed.rule.mostPerDay == 11)
            await #expect(throws: StoreError.self) {
                try await one.shop.write {
                    try $0.changeGuarantee(id, to: Guaranteed.coupon, revision: 1, why: "stale")
                }
            }
        }
    }

    @Test(arguments: TestStore.engines) func nobodysRulesAndFaultyOnesAreRefused(on engine: Engine) async throws {
        try await Guaranteed.with(engine) { one in
            let worker = Actor.person(ID(1), grants: [Grant(role: .lead)])
            await #expect(throws: NotPermitted.self) {
                try await one.shop.write(as: worker) { try $0.addGuarantee(Guaranteed.coupon) }
            }
            var rules = [Guaranteed.coupon]
            rules.append(GuaranteeRule(name: "", trigger: .lost, gifts: [.init(.refund, .percent(100))]))
            rules.append(GuaranteeRule(name: "none", trigger: .lost, gifts: []))
            rules.append(GuaranteeRule(name: "much", trigger: .lost, gifts: [.init(.refund, .percent(900))]))
            rules.append(
                GuaranteeRule(name: "diff", trigger: .lost, gifts: [.init(.refund, .difference(percent: 100))]))
            rules.append(
                GuaranteeRule(
                    name: "place", trigger: .lost, scope: StandardScope(place: ID(1)),
                    gifts: [.init(.refund, .percent(100))]))
            for rule in rules {
                await #expect(throws: InvalidInput.self) { try await one.shop.write { try $0.addGuarantee(rule) } }
            }
        }
    }

    /// Ten thousand words that break in the same minute: by far the most wait for a lead, and the pass stays quick.
    @Test(.timeLimit(.minutes(20)), arguments: TestStore.engines)
    func tenThousandBreaksInAMinuteStopAndAsk(on engine: Engine) async throws {
        try await Guaranteed.with(engine) { one in
            let count = 10_000
            let now = one.shop.time.now
            let place = one.shop.place
            try await one.shop.write { tx in
                for batch in 0..<20 {
                    var matters: [[Value]] = []
                    var promises: [[Value]] = []
                    var deadlines: [[Value]] = []
                    for number in 0..<count / 20 {
                        let (matter, promise) = (tx.newID(Matter.self), tx.newID(Promise.self))
                        let due = now + .hours(1)
                        let first: SQL = "\(matter), \("bulk \(batch) \(number)")"
                        matters.append(first.values)
                        let second: SQL = """
                            \(promise), \(matter), \(place), \("soon"), \("en"), \("Europe/Berlin"), \(due), \(true), \
                            \(PromiseClock.date), \(now), \("shell"), \(now), \("[]"), \(due), \(PromiseState.open), \
                            \(promise)
                            """
                        promises.append(second.values)
                        let third: SQL = "\(tx.newID(Deadline.self)), \(promise), \("break"), \(0), \(due)"
                        deadlines.append(third.values)
                    }
                    try tx.add(into: "matters", columns: ["id", "subject"], rows: matters)
                    try tx.add(
                        into: "promises",
                        columns: [
                            "id", "matter_id", "place_id", "said", "language", "zone", "told_due_at", "is_told",
                            "clock", "starts_at", "made_by", "made_at", "warnings", "due_at", "state", "first_id",
                        ], rows: promises)
                    try tx.add(
                        into: "deadlines", columns: ["id", "promise_id", "kind", "step", "due_at"], rows: deadlines)
                }
            }
            let id = one.id
            try await one.shop.write { tx in
                let known = try tx.knownGuarantee(id)
                var rule = known.rule
                rule.about = nil
                let changed = try tx.changeGuarantee(id, to: rule, revision: known.revision, why: "cases too")
                try tx.noteTrial(GuaranteeTrial(), of: id, version: changed.number)
                try tx.switchGuarantee(id, on: true, revision: changed.revision + 1, why: "on")
            }
            one.shop.time.advance(by: .hours(2))
            let clock = ContinuousClock()
            let start = clock.now
            var seen = LapseCount()
            while true {
                let pass = try await one.shop.write { try $0.lapseDeadlines(limit: 400, words: one.shop.words) }
                if pass.looked == 0 { break }
                seen.broken += pass.broken
                seen.guaranteed += pass.guaranteed
                seen.held += pass.held
            }
            print("\(engine.rawValue): 10,000 breaks with a guarantee in \(clock.now - start)")
            #expect(seen.broken == count && seen.guaranteed == 10 && seen.held == count - 10)
            let held = try await one.shop.store.read { try $0.heldGuarantees() }
            #expect(held.map(\.count) == [count - 10])
        }
    }
}
