import Synchronization

/// Tells any number of listeners that something may have changed. Signals that come while a listener is busy are one.
package final class ChangeSignal: Sendable {
    private struct Listeners {
        var next = 0
        var all: [Int: AsyncStream<Void>.Continuation] = [:]
    }
    private let listeners = Mutex(Listeners())

    package init() {}

    package func signal() {
        for listener in listeners.withLock({ Array($0.all.values) }) { listener.yield() }
    }

    /// A stream that yields after each change until it is let go.
    package func listen() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = listeners.withLock { listeners in
            listeners.next += 1
            listeners.all[listeners.next] = continuation
            return listeners.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { _ = $0.all.removeValue(forKey: number) }
        }
        return stream
    }
}
