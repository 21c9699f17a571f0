import Foundation
import KeptDomain

/// Where the time comes from: the system's clock, or one that a test moves.
package protocol TimeSource: Sendable {
    var now: Instant { get }
    /// Returns once `now` is at or after `instant`, at once when it already is.
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func sleep(until instant: Instant) async throws
}

extension TimeSource {
    package func sleep(for span: Span) async throws { try await sleep(until: now + span) }
}

/// The system's clock.
///
/// `now` is the wall clock, which can be set forward or back at any time. Waiting is done on the monotonic clock in
/// steps of at most half a second, after each of which the wall clock is read again: a clock that was set shortens or
/// lengthens the wait, and never freezes it.
package struct SystemTime: TimeSource {
    private static let step: Span = .milliseconds(500)

    package init() {}

    package var now: Instant {
        var time = timespec()
        guard clock_gettime(CLOCK_REALTIME, &time) == 0 else { preconditionFailure("no real-time clock: \(errno)") }
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    package func sleep(until instant: Instant) async throws {
        while true {
            try Task.checkCancellation()
            let left = instant - now
            guard left > .zero else { return }
            try await Task.sleep(for: .microseconds(min(left, Self.step).microseconds), clock: .continuous)
        }
    }
}
