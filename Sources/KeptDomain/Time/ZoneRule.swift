/// The yearly rule at the end of a zone file, `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1-2024, Base Definitions 8.3 (TZ), with the wider hours of RFC 9636, section 3.3.1 (-167 to 167).
struct ZoneRule: Hashable, Sendable {
    /// Seconds east of UTC (the text counts west).
    let standard: Int32
    /// `nil` when the zone keeps one offset all year.
    let changes: Changes?

    struct Changes: Hashable, Sendable {
        let summer: Int32
        let start: Moment
        let end: Moment
    }

    /// A date in every year and a time of that day, in seconds from its midnight.
    struct Moment: Hashable, Sendable {
        enum Date: Hashable, Sendable {
            /// 1...365; 29 February is never counted.
            case dayWithoutLeap(Int)
            /// 0...365; 29 February is counted.
            case day(Int)
            /// The `week`th `weekday` (0 is Sunday) of the month; week 5 is the last.
            case weekday(month: Int, week: Int, weekday: Int)
        }
        let date: Date
        let seconds: Int64

        /// Local seconds since 1970 by the offset in force before the change.
        func local(in year: Int) -> Int64 {
            let newYear = Day(year: year, month: 1, day: 1)!
            let day: Day
            switch date {
            case .day(let number): day = newYear.advanced(by: number)
            case .dayWithoutLeap(let number):
                let isLeap = Day.length(of: 2, in: year) == 29
                day = newYear.advanced(by: number - 1 + (isLeap && number >= 60 ? 1 : 0))
            case .weekday(let month, let week, let weekday):
                let first = Day(year: year, month: month, day: 1)!
                // Weekday counts from Monday, POSIX from Sunday.
                let shift = (weekday + 6 - first.weekday.rawValue) % 7
                let number = shift + 7 * (week - 1)
                day = first.advanced(by: number < Day.length(of: month, in: year) ? number : number - 7)
            }
            return Int64(day.number) * 86_400 + seconds
        }
    }

    /// Both changes of a year, in order of time. Empty without a summer time.
    func transitions(in year: Int) -> [(time: Int64, offset: Int32)] {
        guard let changes else { return [] }
        let start = (time: changes.start.local(in: year) - Int64(standard), offset: changes.summer)
        let end = (time: changes.end.local(in: year) - Int64(changes.summer), offset: standard)
        return start.time <= end.time ? [start, end] : [end, start]
    }
}

extension ZoneRule {
    init(_ text: ArraySlice<UInt8>) throws(ZoneError) {
        var reader = ZoneRuleReader(text)
        guard reader.skipName(), let west = reader.offset(hours: 25) else { throw reader.error }
        standard = Int32(-west)
        if reader.isAtEnd {
            changes = nil
            return
        }
        guard reader.skipName() else { throw reader.error }
        var summer = standard + 3_600
        if reader.next != UInt8(ascii: ",") {
            guard let west = reader.offset(hours: 25) else { throw reader.error }
            summer = Int32(-west)
        }
        guard let start = reader.moment(), let end = reader.moment(), reader.isAtEnd else { throw reader.error }
        changes = Changes(summer: summer, start: start, end: end)
    }
}

/// Takes a rule apart from left to right.
private struct ZoneRuleReader {
    private let whole: ArraySlice<UInt8>
    private var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) {
        whole = text
        rest = text
    }

    var isAtEnd: Bool { rest.isEmpty }
    var next: UInt8? { rest.first }
    var error: ZoneError { .badRule(String(decoding: whole, as: UTF8.self)) }

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character.asciiValue else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// `CET`, or `<+0330>`.
    mutating func skipName() -> Bool {
        if take("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let letters = rest.prefix { ($0 | 32) >= UInt8(ascii: "a") && ($0 | 32) <= UInt8(ascii: "z") }
        rest = rest.dropFirst(letters.count)
        return letters.count >= 3
    }

    mutating func number(in range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        return range.contains(value) ? value : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func offset(hours limit: Int) -> Int64? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = number(in: 0...limit) else { return nil }
        var seconds = hours * 3_600
        for unit in [60, 1] where take(":") {
            guard let part = number(in: 0...59) else { return nil }
            seconds += part * unit
        }
        return Int64(isNegative ? -seconds : seconds)
    }

    /// `,date[/time]`; the time is 02:00 when left out.
    mutating func moment() -> ZoneRule.Moment? {
        guard take(","), let date = date() else { return nil }
        guard take("/") else { return ZoneRule.Moment(date: date, seconds: 7_200) }
        return offset(hours: 167).map { ZoneRule.Moment(date: date, seconds: $0) }
    }

    private mutating func date() -> ZoneRule.Moment.Date? {
        if take("J") { return number(in: 1...365).map { .dayWithoutLeap($0) } }
        guard take("M") else { return number(in: 0...365).map { .day($0) } }
        guard let month = number(in: 1...12), take("."), let week = number(in: 1...5), take("."),
            let weekday = number(in: 0...6)
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
    }
}
