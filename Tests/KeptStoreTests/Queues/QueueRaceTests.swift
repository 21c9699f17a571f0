import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct QueueRaceTests {
    @Test(arguments: TestStore.engines) func noNumberIsGivenTwiceHoweverManyJoinAtOnce(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            let tickets = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<100 { group.addTask { try await desk.joins(at: "2026-03-03 10:00").visit.ticket } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(tickets.compactMap(\.self)) == Set((1...100).map { "A\($0)" }))
        }
    }

    @Test(arguments: TestStore.engines) func twoPointsNeverCallTheSameVisit(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            for _ in 0..<8 { try await desk.joins(at: "2026-03-03 10:00") }
            for round in 0..<4 {
                async let one = desk.calls(0, at: "2026-03-03 10:0\(round + 1)")
                async let two = desk.calls(2, at: "2026-03-03 10:0\(round + 1)")
                let (first, second) = try await (one, two)
                #expect(first.visit.id != second.visit.id && first.isNew && second.isNew)
                for visit in [first.visit.id, second.visit.id] {
                    _ = try await desk.does(at: "2026-03-03 10:0\(round + 1)") { try $0.finishVisit(visit) }
                }
            }
        }
    }

    @Test(arguments: TestStore.engines) func aPointThatAsksFiveTimesAtOnceCallsOne(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            for _ in 0..<5 { try await desk.joins(at: "2026-03-03 10:00") }
            let answers = try await withThrowingTaskGroup(of: VisitCalled.self) { group in
                for _ in 0..<5 { group.addTask { try await desk.calls(at: "2026-03-03 10:01") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(\.visit.id)).count == 1)
            #expect(answers.count { $0.isNew } == 1)
        }
    }

    @Test(arguments: TestStore.engines) func everythingStandsAfterARestart(on engine: Engine) async throws {
        try await QueueDesk.with(engine) { desk in
            let first = try await desk.joins(at: "2026-03-03 10:00")
            try await desk.joins(at: "2026-03-03 10:01")
            try await desk.calls(at: "2026-03-03 10:02")
            let again = try await Store.open(desk.counter.location, time: MovedTime("2026-03-03T09:03:00Z"))
            let queue = desk.returns.id
            let scene = try await again.read { try $0.queueScene(queue, at: Counter.at("2026-03-03 10:03")) }
            #expect(scene.called.map(\.id) == [first.visit.id] && scene.waiting.map(\.visit.ticket) == ["A2"])
            let page = try await again.read { try $0.visitPage(first.key, at: Counter.at("2026-03-03 10:03")) }
            #expect(page.visit.state == .called && page.point?.id == desk.points[0].id)
            await again.close(at: Counter.at("2026-03-03 10:03"))
        }
    }
}
