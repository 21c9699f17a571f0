import KeptDomain
import KeptStore
import Synchronization

/// Time that stands still until a test moves it.
///
/// Whoever sleeps is woken when the time is moved to or past the end of the sleep, in order of those ends. Time may
/// also be moved back, as a clock that is set may; that wakes nobody.
package final class MovedTime: TimeSource {
    private struct Sleeper {
        let number: Int
        let until: Instant
        let wake: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Instant
        var nextNumber = 0
        var sleepers: [Sleeper] = []
        var watchers: [(count: Int, span: Span?, wake: CheckedContinuation<Void, Never>)] = []

        /// Whether so many sleep, for no longer than `span` where one is given.
        func sleep(_ count: Int, atMost span: Span?) -> Bool {
            sleepers.count { sleeper in span.map { sleeper.until <= now + $0 } ?? true } >= count
        }
    }

    private let state: Mutex<State>

    package init(at now: Instant) { state = Mutex(State(now: now)) }

    /// - Parameter text: ISO 8601 with offset; a text that is no instant is a defect of the test.
    package convenience init(_ text: String) {
        guard case .success(let now) = Result(catching: { () throws(TimeTextError) in try Instant(iso: text) }) else {
            preconditionFailure("no instant: \(text)")
        }
        self.init(at: now)
    }

    package var now: Instant { state.withLock { $0.now } }

    package func advance(by span: Span) { move { $0 + span } }
    package func move(to instant: Instant) { move { _ in instant } }

    /// How many tasks sleep now.
    package var sleepers: Int { state.withLock { $0.sleepers.count } }

    /// The earliest end of a sleep; `nil` while nobody sleeps.
    package var nextWaking: Instant? { state.withLock { $0.sleepers.map(\.until).min() } }

    /// Returns once at least `count` tasks sleep, so that a test moves the time only when its subject waits for it.
    ///
    /// - Parameter span: only those count that sleep no longer: where several services run, it tells them apart.
    package func untilSleeping(_ count: Int = 1, atMost span: Span? = nil) async {
        await withCheckedContinuation { continuation in
            let isSoEarly = state.withLock { state in
                if state.sleep(count, atMost: span) { return false }
                state.watchers.append((count, span, continuation))
                return true
            }
            if !isSoEarly { continuation.resume() }
        }
    }

    package func sleep(until instant: Instant) async throws {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // A cancellation before this point found no sleeper to wake, so it is looked for under the lock.
                let (outcome, watchers) = state.withLock {
                    state -> (Result<Void, any Error>?, [CheckedContinuation<Void, Never>]) in
                    if Task.isCancelled { return (.failure(CancellationError()), []) }
                    if state.now >= instant { return (.success(()), []) }
                    state.sleepers.append(Sleeper(number: number, until: instant, wake: continuation))
                    let content = state.watchers.filter { state.sleep($0.count, atMost: $0.span) }
                    state.watchers = state.watchers.filter { !state.sleep($0.count, atMost: $0.span) }
                    return (nil, content.map(\.wake))
                }
                for watcher in watchers { watcher.resume() }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let cancelled = state.withLock { state -> CheckedContinuation<Void, any Error>? in
                guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else { return nil }
                return state.sleepers.remove(at: index).wake
            }
            cancelled?.resume(throwing: CancellationError())
        }
    }

    private func move(_ next: (Instant) -> Instant) {
        let woken = state.withLock { state in
            state.now = next(state.now)
            let reached = state.sleepers.filter { $0.until <= state.now }
            state.sleepers.removeAll { $0.until <= state.now }
            return reached.sorted { ($0.until, $0.number) < ($1.until, $1.number) }
        }
        for sleeper in woken { sleeper.wake.resume() }
    }
}
