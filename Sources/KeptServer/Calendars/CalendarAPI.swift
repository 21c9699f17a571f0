import KeptDomain
import KeptStore

extension Schema {
    static let calendarDefinition = Schema.object([
        SchemaField("zone", .text, "As the tz database names it."),
        .optional("always", .boolean, "Open round the clock; then without hours and holidays."),
        .optional("hours", .map(.array(.text)), "By day, mon to sun: windows like 09:00-12:30 or 22:00-06:00."),
        .optional("holidays", .array(.day)),
    ])
    static let calendar = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("version", .integer),
        SchemaField("definition", .named("CalendarDefinition")), SchemaField("revision", .integer),
    ])
}

extension JSONWriter {
    mutating func write(_ row: StoredCalendar) {
        object { json in
            json.field("id", row.id)
            json.field("name", row.name)
            json.field("version", row.versionNumber)
            json.key("definition")
            json.value(json: Array(row.definition.json.utf8))
            json.field("revision", row.revision)
        }
    }
}

/// Calendars for programs, with the calculator that says when a clock ends in one.
enum CalendarAPI {
    private static let draft = Schema.object([
        SchemaField("name", .text), SchemaField("definition", .named("CalendarDefinition")),
    ])

    static let routes: [APIRoute] = [
        .get("/calendars", "Calendars", tag: "Calendars", needs: .seeStandards, answers: .listed("Calendar")) { api in
            let found = try await api.read { try $0.calendarRows() }
            return .list(found) { $0.write($1) }
        },
        .get(
            "/calendars/{id}", "One calendar", tag: "Calendars", needs: .seeStandards, answers: .named("Calendar")
        ) { api in
            let id = try api.id(of: CalendarRecord.self)
            return try await api.read { try answer(id, in: $0) }
        },
        .post(
            "/calendars", "Add a calendar", tag: "Calendars", needs: .setCalendars, body: draft, status: 201,
            answers: .named("Calendar")
        ) { api in
            let (name, draft) = try draft(api)
            return try await api.write { try answer($0.addCalendar(name: name, draft), in: $0, status: 201) }
        },
        .put(
            "/calendars/{id}", "Give it new hours, as a new version", tag: "Calendars", needs: .setCalendars,
            body: draft, answers: .named("Calendar")
        ) { api in
            let (id, (name, draft)) = (try api.id(of: CalendarRecord.self), try draft(api))
            let expected = try api.expectedRevision
            return try await api.write { tx in
                try tx.changeCalendar(id, name: name, draft, revision: expected)
                return try answer(id, in: tx)
            }
        },
        .get(
            "/calendars/{id}/due", "When a clock that starts now or then ends", tag: "Calendars", needs: .seeStandards,
            query: [
                .required("target", .text, "PT8H, wall:PT48H, P2WD, sundown, day+1, day+1@12:00."),
                QueryField("from", .instant, "When it starts; now when left out."),
            ],
            answers: .object([
                SchemaField("due", .instant), SchemaField("local", .text), SchemaField("elapsed_seconds", .integer),
            ]), due),
        .get(
            "/calendars/{id}/elapsed", "How much opening time lies between two instants", tag: "Calendars",
            needs: .seeStandards,
            query: [.required("from", .instant, "From."), .required("to", .instant, "To.")],
            answers: .object([SchemaField("elapsed_seconds", .integer)]), elapsed),
    ]

    @Sendable private static func due(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: CalendarRecord.self)
        let (from, asked) = try api.asked { query in (query.instant("from") ?? api.now, target(&query)) }
        guard let target = asked else { throw InvalidInput("target", "requests.missing") }
        let calendar = try await api.read { try $0.calendar(current: id).calendar }
        let clock = RunningClock(calendar, target: target, started: from)
        guard let due = try clock.end().due else { preconditionFailure("stopped without a pause") }
        return APIAnswer { json in
            json.object {
                $0.field("due", due)
                $0.field("local", due.iso(in: calendar.zone))
                $0.field("elapsed_seconds", clock.used(at: due).seconds)
            }
        }
    }

    @Sendable private static func elapsed(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: CalendarRecord.self)
        let span = try api.asked { query in
            (from: query.instant("from"), to: query.instant("to"))
        }
        guard let from = span.from, let to = span.to else { throw InvalidInput("from", "requests.missing") }
        guard from <= to else { throw InvalidInput("to", "problems.ends-before-start") }
        let calendar = try await api.read { try $0.calendar(current: id).calendar }
        return APIAnswer { json in
            json.object { $0.field("elapsed_seconds", calendar.elapsed(from: from, to: to).seconds) }
        }
    }

    private static func target(_ query: inout QueryReader) -> ClockTarget? {
        guard let text = query.text("target") else { return nil }
        do { return try ClockTarget(text) } catch {
            query.refuse("target", error.key, error.facts)
            return nil
        }
    }

    private static func draft(_ api: APIRequest) throws -> (name: String, draft: CalendarDraft) {
        let fields = try api.fields()
        let name = fields.text("name", limit: 200)
        var draft: CalendarDraft?
        if let json = fields.value("definition") {
            do { draft = try CalendarDraft(json) } catch { fields.refuse("definition", error) }
        } else {
            fields.refuse("definition", "requests.missing")
        }
        try fields.finish()
        guard let draft else { throw InvalidInput("definition", "requests.missing") }
        return (name, draft)
    }

    private static func answer(_ id: ID<CalendarRecord>, in reading: Reading, status: Int = 200) throws -> APIAnswer {
        let row = try reading.calendarRow(id)
        return APIAnswer(status, revision: row.revision) { $0.write(row) }
    }
}
