import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct StandardTests {
    @Test(arguments: TestStore.engines) func openPromisesKeepTheirVersionUnlessRepromised(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let standard = try await shop.addStandard("Everywhere", target: "day+2@12:00")
            for number in 1...3 { try await shop.order(shop.draft("\(number)")) }
            let sooner = StandardDraft(name: "Everywhere", target: "day+1@12:00", said: ["en": "By {due}."])
            let changed = try await shop.write { tx in
                try tx.changeStandard(standard.id, to: sooner, revision: 1, why: "the new van")
            }
            #expect(changed.version != standard.version)
            let old = try await shop.store.read { try $0.openPromisesUnderOldVersions(of: standard.id) }
            #expect(old == 3)
            #expect(try await shop.count("SELECT count(*) FROM promises WHERE due_at <> told_due_at") == 0)
            let fresh = try await shop.order(shop.draft("4"))
            #expect(fresh.promise?.standardVersion == changed.version)
            let first = try await shop.write { [words = shop.words] tx in
                try tx.repromise(standard.id, limit: 2, why: "the new van", words: words)
            }
            #expect(first.given == 2)
            let rest = try await shop.write { [words = shop.words] tx in
                try tx.repromise(standard.id, after: first.next, limit: 2, why: "the new van", words: words)
            }
            #expect(rest.given == 1)
            #expect(rest.next == nil)
            #expect(try await shop.store.read { try $0.openPromisesUnderOldVersions(of: standard.id) } == 0)
            #expect(try await shop.count("SELECT count(*) FROM promises WHERE state = 'renegotiated'") == 3)
            await #expect(throws: StoreError.self) {
                _ = try await shop.write { try $0.changeStandard(standard.id, to: sooner, revision: 1, why: "again") }
            }
        }
    }

    @Test(arguments: TestStore.engines) func anEndedStandardPromisesNothingAndItsWarningsAreCleared(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let standard = try await shop.addStandard("Everywhere", target: "wall:PT10H")
            let order = try await shop.order(shop.draft("1")).order
            shop.time.advance(by: .hours(9))
            try await shop.lapse()
            #expect(try await shop.count("SELECT count(*) FROM warnings WHERE cleared_at IS NULL") == 1)
            try await shop.write { try $0.endStandard(standard.id, revision: 1, why: "no van") }
            #expect(try await shop.count("SELECT count(*) FROM warnings WHERE cleared_at IS NULL") == 0)
            #expect(try await shop.promises(order.id).map(\.state) == [.open])
            #expect(try await shop.order(shop.draft("2")).promise == nil)
            await #expect(throws: SetUpRefusal.standardEnded) {
                try await shop.write { try $0.endStandard(standard.id, revision: 2, why: "again") }
            }
        }
    }

    @Test(arguments: TestStore.engines) func theToleranceCountsForTheStandardAndNotForThePromise(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let standard = try await shop.write { tx in
                try tx.addStandard(
                    StandardDraft(
                        name: "Fast", target: "wall:PT1H", tolerance: .minutes(15), said: ["en": "By {due}."]))
            }
            var orders: [ID<Order>] = []
            for number in 1...4 { orders.append(try await shop.order(shop.draft("\(number)")).order.id) }
            let due = shop.time.now + .hours(1)
            // Exactly in time, exactly at the end of the tolerance, a microsecond later, and not at all.
            shop.time.move(to: due)
            try await shop.tell(.delivered, of: orders[0])
            shop.time.move(to: due + .seconds(1))
            try await shop.lapse()
            let states = try await shop.store.read {
                try $0.rows("SELECT state FROM promises ORDER BY id") { $0.text() }
            }
            #expect(states == ["kept", "broken", "broken", "broken"], "broken at its due time, whatever the tolerance")
            shop.time.move(to: due + .minutes(20))
            try await shop.tell(.delivered, of: orders[1], at: due + .minutes(15))
            try await shop.tell(.delivered, of: orders[2], at: due + .minutes(15) + Span(microseconds: 1))
            let figures = try await shop.store.read { try $0.figures(of: standard.id, since: due - .days(1)) }
            #expect(figures == StandardFigures(kept: 1, broken: 3, withinTolerance: 1))
            #expect(figures.keptShare == 0.25 && figures.metShare == 0.5)
            let later = try await shop.store.read { try $0.figures(of: standard.id, since: due + .days(1)) }
            #expect(later == StandardFigures() && later.metShare == nil)
        }
    }

    @Test(arguments: TestStore.engines) func aSolutionWithinTheToleranceIsMet(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let standard = try await shop.write { tx in
                try tx.addStandard(
                    StandardDraft(
                        name: "Solved", metric: .solution, target: "wall:PT1H", tolerance: .minutes(15),
                        said: ["en": "By {due}."]))
            }
            let opened = try await shop.write { tx in
                try tx.openCase(kind: .question, subject: "Open?", customer: nil, order: nil, place: nil)
            }
            shop.time.advance(by: .minutes(70))
            try await shop.lapse()
            try await shop.write { _ = try $0.closeCase(opened.id, cause: "asked") }
            let figures = try await shop.store.read { try $0.figures(of: standard.id, since: shop.time.now - .days(1)) }
            #expect(figures == StandardFigures(kept: 0, broken: 1, withinTolerance: 1))
        }
    }

    @Test(arguments: TestStore.engines) func anUnreadableTargetIsADefectAndNotAnEmptyField(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let standard = try await shop.addStandard("Everywhere", target: "day+1")
            _ = try await shop.write { try $0.run("UPDATE standard_versions SET target = 'soon'") }
            let stored = try await shop.store.read { try $0.standard(standard.id) }
            #expect(throws: StoreError.self) { try stored?.standard.storedTarget }
        }
    }

    @Test(arguments: TestStore.engines) func impossibleStandardsAreRefusedFieldByField(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "P2WD")
            let bad = StandardDraft(
                name: "Everywhere", scope: StandardScope(carrier: ID(1)), target: "soon",
                warnings: [WarningStep(.share(1), to: .lead)], said: ["en": "Soon.", "12": "{due}"])
            do {
                _ = try await shop.write { try $0.addStandard(bad) }
                Issue.record("taken")
            } catch let error as InvalidInput {
                #expect(
                    error.problems.map { "\($0.field) \($0.key)" } == [
                        "warnings[0] problems.no-such-warning", "said.12 problems.no-such-language",
                        "said.en problems.no-due-slot", "target problems.no-such-target",
                        "carrier problems.no-such-carrier",
                        "name problems.taken",
                    ])
            }
        }
    }

    @Test(arguments: TestStore.engines) func theMostParticularStandardMakesThePromise(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "day+5")
            try await shop.addStandard("Web", target: "day+3", scope: StandardScope(channel: "web"))
            try await shop.addStandard(
                "Web to loyal", target: "day+2", scope: StandardScope(segment: "loyal", channel: "web"))
            var draft = shop.draft("1", customer: CustomerDraft(name: "Ada", segment: "loyal"))
            draft.channel = "web"
            #expect(try await shop.order(draft).promise?.target == "day+2")
            draft.channel = "phone"
            draft.externalID = "2"
            #expect(try await shop.order(draft).promise?.target == "day+5")
        }
    }
}
