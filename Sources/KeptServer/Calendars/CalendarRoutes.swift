import Hummingbird
import KeptDomain
import KeptStore

/// Calendars: the list, one with its form, and the calculator that tries it.
enum CalendarRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/calendars", site, list),
            .page(.get, "/calendars/new", site, fresh),
            .page(.post, "/calendars", site, add),
            .page(.get, "/calendars/{id}", site, one),
            .page(.post, "/calendars/{id}", site, change),
        ]
    }

    private static func list(_ page: PageRequest) async throws -> Response {
        try page.permit(.seeStandards)
        let rows = try await page.read { reading in
            let places = try reading.places()
            return try reading.calendarRows().map { row in
                CalendarRow(
                    id: row.id, name: row.name, zone: row.definition.zone,
                    places: places.filter { $0.calendar == row.id }.map(\.name),
                    week: CalendarWeek(try reading.calendar(version: row.version).calendar))
            }
        }
        return try await page.page { calendarListPage(rows, $0) }
    }

    private static func fresh(_ page: PageRequest) async throws -> Response {
        try page.permit(.setCalendars)
        let view = try await freshView(page)
        return try await page.page { calendarFormPage(view, $0) }
    }

    private static func add(_ page: PageRequest) async throws -> Response {
        try page.permit(.setCalendars)
        return try await page.submit { form in
            let name = try form.required("name")
            let draft = try CalendarForm.draft(form)
            return Paths.calendar(try await page.write { try $0.addCalendar(name: name, draft) })
        } orShow: { context, values in
            calendarFormPage(try await freshView(page), context, values: values)
        }
    }

    private static func one(_ page: PageRequest) async throws -> Response {
        try page.permit(.seeStandards)
        let id: ID<CalendarRecord> = try page.id()
        let view = try await view(of: id, page)
        let trial = try await trial(of: id, page)
        return try await page.page { calendarFormPage(view, $0, trial: trial) }
    }

    private static func change(_ page: PageRequest) async throws -> Response {
        try page.permit(.setCalendars)
        let id: ID<CalendarRecord> = try page.id()
        return try await page.submit { form in
            let name = try form.required("name")
            let draft = try CalendarForm.draft(form)
            let revision = try form.knownRevision()
            _ = try await page.write { try $0.changeCalendar(id, name: name, draft, revision: revision) }
            return Paths.calendar(id)
        } orShow: { context, values in
            calendarFormPage(try await view(of: id, page), context, values: values)
        }
    }

    private static func freshView(_ page: PageRequest) async throws -> CalendarFormView {
        let place = try await page.read { try $0.place(orDefault: nil) }
        let shop = [OpeningWindow(start: 9 * 3_600, end: 18 * 3_600)]
        let week = Weekday.allCases.map { $0.rawValue < 5 ? shop.map { ($0.start, $0.end) } : [] }
        return CalendarFormView(
            id: nil, name: "", zone: place.zone, isAlways: false, week: CalendarWeek(week), holidays: [],
            zones: try page.site.store.zones.names())
    }

    private static func view(of id: ID<CalendarRecord>, _ page: PageRequest) async throws -> CalendarFormView {
        let zones = try page.site.store.zones.names()
        return try await page.read { reading in
            let row = try reading.calendarRow(id)
            let calendar = try reading.calendar(version: row.version).calendar
            return CalendarFormView(
                id: id, name: row.name, zone: row.definition.zone, isAlways: row.definition.opening == .always,
                week: CalendarWeek(calendar), holidays: row.definition.holidays, zones: zones,
                openCount: try reading.openPromises(in: id).told, revision: row.revision)
        }
    }

    /// The calculator's answer to what the address asks; none where it asks nothing or something that cannot be.
    private static func trial(of id: ID<CalendarRecord>, _ page: PageRequest) async throws -> CalendarTrial {
        let asked = page.query.shown()
        let calendar = try await page.read { try $0.calendar(current: id).calendar }
        guard let from = asked["from"], !from.isEmpty else {
            // Nothing was asked yet: the moment to begin with is now.
            let minute = page.now.iso(in: calendar.zone).prefix(16)
            return CalendarTrial(values: FormValues(["from": String(minute)]))
        }
        do {
            let target = try TargetFields.target(in: asked)
            let start = try Instant(iso: from, in: calendar.zone)
            let clock = RunningClock(calendar, target: target, started: start)
            guard case .due(let due) = try clock.end() else { return CalendarTrial(values: asked) }
            return CalendarTrial(values: asked, due: due, elapsed: clock.used(at: due))
        } catch let input as InvalidInput {
            return CalendarTrial(values: page.query.shown(input.problems))
        } catch let fault as TimeTextError {
            return CalendarTrial(values: page.query.shown([FieldProblem("from", fault.key, fault.facts)]))
        } catch let fault as ClockError {
            return CalendarTrial(values: page.query.shown([FieldProblem("target_count", fault.key, fault.facts)]))
        }
    }
}
