import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct QueueUpkeepTests {
    private static func keeps(_ desk: QueueDesk, at time: String) async throws -> QueueUpkeepCount {
        let words = desk.words
        let slow = try await desk.counter.store.read { try $0.slowQueues(at: Counter.at(time)) }
        return try await desk.does(at: time) { try $0.keepQueues(limit: 100, slow: slow, words: words) }
    }

    @Test(arguments: TestStore.engines) func whatNobodyEndedIsClosedAfterTheDayWithTheReason(on engine: Engine)
        async throws
    {
        try await QueueDesk.with(engine) { desk in
            let waiting = try await desk.joins(at: "2026-03-03 16:50").visit
            #expect(waiting.forgetAt == Counter.at("2026-03-03 18:00"))
            #expect(try await Self.keeps(desk, at: "2026-03-03 17:59").forgotten == 0)
            #expect(try await Self.keeps(desk, at: "2026-03-03 18:00").forgotten == 1)
            let closed = try await desk.visit(waiting.id)
            #expect(closed.state == .closed && closed.endedWhy == OwnSentence.visitForgotten.text)
        }
    }

    @Test(arguments: TestStore.engines) func whoWillWaitBeyondWhatWasToldHearsItFromKept(on engine: Engine) async throws
    {
        try await QueueDesk.with(engine) { desk in
            try await desk.precedents(25)
            let joined = try await desk.joins(at: "2026-03-04 10:00")
            #expect(joined.promise?.due == Counter.at("2026-03-04 10:03"))
            #expect(try await Self.keeps(desk, at: "2026-03-04 10:04").told == 0)
            let count = try await Self.keeps(desk, at: "2026-03-04 10:06")
            #expect(count.told == 1)
            let told = try await desk.counter.store.read { try $0.toldWaits(of: joined.visit.id) }
            #expect(told.map(\.because) == [.joined, .slower])
            #expect(told[1].due == Counter.at("2026-03-04 10:09"))
            let scene = try await desk.scene(at: "2026-03-04 10:07")
            #expect(scene.explanation?.reason == nil && scene.explanation?.said["zh-Hans"] != nil)
            // Not again at once.
            #expect(try await Self.keeps(desk, at: "2026-03-04 10:08").told == 0)
        }
    }

    @Test(arguments: TestStore.engines) func namesAndAnswersGoAfterNinetyDaysAndWaitsStay(on engine: Engine)
        async throws
    {
        try await QueueDesk.with(engine) { desk in
            var draft = desk.draft(phone: "030 1234567")
            draft.name = "Ann"
            let joined = try await desk.joins(draft, at: "2026-03-03 10:00")
            _ = try await desk.does(at: "2026-03-03 10:05") { try $0.leaveQueue(.key(joined.key)) }
            #expect(try await Self.keeps(desk, at: "2026-05-30 10:00").erased == 0)
            #expect(try await Self.keeps(desk, at: "2026-06-02 10:00").erased == 1)
            let visit = try await desk.visit(joined.visit.id)
            #expect(visit.name == nil && visit.phone == nil && visit.endedAt == Counter.at("2026-03-03 10:05"))
            #expect(try await desk.counter.store.read { try $0.visit(joined.key) } == nil)
        }
    }

    @Test(arguments: TestStore.engines) func theDoctorFindsQueuesSoundAndEachContradiction(on engine: Engine)
        async throws
    {
        try await QueueDesk.with(engine) { desk in
            try await desk.precedents(25)
            try await desk.joins(at: "2026-03-04 10:00")
            try await desk.counter.look(at: "2026-03-04 10:03:01")
            try await desk.calls(at: "2026-03-04 10:04")
            let store = desk.counter.store
            var found: [Finding] = []
            _ = try await store.examine { found.append($0) }
            #expect(found == [])
            let damages: [SQL] = [
                "UPDATE visits SET called_at = NULL WHERE state = 'called'",
                "UPDATE queue_days SET last = 3",
                "UPDATE promises SET state = 'open', settled_at = NULL WHERE state = 'kept'",
                "DELETE FROM journal WHERE kind = 'visit.joined'",
                "UPDATE service_points SET opened_at = NULL",
            ]
            try await store.write(as: .shell, at: Counter.at("2026-03-04 11:00")) { tx in
                for damage in damages { try tx.run(damage) }
            }
            found = []
            _ = try await store.examine { found.append($0) }
            let kinds = Set(found.map(\.kind))
            #expect(
                kinds.isSuperset(of: [.visitOff, .ticketOff, .waitOff, .visitWithoutEntry, .pointOff]), "\(kinds)")
        }
    }

    @Test("C52 a clock that is set back makes no negative wait and calls nobody twice", arguments: TestStore.engines)
    func c52(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            let visit = try await desk.joins(at: "2026-03-03 10:10").visit
            let called = try await desk.calls(at: "2026-03-03 10:00").visit
            #expect(called.calledAt == visit.joinedAt && called.waited(until: Counter.at("2026-03-03 09:00")) == .zero)
            let again = try await desk.calls(at: "2026-03-03 10:05")
            #expect(again.visit.id == visit.id && !again.isNew)
        }
    }

    @Test("C6 a wait that ends at its due instant is kept, a microsecond later broken", arguments: TestStore.engines)
    func c6(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            try await desk.precedents(25)
            for (late, state) in [(Int64(0), PromiseState.kept), (1, .broken)] {
                let joined = try await desk.joins(at: "2026-03-0\(4 + late) 10:00")
                let promise = try #require(joined.promise)
                let point = desk.points[0].id
                _ = try await desk.counter.store.write(
                    as: .shell, at: promise.due + Span(microseconds: late)
                ) { try $0.callNext(at: point) }
                try await desk.counter.look(at: promise.due + .seconds(1))
                #expect(try await desk.counter.reload(promise).state == state)
                _ = try await desk.counter.store.write(as: .shell, at: promise.due + .minutes(1)) {
                    try $0.finishVisit(joined.visit.id)
                }
            }
        }
    }

    @Test("C50 down over a due time: the wait broke at its due instant, told once", arguments: TestStore.engines)
    func c50(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            try await desk.precedents(25)
            let joined = try await desk.joins(at: "2026-03-04 10:00")
            let promise = try #require(joined.promise)
            #expect(try await desk.counter.look(at: "2026-03-04 13:00").broken == 1)
            #expect(try await desk.counter.look(at: "2026-03-04 13:01").broken == 0)
            let broken = try await desk.counter.reload(promise)
            #expect(broken.settledAt == promise.due && broken.seenAt == Counter.at("2026-03-04 13:00"))
        }
    }
}
