import KeptDomain
import Synchronization

/// Calendars ready to compute with, by version. A version never changes, so each is compiled once for the life of the
/// process.
package final class CalendarShelf: Sendable {
    private let compiled = Mutex<[ID<CalendarVersion>: CompiledCalendar]>([:])

    func calendar(
        _ version: ID<CalendarVersion>, or compile: () throws -> CompiledCalendar
    ) throws -> CompiledCalendar {
        if let known = compiled.withLock({ $0[version] }) { return known }
        let calendar = try compile()
        compiled.withLock { $0[version] = calendar }
        return calendar
    }

    /// After a change of the zones' rules: compiled anew when next asked for.
    func clear() { compiled.withLock { $0 = [:] } }
}

/// A calendar in its current version.
typealias CurrentCalendar = (version: ID<CalendarVersion>, calendar: CompiledCalendar)

extension Reading {
    package func calendar(version: ID<CalendarVersion>) throws -> CompiledCalendar {
        try calendars.calendar(version) {
            let json = try row("SELECT definition FROM calendar_versions WHERE id = \(version)") { $0.text() }
            guard let json else { throw StoreError.notFound("calendar version \(version)") }
            return try compile(json)
        }
    }

    /// The calendar of a place, in its current version.
    package func calendar(of place: ID<Place>) throws -> (version: ID<CalendarVersion>, calendar: CompiledCalendar) {
        let version = try row(
            """
            SELECT v.id FROM places p JOIN calendars c ON c.id = p.calendar_id
            JOIN calendar_versions v ON v.calendar_id = c.id AND v.version = c.current_version
            WHERE p.id = \(place)
            """
        ) { $0.id(CalendarVersion.self) }
        guard let version else { throw StoreError.notFound("place \(place)") }
        return (version, try calendar(version: version))
    }

    package func calendar(
        current id: ID<CalendarRecord>
    ) throws -> (version: ID<CalendarVersion>, calendar: CompiledCalendar) {
        let version = try row(
            """
            SELECT v.id FROM calendars c JOIN calendar_versions v ON v.calendar_id = c.id AND v.version = c.current_version
            WHERE c.id = \(id)
            """
        ) { $0.id(CalendarVersion.self) }
        guard let version else { throw StoreError.notFound("calendar \(id)") }
        return (version, try calendar(version: version))
    }

    func compile(_ json: String) throws -> CompiledCalendar {
        let draft = try CalendarDraft(json: json)
        return CompiledCalendar(try draft.calendar(in: zones.zone(draft.zone)))
    }
}
