import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("The board of today") struct TodayBoardTests {
    @Test("It sorts what is due by when, and counts what it does not show", arguments: TestStore.engines)
    func groups(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            for minutes in [30, 45, 120, 240, 500] {
                _ = try await counter.promise(
                    counter.draft("m\(minutes)", target: .wall(.minutes(Int64(minutes)))), at: "2026-03-05 10:00")
            }
            _ = try await counter.promise(counter.draft("early", target: .wall(.minutes(10))), at: "2026-03-05 09:30")
            try await counter.look(at: "2026-03-05 10:25")
            let board = try await counter.store.read { try $0.todayBoard(at: Counter.at("2026-03-05 10:25"), lines: 1) }
            #expect(board.opens == Counter.at("2026-03-05 09:00") && board.sundown == Counter.at("2026-03-05 17:00"))
            #expect(board.dueNextHour == 2 && board.nextHour.count == 1)
            #expect(board.dueBeforeSundown == 4)
            #expect(board.dueLater == 1)
            #expect(board.brokenTotal == 1 && board.broken.first?.owner == "Owner")
            #expect(board.atRisk == 1 && board.nextHour.first?.isAtRisk == true)
            #expect(board.figures.broken == 1 && board.hasAny)
            #expect(board.marks.count == 5)
            #expect(board.dueBySlot.values.reduce(0, +) == 5)
        }
    }

    @Test("What has no mark of its own is counted in its slot all the same", arguments: TestStore.engines)
    func crowds(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            // A slot of eight hours is 8 minutes 34 seconds long: 235 fall due at 11:00, 12 at the end of the day.
            let drafts =
                (0..<235).map { counter.draft("a\($0)", target: .wall(.hours(1))) }
                + (0..<12).map { counter.draft("b\($0)", target: .wall(.hours(7))) }
            try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:00")) { tx in
                for draft in drafts { _ = try tx.makePromise(draft) }
            }
            let now = Counter.at("2026-03-05 10:01")
            let board = try await counter.store.read { try $0.todayBoard(at: now) }
            #expect(board.marks.count == 200)
            let slots = DaySlots(opens: board.opens, sundown: board.sundown)
            #expect(board.dueBySlot == [14: 235, 56: 12])
            for (slot, count) in board.dueBySlot {
                var filter = PromiseFilter()
                filter.dueAfter = slots.start(of: slot)
                filter.dueBefore = slots.start(of: slot + 1)
                filter.openOrSettledFrom = board.opens
                let asked = filter
                let listed = try await counter.store.read { try $0.promises(asked, limit: 1_000) }
                #expect(listed.count == count)
                #expect(listed.allSatisfy { slots.slot(of: $0.due) == slot })
            }
        }
    }

    @Test("On a closed day it shows the next opening day", arguments: TestStore.engines)
    func closedDay(on engine: Engine) async throws {
        try await Counter.with(engine) { counter in
            let board = try await counter.store.read { try $0.todayBoard(at: Counter.at("2026-03-07 12:00")) }
            #expect(board.opens == Counter.at("2026-03-09 09:00") && board.sundown == Counter.at("2026-03-09 17:00"))
            #expect(!board.hasAny)
        }
    }
}
