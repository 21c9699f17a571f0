import Foundation
import KeptTestSupport
import Synchronization
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

    @Test func whatCameLaterIsLeftInTheQueue() throws {
        let queue = WorkQueue<Int>()
        for number in 1...3 { #expect(queue.put(number)) }
        let (first, cameIn) = try #require(queue.takeOne())
        #expect(first == 1 && cameIn == 3)
        #expect(queue.put(4))
        #expect(queue.takeOne(ofFirst: cameIn) == 2)
        #expect(queue.takeOne(ofFirst: cameIn) == 3)
        #expect(queue.takeOne(ofFirst: cameIn) == nil, "it came after the snapshot began")
        #expect(queue.takeOne()?.work == 4)
    }

    /// Its connection is the one that is ready for more.
    @Test func theThreadThatWorkedLastIsWokenFirst() async throws {
        let queue = WorkQueue<Int>()
        let done = DispatchSemaphore(value: 0)
        let byThread = Mutex([Int: Int]())
        let threads = (0..<4).map { thread in
            WorkerThread(name: "test-\(thread)") {
                while queue.take(upTo: 1) != nil {
                    byThread.withLock { $0[thread, default: 0] += 1 }
                    done.signal()
                }
            }
        }
        for number in 0..<20 {
            // Whoever worked has come back to wait by then, but for a very slow machine.
            try await Task.sleep(for: .milliseconds(5))
            #expect(queue.put(number))
            try await onThread { done.wait() }
        }
        queue.close()
        await WorkerThread.join(threads)
        let most = byThread.withLock { $0.values.max() ?? 0 }
        #expect(most > 10, "in turns each would have had five")
    }

    /// A question that takes long is left to the one reader that has it.
    @Test(arguments: TestStore.engines)
    func aSlowQuestionHoldsNobodyUp(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            let (all, one, slow) = (
                DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
            )
            let readers = engine == .sqlite ? 2 : 4
            let began = DispatchSemaphore(value: 0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                // Every reader is busy, so that what is asked now waits together.
                for number in 0..<readers {
                    group.addTask {
                        try await store.read { _ in
                            began.signal()
                            (number == 0 ? one : all).wait()
                        }
                    }
                }
                try await onThread { for _ in 0..<readers { began.wait() } }
                group.addTask { try await store.read { _ in slow.wait() } }
                try await Self.until { store.driver.waiting.reads == 1 }
                for _ in 0..<10 { group.addTask { _ = try await store.read { try $0.count("SELECT 1") } } }
                try await Self.until { store.driver.waiting.reads == 11 }
                one.signal()
                try await Self.until { store.driver.waiting.reads == 10 }
                all.signal()
                // The second reader answers the ten while the first still has the slow one.
                for _ in 0..<12 { _ = try await group.next() }
                slow.signal()
                for _ in 0..<readers { all.signal() }
                try await group.waitForAll()
            }
        }
    }

    @Test func aCommitWaitsNoLongerThanItsBatch() {
        var pace = CommitPace()
        #expect(pace.patience(after: 1, left: .milliseconds(15)) == nil)
        pace.note(.milliseconds(10), shared: 256)
        #expect(pace.patience(after: 1, left: .milliseconds(15)) == 0.005)
        #expect(pace.patience(after: 1, left: .milliseconds(2)) == 0.002)
        #expect(pace.patience(after: 1, left: .milliseconds(-1)) == nil)
        #expect(pace.patience(after: 256, left: .milliseconds(15)) == nil)
    }

    private static func until(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test(arguments: TestStore.engines) func nothingWaitsForAnIdleStore(on engine: Engine) async throws {
        try await TestStore.with(engine) { store in
            #expect(store.driver.waiting == WaitingWork(writes: 0, reads: 0))
        }
    }
}
