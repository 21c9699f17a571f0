import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct FailureTests {
    @Test(arguments: TestStore.engines) func aBrokenPromiseIsAFailureOnItsCase(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let found = try await desk.broken(order)
            let recovery = try await desk.recovery(found.id)
            let failure = try #require(recovery.failures.first)
            #expect(recovery.failures.count == 1 && failure.kind == .brokenPromise && failure.standing == .happened)
            #expect(failure.happenedAt == .at("2026-11-03T12:00:00+01:00"), "as of its due time")
            #expect(recovery.next == .acknowledge && recovery.timeToFirstStep == nil)
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func lostAndDamagedJoinWhatIsOpen(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let found = try await desk.broken(order)
            try await desk.shop.tell(.damaged, of: order, reason: "the corner is wet")
            try await desk.shop.tell(.lost, of: order)
            let kinds = try await desk.recovery(found.id).failures.map(\.kind)
            #expect(kinds == [.brokenPromise, .damaged, .lost])
            #expect(try await desk.shop.count("SELECT count(*) FROM cases") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func aComplaintIsAFailureAndAQuestionIsNone(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let asked = try await desk.shop.write {
                try $0.openCase(kind: .question, subject: "Where?", customer: nil, order: order, place: nil)
            }
            #expect(try await desk.shop.store.read { try $0.recovery(of: asked.id) } == nil)
            let joined = try await desk.shop.write {
                try $0.openCase(kind: .complaint, subject: "<b>Late</b> again", customer: nil, order: order, place: nil)
            }
            #expect(joined.id == asked.id)
            let failure = try #require(try await desk.recovery(asked.id).failures.first)
            #expect(failure.kind == .complaint && failure.words == "<b>Late</b> again")
        }
    }

    @Test(arguments: TestStore.engines) func aWordThatWillBeLateIsReplacedAndToldBeforeItBreaks(
        on engine: Engine
    ) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let promise = try #require(try await desk.shop.promises(order).first)
            let (words, template) = (desk.shop.words, try await desk.template(.lateBefore))
            let draft = LatenessDraft(
                reason: "The van's battery is empty", expectedAt: .at("2026-11-04T18:00:00+01:00"), template: template)
            let noted = try await desk.shop.write(as: desk.tom) {
                try $0.foreseeLateness(of: promise.id, draft, words: words, address: RecoveryDesk.address)
            }
            let message = try #require(noted.message)
            #expect(message.body.contains("The van's battery is empty.") && message.contact == "ada@example.org")
            #expect(message.body.contains("https://kept.example.org/t/"), "another time can be chosen there")
            #expect(message.body.contains("It will be with you by"), "late, and until when: \(message.body)")
            #expect(message.body.contains("18:00"))
            try await desk.accept(message)
            let before = try await desk.recovery(noted.case.id)
            #expect(before.failures.first?.standing == .toldBefore && before.next == .solve)
            desk.shop.time.move(to: .at("2026-11-03T12:00:01+01:00"))
            try await desk.shop.lapse()
            let states = try await desk.shop.promises(order).filter(\.isTold).map(\.state)
            #expect(states == [.renegotiated, .open], "nothing broke")
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsForeseenAndHappensIsOneFailure(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            var event = EventDraft(.dispatched, at: desk.shop.time.now, reason: "left the depot late")
            event.expectedAt = .at("2026-11-03T16:00:00+01:00")
            let (draft, words) = (event, desk.shop.words)
            try await desk.shop.write { _ = try $0.recordEvent(draft, of: order, words: words) }
            let found = try await desk.openCase(of: order)
            let foreseen = try #require(try await desk.recovery(found.id).failures.first)
            #expect(foreseen.standing == .foreseen && foreseen.words == "left the depot late")
            desk.shop.time.move(to: .at("2026-11-03T12:00:01+01:00"))
            try await desk.shop.lapse()
            let happened = try await desk.recovery(found.id)
            #expect(happened.failures.count == 1 && happened.failures[0].standing == .happened)
            #expect(happened.beganAt == .at("2026-11-02T10:00:00+01:00"), "counted from when we knew")
            #expect(try await desk.shop.count("SELECT count(*) FROM cases") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func anExpectedTimeWithinTheWordForeseesNothing(on engine: Engine) async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            var event = EventDraft(.dispatched, at: desk.shop.time.now)
            event.expectedAt = .at("2026-11-03T12:00:00+01:00")
            let (draft, words) = (event, desk.shop.words)
            try await desk.shop.write { _ = try $0.recordEvent(draft, of: order, words: words) }
            #expect(try await desk.shop.count("SELECT count(*) FROM failures") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func theLowestScoreIsAFailureOnceForEachOpening(on engine: Engine) async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            func rate(_ value: Int) async throws {
                try await desk.shop.write(as: .customer(nil)) { _ = try $0.rate(.order(order), .ease, value: value) }
            }
            try await rate(2)
            #expect(try await desk.shop.count("SELECT count(*) FROM failures") == 0)
            try await rate(1)
            try await rate(1)
            let found = try await desk.openCase(of: order)
            #expect(try await desk.recovery(found.id).failures.map(\.kind) == [.lowScore])
        }
    }

    @Test(arguments: TestStore.engines) func aMergeCarriesFailuresAndItsUndoingReturnsThem(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let found = try await desk.broken(order)
            let other = try await desk.shop.write {
                try $0.openCase(kind: .request, subject: "Gift wrap", customer: found.customer, order: nil, place: nil)
            }
            try await desk.shop.write { _ = try $0.mergeCase(found.id, into: other.id, why: "the same") }
            #expect(try await desk.recovery(other.id).failures.map(\.kind) == [.brokenPromise])
            #expect(try await desk.shop.store.read { try $0.recovery(of: found.id) } == nil)
            try await desk.shop.write { _ = try $0.undoMerge(of: found.id, why: "not the same") }
            #expect(try await desk.recovery(found.id).failures.map(\.kind) == [.brokenPromise])
            #expect(try await desk.shop.store.read { try $0.recovery(of: other.id) } == nil)
            #expect(try await desk.findings().isEmpty)
        }
    }
}
