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

    /// The target that the three fields name. - Returns: `nil` when they name none.
    package static func target(in form: FormValues) -> ClockTarget? {
        guard let unit = form["target_unit"].flatMap(Unit.init(rawValue:)) else { return nil }
        let count = form["target_count"].flatMap { Int($0) }
        switch unit {
        case .sundown: return .sundown
        case .workingDays: return count.flatMap { $0 > 0 ? .workingDays($0) : nil }
        case .open: return count.flatMap { $0 > 0 ? .open(.minutes(Int64($0))) : nil }
        case .wall: return count.flatMap { $0 > 0 ? .wall(.minutes(Int64($0))) : nil }
        case .dayEnd: return count.flatMap { $0 >= 0 ? .dayEnd($0) : nil }
        case .dayTime:
            let parts = (form["target_time"] ?? "").split(separator: ":").map { Int($0) }
            guard let count, count >= 0, parts.count >= 2, let hour = parts[0], let minute = parts[1],
                (0...23).contains(hour), (0...59).contains(minute)
            else { return nil }
            return .dayTime(count, secondsOfDay: hour * 3_600 + minute * 60)
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
