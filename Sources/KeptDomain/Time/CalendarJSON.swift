/// A calendar as a file or request tells it, before its zone is looked up.
///
/// `{"zone":"Europe/Berlin","hours":{"mon":["09:00-12:00","13:30-18:00"]},"holidays":["2026-12-25"]}`, or
/// `{"zone":"Europe/Berlin","always":true}`.
package struct CalendarDraft: Hashable, Sendable {
    package var zone: String
    package var opening: WorkCalendar.Opening
    package var holidays: [Day]

    package init(zone: String, opening: WorkCalendar.Opening, holidays: [Day]) {
        self.zone = zone
        self.opening = opening
        self.holidays = holidays
    }

    /// - Parameter zone: the zone of the draft's name.
    package func calendar(in zone: Zone) throws(CalendarFault) -> WorkCalendar {
        switch opening {
        case .always: .always(in: zone)
        case .weekly(let hours): try WorkCalendar(zone: zone, hours: hours, holidays: holidays)
        }
    }
}

/// Why a JSON text tells no calendar.
package enum CalendarTextFault: Error, Hashable, Sendable {
    case json(JSONFault)
    /// The whole, or the part under `key`, is of another kind than it must be.
    case wrongKind(key: String?, expected: Kind)
    case missing(key: String)
    /// A name that calendars do not have; `near` is one that looks like it.
    case unknownKey(String, near: String?)
    case window(Weekday, text: String, OpeningWindowFault)
    case holiday(text: String, TimeTextError)
    /// Both `always` and `hours` or `holidays`.
    case alwaysWithHours

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case object, text, truth, texts
    }
}

extension CalendarDraft {
    package init(json bytes: [UInt8]) throws(CalendarTextFault) {
        let value: JSONValue
        do { value = try JSONValue(json: bytes) } catch { throw .json(error) }
        try self.init(value)
    }

    /// From JSON that was taken apart already, as a part of something larger.
    package init(_ value: JSONValue) throws(CalendarTextFault) {
        guard case .object(let members) = value else { throw .wrongKind(key: nil, expected: .object) }
        var (zone, hours, holidays, isAlways) = (String?.none, WeeklyHours?.none, [Day]?.none, false)
        for member in members {
            switch member.name {
            case "zone":
                guard case .string(let name) = member.value else { throw .wrongKind(key: "zone", expected: .text) }
                zone = name
            case "always":
                guard case .bool(let truth) = member.value else { throw .wrongKind(key: "always", expected: .truth) }
                isAlways = truth
            case "hours": hours = try Self.hours(member.value)
            case "holidays": holidays = try Self.holidays(member.value)
            default:
                let known = ["zone", "hours", "holidays", "always"]
                throw .unknownKey(member.name, near: nearest(to: member.name, among: known, limit: 1).first)
            }
        }
        guard let zone else { throw .missing(key: "zone") }
        if isAlways {
            guard hours == nil, holidays?.isEmpty ?? true else { throw .alwaysWithHours }
            self.init(zone: zone, opening: .always, holidays: [])
        } else {
            guard let hours else { throw .missing(key: "hours") }
            self.init(zone: zone, opening: .weekly(hours), holidays: holidays ?? [])
        }
    }

    package init(json text: some StringProtocol) throws(CalendarTextFault) { try self.init(json: Array(text.utf8)) }

    private static func hours(_ value: JSONValue) throws(CalendarTextFault) -> WeeklyHours {
        guard case .object(let members) = value else { throw .wrongKind(key: "hours", expected: .object) }
        var windows: [Weekday: [OpeningWindow]] = [:]
        for member in members {
            guard let weekday = Weekday.allCases.first(where: { $0.key == member.name }) else {
                let known = Weekday.allCases.map(\.key)
                // A day written out in full begins with its key.
                let near = known.first { member.name.lowercased().hasPrefix($0) }
                throw .unknownKey(
                    "hours.\(member.name)", near: near ?? nearest(to: member.name, among: known, limit: 1).first)
            }
            for text in try texts(member.value, key: "hours.\(member.name)") {
                do { windows[weekday, default: []].append(try OpeningWindow(text)) } catch {
                    throw .window(weekday, text: text, error)
                }
            }
        }
        return WeeklyHours(windows)
    }

    private static func holidays(_ value: JSONValue) throws(CalendarTextFault) -> [Day] {
        var days: [Day] = []
        for text in try texts(value, key: "holidays") {
            do { days.append(try Day(iso: text)) } catch { throw .holiday(text: text, error) }
        }
        return days
    }

    private static func texts(_ value: JSONValue, key: String) throws(CalendarTextFault) -> [String] {
        guard case .array(let elements) = value else { throw .wrongKind(key: key, expected: .texts) }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw .wrongKind(key: key, expected: .texts) }
            texts.append(text)
        }
        return texts
    }
}

extension CalendarDraft {
    /// As `init(json:)` reads it, days from Monday on, those without opening left out.
    package var json: String {
        guard case .weekly(let hours) = opening else { return #"{"zone":"\#(zone)","always":true}"# }
        let days = Weekday.allCases.filter { !hours[$0].isEmpty }.map { day in
            #""\#(day.key)":[\#(hours[day].map { #""\#($0.text)""# }.joined(separator: ","))]"#
        }
        let holidays = holidays.map { #""\#($0)""# }.joined(separator: ",")
        return #"{"zone":"\#(zone)","hours":{\#(days.joined(separator: ","))},"holidays":[\#(holidays)]}"#
    }
}

extension WorkCalendar {
    /// The calendar as `CalendarDraft` reads it.
    package var json: String { CalendarDraft(zone: zone.name, opening: opening, holidays: holidays).json }
}
