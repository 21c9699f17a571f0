import Foundation

/// Work handed from asynchronous callers to threads that may block, in the order in which it came.
///
/// Of the threads that wait, the one that worked last is woken first: its connection has its statements and caches at
/// hand, and while there is little to do the others need not even connect.
final class WorkQueue<Work: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var waiting: [Work] = []
    /// How many pieces ever came.
    private var cameIn = 0
    private var isClosed = false
    /// Of threads that wait, the one that worked last at the end. Whoever takes one out signals it.
    private var idle: [DispatchSemaphore] = []

    /// How many pieces wait now.
    var count: Int { lock.withLock { waiting.count } }

    /// `false` when the queue is closed: nobody will do the work.
    func put(_ work: Work) -> Bool {
        lock.lock()
        defer { lock.unlock() }
        guard !isClosed else { return false }
        waiting.append(work)
        cameIn += 1
        idle.popLast()?.signal()
        return true
    }

    /// Waits for work, then takes up to `limit` pieces. `nil` once the queue is closed and empty.
    func take(upTo limit: Int) -> [Work]? {
        lock.lock()
        defer { lock.unlock() }
        while waiting.isEmpty {
            if isClosed { return nil }
            _ = rest(until: .distantFuture)
        }
        let taken = Array(waiting.prefix(limit))
        waiting.removeFirst(taken.count)
        if !waiting.isEmpty { idle.popLast()?.signal() }
        return taken
    }

    /// Waits for work, then takes one piece, and tells how many had come by then; what still waits is left to whoever is
    /// free. `nil` once the queue is closed and empty.
    func takeOne() -> (work: Work, cameIn: Int)? {
        guard let taken = take(upTo: 1)?.first else { return nil }
        lock.lock()
        defer { lock.unlock() }
        return (taken, cameIn)
    }

    /// The next piece, if it is among the first `count` that ever came.
    func takeOne(ofFirst count: Int) -> Work? {
        lock.lock()
        defer { lock.unlock() }
        guard !waiting.isEmpty, cameIn - waiting.count < count else { return nil }
        return waiting.removeFirst()
    }

    /// More work that came meanwhile or comes before `end`.
    func takeMore(upTo limit: Int, until end: DispatchWallTime? = nil) -> [Work] {
        lock.lock()
        defer { lock.unlock() }
        if let end { while waiting.isEmpty, !isClosed, rest(until: end) {} }
        let taken = Array(waiting.prefix(limit))
        waiting.removeFirst(taken.count)
        return taken
    }

    func close() {
        lock.lock()
        defer { lock.unlock() }
        isClosed = true
        for turn in idle { turn.signal() }
        idle = []
    }

    /// Gives the lock up until woken, or until `end`. - Returns: whether it was woken.
    private func rest(until end: DispatchWallTime) -> Bool {
        let turn = DispatchSemaphore(value: 0)
        idle.append(turn)
        lock.unlock()
        let isWoken = turn.wait(wallTimeout: end) == .success
        lock.lock()
        if !isWoken { idle.removeAll { $0 === turn } }
        return isWoken
    }
}

/// Work that may block for long, on a thread made for it, so that the cooperative threads stay free for everybody else.
enum OwnThread {
    static func run<T: Sendable>(_ name: String, _ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            _ = WorkerThread(name: name) { continuation.resume(with: Result { try body() }) }
        }
    }
}

/// Threads that ended can be waited for.
final class WorkerThread: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)

    init(name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread { [done] in
            body()
            done.signal()
        }
        thread.name = name
        thread.stackSize = 4 << 20
        thread.start()
    }

    func join() {
        done.wait()
        done.signal()
    }

    /// Waits until all have ended, on a thread of its own.
    static func join(_ threads: [WorkerThread]) async {
        await withCheckedContinuation { continuation in
            _ = WorkerThread(name: "kept-joiner") {
                for thread in threads { thread.join() }
                continuation.resume()
            }
        }
    }
}
