import KeptDomain

/// A language's patterns for days and clock times, read once.
struct DateWords: Sendable {
    /// Monday first.
    let weekdays: [String]
    let longWeekdays: [String]
    /// January first.
    let months: [String]
    let longMonths: [String]
    let day: Template
    let dayOfYear: Template
    let dayAlone: Template
    let longDay: Template
    let month: Template
    let moment: Template
    let today: String
    let tomorrow: String
    let yesterday: String

    init(_ source: WordSource) throws {
        weekdays = try Weekday.allCases.map { try source.text("dates.weekdays.\($0.key)") }
        longWeekdays = try Weekday.allCases.map { try source.text("dates.long-weekdays.\($0.key)") }
        months = try (1...12).map { try source.text("dates.months.\($0)") }
        longMonths = try (1...12).map { try source.text("dates.long-months.\($0)") }
        day = try source.template("dates.day")
        dayOfYear = try source.template("dates.day-of-year")
        dayAlone = try source.template("dates.day-alone")
        longDay = try source.template("dates.long-day")
        month = try source.template("dates.month")
        moment = try source.template("dates.moment")
        today = try source.text("dates.today")
        tomorrow = try source.text("dates.tomorrow")
        yesterday = try source.text("dates.yesterday")
    }

    func filled(_ template: Template, _ day: Day) -> String {
        let (year, month, date) = day.components
        return template.filled { slot in
            switch slot {
            case "weekday": weekdays[day.weekday.rawValue]
            case "long-weekday": longWeekdays[day.weekday.rawValue]
            case "month": months[month - 1]
            case "long-month": longMonths[month - 1]
            case "day": String(date)
            default: String(year)
            }
        }
    }
}

extension Words {
    /// `Thu 5 Nov`; with the year when it is not that of `today`.
    package func day(_ day: Day, today: Day) -> String {
        dates.filled(day.components.year == today.components.year ? dates.day : dates.dayOfYear, day)
    }

    /// `today`, `tomorrow`, `yesterday`, else as `day(_:today:)`.
    package func nearDay(_ day: Day, today: Day) -> String {
        switch day.days(since: today) {
        case 0: dates.today
        case 1: dates.tomorrow
        case -1: dates.yesterday
        default: self.day(day, today: today)
        }
    }

    /// `5 Nov`, for axes and narrow columns.
    package func shortDay(_ day: Day) -> String { dates.filled(dates.dayAlone, day) }

    /// `Thursday 5 November 2026`.
    package func longDay(_ day: Day) -> String { dates.filled(dates.longDay, day) }

    /// `Nov 2026`.
    package func month(_ day: Day) -> String { dates.filled(dates.month, day) }

    package func weekday(_ weekday: Weekday) -> String { dates.weekdays[weekday.rawValue] }
    package func longWeekday(_ weekday: Weekday) -> String { dates.longWeekdays[weekday.rawValue] }

    /// `18:00`, from seconds since the start of the day; 86,400 is `24:00`.
    package func clock(secondOfDay: Int) -> String {
        padded(secondOfDay / 3_600, 2) + ":" + padded(secondOfDay / 60 % 60, 2)
    }

    /// `Thu 5 Nov, 18:00`; with the year when it is not that of `today`.
    package func moment(_ day: Day, secondOfDay: Int, today: Day) -> String {
        moment(self.day(day, today: today), secondOfDay)
    }

    /// `tomorrow, 18:00`, else as `moment(_:secondOfDay:today:)`.
    package func nearMoment(_ day: Day, secondOfDay: Int, today: Day) -> String {
        moment(nearDay(day, today: today), secondOfDay)
    }

    private func moment(_ date: String, _ secondOfDay: Int) -> String {
        let time = clock(secondOfDay: secondOfDay)
        return dates.moment.filled { $0 == "time" ? time : date }
    }
}
