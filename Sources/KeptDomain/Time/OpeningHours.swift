/// A stretch of one local day in which the business is open, in seconds from its midnight.
///
/// One that reaches over midnight ends beyond 86,400 and belongs to the day on which it begins.
package struct OpeningWindow: Hashable, Sendable {
    /// 0 ..< 86,400.
    package let start: Int
    /// After `start`, at most a day after it.
    package let end: Int

    /// - Precondition: `start` within the day, `end` after it and less than two midnights away.
    package init(start: Int, end: Int) {
        precondition((0..<86_400).contains(start) && end > start && end < 172_800, "window \(start) to \(end)")
        self.start = start
        self.end = end
    }

    /// From `09:00-17:30`, `22:00-06:00` (over midnight) or `18:00-24:00`.
    package init(_ text: some StringProtocol) throws(OpeningWindowFault) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .malformed }
        let start = try Self.minutes(Array(parts[0])) * 60
        let end = try Self.minutes(Array(parts[1])) * 60
        guard start < 86_400 else { throw .beginsAtMidnightOfNextDay }
        guard start != end else { throw .empty }
        self.init(start: start, end: end > start ? end : end + 86_400)
    }

    /// As it is read.
    package var text: String { "\(Self.clock(start))-\(Self.clock(end == 86_400 ? end : end % 86_400))" }

    private static func clock(_ seconds: Int) -> String {
        "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2))"
    }

    /// `09:00` or `9:00`, spaces around it allowed.
    private static func minutes(_ text: [UInt8]) throws(OpeningWindowFault) -> Int {
        let digits = text.filter { $0 != UInt8(ascii: " ") }
        guard digits.count == 5 || digits.count == 4, digits[digits.count - 3] == UInt8(ascii: ":") else {
            throw .malformed
        }
        let numbers = (digits.dropLast(3) + digits.suffix(2)).map { Int($0) - 48 }
        guard numbers.allSatisfy({ (0...9).contains($0) }) else { throw .malformed }
        let all = numbers.reduce(0) { $0 * 10 + $1 }
        let (hour, minute) = (all / 100, all % 100)
        guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else {
            throw .noSuchTime(hour: hour, minute: minute)
        }
        return hour * 60 + minute
    }
}

/// Why a text is no opening window.
package enum OpeningWindowFault: Error, Hashable, Sendable {
    /// Not two times with a dash between them.
    case malformed
    case noSuchTime(hour: Int, minute: Int)
    /// Ends when it begins; a whole day is `00:00-24:00`.
    case empty
    /// Begins at 24:00, which is 00:00 of the next day.
    case beginsAtMidnightOfNextDay
}

/// The windows of each day of the week.
package struct WeeklyHours: Hashable, Sendable {
    private let days: [[OpeningWindow]]

    /// Windows of a day that overlap or touch become one.
    package init(_ windows: [Weekday: [OpeningWindow]]) {
        days = Weekday.allCases.map { Self.merged(windows[$0] ?? []) }
    }

    /// In order, none touching the next. Empty on a day without opening.
    package subscript(_ weekday: Weekday) -> [OpeningWindow] { days[weekday.rawValue] }

    package var isEmpty: Bool { days.allSatisfy(\.isEmpty) }

    private static func merged(_ windows: [OpeningWindow]) -> [OpeningWindow] {
        var merged: [OpeningWindow] = []
        for window in windows.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            if let last = merged.last, window.start <= last.end {
                merged[merged.count - 1] = OpeningWindow(start: last.start, end: max(last.end, window.end))
            } else {
                merged.append(window)
            }
        }
        return merged
    }
}
