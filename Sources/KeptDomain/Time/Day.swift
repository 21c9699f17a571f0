/// A calendar day without a zone, in the proleptic Gregorian calendar.
package struct Day: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01, which is day 0.
    package let number: Int32

    package init(number: Int32) { self.number = number }

    /// `nil` when there is no such date (month 13, 30 February) or the year is outside 1...9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year)
        else { return nil }
        // Days from civil date: Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), days_from_civil.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.number = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// From `2026-11-05`; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package var components: (year: Int, month: Int, day: Int) {
        // Hinnant, civil_from_days.
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var weekday: Weekday { Weekday(rawValue: Int(((number % 7) + 10) % 7))! }

    /// `2026-11-05`.
    package var description: String {
        let (year, month, day) = components
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    package func advanced(by days: Int) -> Day { Day(number: number + Int32(days)) }
    package func days(since other: Day) -> Int { Int(number - other.number) }

    /// The Monday of this day's ISO 8601 week.
    package var monday: Day { advanced(by: -weekday.rawValue) }
    package var firstOfMonth: Day { advanced(by: 1 - components.day) }
    package var firstOfNextMonth: Day { firstOfMonth.advanced(by: 31).firstOfMonth }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    package static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Monday is 0, as in ISO 8601's order.
package enum Weekday: Int, CaseIterable, Sendable, Codable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// `mon` … `sun`, the keys of calendar files.
    package var key: String { ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][rawValue] }
}

/// `value` in decimal with zeros in front, at least `width` digits.
package func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
}
