import KeptDomain
import KeptStore
import KeptTestSupport
import Synchronization
import Testing

/// What happened, in order.
private final class Log: Sendable {
    private let state = Mutex<[Int]>([])
    var entries: [Int] { state.withLock { $0 } }
    func add(_ entry: Int) { state.withLock { $0.append(entry) } }
}

@Suite struct TimeSourceTests {
    @Test func systemTimeSleepsUntilTheInstantAndNotMuchLonger() async throws {
        let time = SystemTime()
        let end = time.now + .milliseconds(30)
        try await time.sleep(until: end)
        #expect(time.now >= end)
        try await time.sleep(until: end)
    }

    @Test func aCancelledSleepThrows() async {
        let task = Task { try await SystemTime().sleep(for: .hours(1)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func movedTimeWakesSleepersOnlyWhenTheirTimeHasCome() async throws {
        let time = MovedTime("2026-11-05T18:00:00Z")
        let woken = Log()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for hours in [2, 1] {
                group.addTask {
                    try await time.sleep(for: .hours(Int64(hours)))
                    woken.add(hours)
                }
            }
            await time.untilSleeping(2)
            #expect(time.nextWaking == time.now + .hours(1))
            time.advance(by: .minutes(59))
            #expect(time.sleepers == 2)
            time.advance(by: .minutes(1))
            #expect(time.sleepers == 1)
            try await group.next()
            #expect(woken.entries == [1])
            time.advance(by: .hours(-3))
            #expect(time.sleepers == 1)
            time.advance(by: .hours(9))
        }
        #expect(woken.entries == [1, 2])
        #expect(time.now.iso == "2026-11-06T01:00:00Z")
    }

    @Test func aCancelledSleeperOfMovedTimeLeaves() async {
        let time = MovedTime("2026-11-05T18:00:00Z")
        let task = Task { try await time.sleep(for: .hours(1)) }
        await time.untilSleeping()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(time.sleepers == 0)
    }
}
