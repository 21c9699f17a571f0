import KeptDomain
import KeptWords

/// A target as a form asks for it: a unit, a number, and for a time of a day the clock time.
package enum TargetFields {
    package enum Unit: String, CaseIterable, Sendable {
        case dayTime = "day-time"
        case dayEnd = "day-end"
        case open
        case workingDays = "working-days"
        case wall, sundown
    }

    /// The three fields of `target`, for a form.
    package static func values(of target: ClockTarget) -> [String: String] {
        switch target {
        case .dayTime(let days, let seconds):
            [
                "target_unit": Unit.dayTime.rawValue, "target_count": String(days),
                "target_time": padded(seconds / 3_600, 2) + ":" + padded(seconds / 60 % 60, 2),
            ]
        case .dayEnd(let days): ["target_unit": Unit.dayEnd.rawValue, "target_count": String(days)]
        case .open(let span): ["target_unit": Unit.open.rawValue, "target_count": String(span.seconds / 60)]
        case .workingDays(let days): ["target_unit": Unit.workingDays.rawValue, "target_count": String(days)]
        case .wall(let span): ["target_unit": Unit.wall.rawValue, "target_count": String(span.seconds / 60)]
        case .sundown: ["target_unit": Unit.sundown.rawValue]
        }
    }

    /// Days as `ClockTarget` writes them, and minutes up to almost two years.
    private static let days = 0...99_999
    private static let minutes = 1...1_000_000

    /// The target that the three fields name. - Throws: `InvalidInput` when they name none.
    package static func target(in values: FormValues) throws -> ClockTarget {
        let form = SubmittedForm(values.values.mapValues { [$0] })
        guard let unit = Unit(rawValue: try form.required("target_unit")) else {
            throw InvalidInput("target_unit", "problems.required")
        }
        func count(in range: ClosedRange<Int>) throws -> Int {
            guard let count = try form.whole("target_count", in: range) else {
                throw InvalidInput("target_count", "problems.required")
            }
            return count
        }
        switch unit {
        case .sundown: return .sundown
        case .workingDays: return .workingDays(try count(in: 1...days.upperBound))
        case .open: return .open(.minutes(Int64(try count(in: minutes))))
        case .wall: return .wall(.minutes(Int64(try count(in: minutes))))
        case .dayEnd: return .dayEnd(try count(in: days))
        case .dayTime:
            let count = try count(in: days)
            guard let minute = try form.minuteOfDay("target_time"), minute < 1_440 else {
                throw InvalidInput("target_time", "problems.no-such-time")
            }
            return .dayTime(count, secondsOfDay: minute * 60)
        }
    }

    package static func html(_ form: FormValues, _ initial: ClockTarget?, _ words: Words, scope: String = "") -> HTML {
        let start = initial.map { values(of: $0) } ?? [:]
        let units = Unit.allCases.map { Field.Choice($0.rawValue, words("standards.units", of: $0)) }
        return """
            <div class="fields">\
            \(formField(Field("target_unit", words("standards.unit"), .choice(units), value: start["target_unit"]), form, words, scope: scope))\
            \(formField(Field("target_count", words("standards.count"), .whole(min: 0, max: 1_000_000), value: start["target_count"], hint: words("standards.count-hint")), form, words, scope: scope))\
            \(formField(Field("target_time", words("standards.time"), .clock, value: start["target_time"], hint: words("standards.time-hint")), form, words, scope: scope))\
            </div>
            """
    }
}

extension Words {
    /// A target in words: `the next day by 12:00`, `2 working days`, `before we close`.
    package func target(_ target: ClockTarget) -> String {
        switch target {
        case .sundown: self("standards.targets.sundown")
        case .workingDays(let days): self("standards.targets.working-days", count: days)
        case .open(let span): self("standards.targets.open", ["length": duration(span)])
        case .wall(let span): self("standards.targets.wall", ["length": duration(span)])
        case .dayEnd(let days):
            days == 0 ? self("standards.targets.same-day") : self("standards.targets.day-end", count: days)
        case .dayTime(let days, let seconds):
            days == 0
                ? self("standards.targets.same-day-time", ["time": clock(secondOfDay: seconds)])
                : self("standards.targets.day-time", count: days, ["time": clock(secondOfDay: seconds)])
        }
    }
}
