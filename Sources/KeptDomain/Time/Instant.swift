/// A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
package struct Instant: Hashable, Sendable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(seconds: Int64) { self.microseconds = seconds * 1_000_000 }

    /// Later than any instant that is stored.
    package static let distantFuture = Instant(seconds: 9_000_000_000)

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { floorDivide(microseconds, 1_000_000) }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
    package static func + (left: Self, right: Span) -> Self {
        Self(microseconds: left.microseconds + right.microseconds)
    }
    package static func - (left: Self, right: Span) -> Self {
        Self(microseconds: left.microseconds - right.microseconds)
    }
    package static func - (left: Self, right: Self) -> Span {
        Span(microseconds: left.microseconds - right.microseconds)
    }
}

/// A length of time in microseconds, by the wall unless said otherwise; may be negative.
package struct Span: Hashable, Sendable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static let zero = Span(microseconds: 0)
    package static func seconds(_ count: Int64) -> Self { Self(microseconds: count * 1_000_000) }
    package static func milliseconds(_ count: Int64) -> Self { Self(microseconds: count * 1_000) }
    package static func minutes(_ count: Int64) -> Self { seconds(count * 60) }
    package static func hours(_ count: Int64) -> Self { seconds(count * 3_600) }
    /// 24-hour days, which are not calendar days.
    package static func days(_ count: Int64) -> Self { seconds(count * 86_400) }

    /// Whole seconds, rounded down.
    package var seconds: Int64 { floorDivide(microseconds, 1_000_000) }
    /// Whole seconds, rounded up, so that whoever waits so long has waited enough.
    package var wholeSeconds: Int64 { -floorDivide(-microseconds, 1_000_000) }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
    package static func + (left: Self, right: Self) -> Self {
        Self(microseconds: left.microseconds + right.microseconds)
    }
    package static func - (left: Self, right: Self) -> Self {
        Self(microseconds: left.microseconds - right.microseconds)
    }
    package static func += (left: inout Self, right: Self) { left = left + right }
    package static prefix func - (value: Self) -> Self { Self(microseconds: -value.microseconds) }
}

/// Division that rounds towards minus infinity, so that times before 1970 fall on the right day.
package func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
