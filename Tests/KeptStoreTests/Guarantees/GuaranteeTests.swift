import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

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
            #expect(
                bodies.count { $0.hasPrefix("Our guarantee “On time or a coupon”: You get a coupon of €5.00.") } == 7)
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
            let part = try await one.shop.write { try $0.releaseGuarantee(id, limit: 5, words: one.shop.words) }
            #expect(part.given == 5 && part.done == 5 && part.left == 2)
            let declined = try await one.shop.write { try $0.declineGuarantee(id, why: "our own outage drill") }
            #expect(declined.done == 2 && declined.left == 0)
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
            let euro = Guaranteed.euro
            for seen in [nil, 1_905, 1_900] as [Int64?] {
                let price = seen.map { SeenPrice(paid: 1_900, seen: $0, currency: euro) }
                await #expect(throws: GuaranteeRefusal.doesNotFit) {
                    try await one.shop.write {
                        try $0.recordGuarantee(id, on: found, price: price, words: one.shop.words)
                    }
                }
            }
            let price = SeenPrice(paid: 1_900, seen: 1_750, currency: euro)
            try await one.shop.write {
                _ = try $0.recordGuarantee(id, on: found, price: price, words: one.shop.words)
            }
            let given = try await one.shop.store.read { try $0.remedies(onCase: found) }
            #expect(given.map(\.amount) == [Guaranteed.euros(300)])
            await #expect(throws: GuaranteeRefusal.usedAlready) {
                try await one.shop.write {
                    try $0.recordGuarantee(id, on: found, price: price, words: one.shop.words)
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
                // These words are nobody's in particular, and the day is what is looked at here.
                rule.mostPerCustomer = nil
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
