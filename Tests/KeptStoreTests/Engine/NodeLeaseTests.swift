import KeptDomain
import KeptTestSupport
import Testing

@testable import KeptStore

@Suite struct NodeLeaseTests {
    /// A server without writes for over an hour lost its number to another process: it must not make ids with it.
    @Test(arguments: TestStore.engines) func aNumberThatLapsedIsNotTakenBack(on engine: Engine) async throws {
        let time = MovedTime("2026-11-22T08:00:00Z")
        try await TestStore.withLocation(engine, time: time) { idle, location in
            let former = idle.ids.nodeNumber
            time.advance(by: .hours(2))
            let other = try await Store.open(location, time: time)
            #expect(other.ids.nodeNumber == former, "nobody held it any more")
            let made = try await idle.write(as: .shell, at: time.now) { $0.newID(Order.self) }
            #expect(idle.ids.nodeNumber != former)
            let others = try await other.write(as: .shell, at: time.now) { $0.newID(Order.self) }
            #expect(made.rawValue >> 11 & 0x3ff != others.rawValue >> 11 & 0x3ff)
            // Closing gives back its own number and not the other's.
            await other.close(at: time.now)
        }
    }

    @Test(arguments: TestStore.engines) func aNumberInUseIsKept(on engine: Engine) async throws {
        let time = MovedTime("2026-11-22T08:00:00Z")
        try await TestStore.withLocation(engine, time: time) { store, location in
            let number = store.ids.nodeNumber
            for _ in 0..<5 {
                time.advance(by: .minutes(40))
                _ = try await store.write(as: .shell, at: time.now) { $0.newID(Order.self) }
            }
            #expect(store.ids.nodeNumber == number)
            let other = try await Store.open(location, time: time)
            #expect(other.ids.nodeNumber != number)
            await other.close(at: time.now)
        }
    }

    @Test func aProcessThatIsGoneIsTold() {
        let own = ProcessMark.own
        #expect(!ProcessMark.isGone(own))
        let start = own.split(separator: "/").last.map(String.init) ?? ""
        #expect(ProcessMark.isGone(own.dropLast(start.count) + "1"), "the number was given again")
        #expect(!ProcessMark.isGone("elsewhere/" + own.split(separator: "/").dropFirst().joined(separator: "/")))
        #expect(!ProcessMark.isGone("what is this"))
    }
}
