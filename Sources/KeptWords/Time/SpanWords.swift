import KeptDomain

extension Words {
    /// A length of time in its two largest units: `2 h 5 min`, `3 days 4 h`, `40 s`; the sign is dropped.
    ///
    /// Minutes below a day and hours below ten days are shown; the rest is rounded down, so that `2 h left` is never
    /// said of less than two hours.
    package func duration(_ span: Span) -> String {
        let seconds = Int(span.microseconds.magnitude / 1_000_000)
        let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400)
        return switch seconds {
        case ..<60: unit("durations.seconds", seconds)
        case ..<3_600: unit("durations.minutes", minutes)
        case ..<86_400: pair("durations.hours", hours, "durations.minutes", minutes % 60)
        case ..<864_000: pair("durations.days", days, "durations.hours", hours % 24)
        default: unit("durations.days", days)
        }
    }

    /// A point of time seen from another: `in 2 h 5 min`, `3 days ago`, `now` within a second.
    ///
    /// - Parameter span: how far ahead it lies; negative when it is past.
    package func relative(_ span: Span) -> String {
        let seconds = Int(span.microseconds.magnitude / 1_000_000)
        guard seconds > 0 else { return self("durations.now") }
        let length = seconds < 86_400 ? duration(span) : unit("durations.days", seconds / 86_400)
        return span.microseconds > 0
            ? self("durations.ahead", ["length": length]) : self("durations.ago", ["length": length])
    }

    /// `12 min`, `1.5 h`, `2 d`: one figure with one unit, for measures and axes.
    package func shortDuration(_ span: Span) -> String {
        let seconds = Double(span.microseconds) / 1_000_000
        return switch seconds.magnitude {
        case ..<60: decimal("durations.short.seconds", seconds, digits: 0)
        case ..<3_600: decimal("durations.short.minutes", seconds / 60, digits: 0)
        case ..<86_400: decimal("durations.short.hours", seconds / 3_600, digits: 1)
        default: decimal("durations.short.days", seconds / 86_400, digits: 1)
        }
    }

    /// The same in the unit in which another span is worded, so that all of an axis have one: `0 h`, `12 h`, `36 h`.
    package func shortDuration(_ span: Span, in other: Span) -> String {
        let seconds = Double(span.microseconds) / 1_000_000
        return switch Double(other.microseconds).magnitude / 1_000_000 {
        case ..<60: decimal("durations.short.seconds", seconds, digits: 0)
        case ..<3_600: decimal("durations.short.minutes", seconds / 60, digits: 0)
        case ..<86_400: decimal("durations.short.hours", seconds / 3_600, digits: 1)
        default: decimal("durations.short.days", seconds / 86_400, digits: 1)
        }
    }

    private func unit(_ key: WordKey, _ count: Int) -> String { self(key, count: count) }

    private func pair(_ large: WordKey, _ count: Int, _ small: WordKey, _ rest: Int) -> String {
        rest == 0 ? unit(large, count) : unit(large, count) + self("durations.joint") + unit(small, rest)
    }

    private func decimal(_ key: WordKey, _ value: Double, digits: Int) -> String {
        let isWhole = (value * 10).rounded() == value.rounded() * 10
        return self(key, ["value": number(value, digits: isWhole ? 0 : digits)])
    }
}
