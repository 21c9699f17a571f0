/// A working day from its opening to its sundown cut into slots of the same length, to the microsecond, so that what is
/// counted by slot is what lies between the two ends of it.
package struct DaySlots: Sendable, Hashable {
    package let opens: Instant
    package let sundown: Instant
    package static let count = 56

    /// - Precondition: `opens` is not after `sundown`.
    package init(opens: Instant, sundown: Instant) {
        precondition(opens <= sundown, "a day that ends before it begins")
        self.opens = opens
        self.sundown = sundown
    }

    /// Microseconds from opening to sundown, at least 1.
    package var length: Int64 { max((sundown - opens).microseconds, 1) }

    /// Which slot an instant of the day falls into: 0 ..< `count`, and `count` for sundown itself.
    package func slot(of instant: Instant) -> Int {
        let since = min(max((instant - opens).microseconds, 0), length)
        return Int(since * Int64(Self.count) / length)
    }

    /// When a slot begins, and the one before it ends; after the last one, just after sundown.
    package func start(of slot: Int) -> Instant {
        if slot > Self.count { return sundown + Span(microseconds: 1) }
        let (whole, rest) = (Int64(slot) * length).quotientAndRemainder(dividingBy: Int64(Self.count))
        return opens + Span(microseconds: whole + (rest > 0 ? 1 : 0))
    }
}
