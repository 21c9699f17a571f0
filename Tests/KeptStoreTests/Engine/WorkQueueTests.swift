import KeptTestSupport
import Testing

@testable import KeptStore

@Suite struct WorkQueueTests {
    @Test func whatWaitsIsCountedUntilAThreadTakesIt() {
        let queue = WorkQueue<Int>()
        #expect(queue.count == 0)
        for number in 1...3 { #expect(queue.put(number)) }
        #expect(queue.count == 3)
        #expect(queue.take(upTo: 2) == [1, 2] && queue.count == 1)
        #expect(queue.takeMore(upTo: 2) == [3] && queue.count == 0)
        queue.close()
        #expect(!queue.put(4) && queue.count == 0 && queue.take(upTo: 1) == nil)
    }

    @Test(arguments: TestStore.engines) func nothingWaitsForAnIdleStore(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            #expect(store.driver.waiting == WaitingWork(writes: 0, reads: 0))
        }
    }
}
