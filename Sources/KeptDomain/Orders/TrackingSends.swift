/// How much may be sent from tracking pages, whose readers nobody knows: questions and choices of a window, taken
/// together.
package enum TrackingSends {
    /// Sends older than this are forgotten.
    package static let span = Span.hours(1)
    /// By the link of one order.
    package static let byOneLink = 10
    /// From one address on the net, where a household or an office may stand behind it.
    package static let fromOneAddress = 60

    /// How long to wait until another may be sent.
    ///
    /// - Parameters:
    ///   - times: when the last ones were sent, the newest first.
    ///   - limit: how many may be sent within `span`.
    /// - Returns: `nil` when another may be sent now.
    package static func wait(after times: [Instant], limit: Int, at now: Instant) -> Span? {
        guard times.count >= limit else { return nil }
        let free = times[limit - 1] + span
        return free > now ? free - now : nil
    }
}

/// More was sent by one link or from one address than a customer needs to.
package struct TooManySends: Refusal, Hashable {
    /// Until another may be sent; more than nothing.
    package let wait: Span

    package init(wait: Span) { self.wait = wait }

    /// Rounded up, so that whoever waits so long is let in.
    package var seconds: Int64 { wait.wholeSeconds }

    package var key: String { "refusals.too-many-sends" }
    package var facts: [Fact] { [Fact("count", (seconds + 59) / 60)] }
}
