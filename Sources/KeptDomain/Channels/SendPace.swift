/// How long a message waits before it is tried again, and when trying ends.
package enum SendPace {
    /// After each attempt that failed for now; the last one stands for all further ones.
    private static let waits: [Span] = [
        .minutes(1), .minutes(5), .minutes(15), .minutes(30), .hours(1), .hours(2), .hours(4),
    ]
    /// A message that nobody took within this never will be: its writer is told instead. Mail servers give up after some
    /// days (RFC 5321, section 4.5.4.1); a customer who waits for an answer is better served by another way before.
    package static let longest = Span.hours(48)

    /// - Parameter attempts: made so far, 1 or more.
    /// - Returns: `nil` where it is given up.
    package static func wait(after attempts: Int, since queuedAt: Instant, now: Instant) -> Span? {
        let wait = waits[min(max(attempts, 1), waits.count) - 1]
        return now + wait - queuedAt > longest ? nil : wait
    }

    /// For so long nobody else takes a message that somebody is sending: longer than a letter may take on its way.
    package static let grip = Span.minutes(4)
}
