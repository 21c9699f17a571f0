import Dispatch
import Synchronization

/// What the drivers of both engines have in common: work that waits, the threads that do it, and those who are told of
/// changes.
final class EngineThreads: Sendable {
    let writes = WorkQueue<WriteJob>()
    let reads = WorkQueue<ReadJob>()
    private let threads = Mutex<[WorkerThread]>([])
    private let watchers = Mutex<[@Sendable () -> Void]>([])
    private let stopped = Atomic(false)
    private let stopping = DispatchSemaphore(value: 0)

    var waiting: WaitingWork { WaitingWork(writes: writes.count, reads: reads.count) }
    /// Whether threads that wait for no work have to end.
    var isStopped: Bool { stopped.load(ordering: .acquiring) }

    func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = WorkerThread(name: name, body)
        threads.withLock { $0.append(thread) }
    }

    func watch(_ notify: @escaping @Sendable () -> Void) { watchers.withLock { $0.append(notify) } }

    /// Tells that something may have changed in the database.
    func changed() { for notify in watchers.withLock({ $0 }) { notify() } }

    /// Waits so long, or until threads have to end.
    func rest(for span: DispatchTimeInterval) {
        // Others may rest too.
        if stopping.wait(timeout: .now() + span) == .success { stopping.signal() }
    }

    /// Takes no more work, and waits until what was taken is done and every thread has ended.
    ///
    /// - Parameter wake: wakes a thread that waits for something else than work.
    func stop(wake: () -> Void = {}) async {
        stopped.store(true, ordering: .releasing)
        stopping.signal()
        writes.close()
        reads.close()
        wake()
        await WorkerThread.join(threads.withLock { $0 })
    }
}
