import KeptDomain
import KeptStore

extension Schema {
    private static let warning = Schema.object([
        .optional("share", .number, "Of the clock used, from 0 to below 1; or before_seconds."),
        .optional("before_seconds", .integer), SchemaField("role", .word(Role.self)), .optional("urgent", .boolean),
    ])
    private static let standardScope = Schema.scope(.optional("line", .nullable(.id)))

    static let standardDraft = Schema.object([
        SchemaField("name", .text), .optional("metric", .word(Standard.Metric.self)), .optional("scope", standardScope),
        SchemaField("target", .text, "PT8H, wall:PT48H, P2WD, sundown, day+1, day+1@12:00."),
        .optional("calendar", .nullable(.id), "Whose hours; the place's own when left out."),
        .optional(
            "tolerance_seconds", .integer,
            "So late a promise still counts as met by the standard; the promise itself is judged by its due time."),
        .optional("warnings", .array(warning)),
        SchemaField("said", .map(.text), "The sentence told, by language, with {due} where the time goes."),
        .optional("why", .text, "Why it changes."),
    ])
    static let standard = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("metric", .word(Standard.Metric.self)),
        SchemaField("scope", standardScope), SchemaField("clock", .word(PromiseClock.self)),
        SchemaField("target", .text),
        SchemaField("calendar", .nullable(.id)), SchemaField("tolerance_seconds", .integer),
        SchemaField("warnings", .array(warning)), SchemaField("said", .map(.text)), SchemaField("version", .integer),
        SchemaField("last_30_days", figures), SchemaField("ended_at", .nullable(.instant)),
        SchemaField("revision", .integer),
    ])
    private static let figures = Schema.object([
        SchemaField("kept", .integer), SchemaField("broken", .integer),
        SchemaField(
            "within_tolerance", .integer, "Of the broken ones, those that came true at most the tolerance too late."),
        SchemaField("kept_share", .nullable(.number)), SchemaField("met_share", .nullable(.number)),
    ])
}

extension JSONWriter {
    mutating func write(_ record: StandardRecord, _ figures: StandardFigures) {
        let standard = record.standard
        object { json in
            json.field("id", standard.id)
            json.field("name", standard.name)
            json.field("metric", standard.metric)
            json.object("scope") { json in
                json.members(of: standard.scope)
                json.field("line", standard.scope.line)
            }
            json.field("clock", standard.clock)
            json.field("target", standard.target)
            json.field("calendar", standard.calendar)
            json.field("tolerance_seconds", standard.tolerance.seconds)
            json.array("warnings", standard.warnings) { $0.write($1) }
            json.field("said", standard.said)
            json.field("version", record.number)
            json.object("last_30_days") { json in
                json.field("kept", figures.kept)
                json.field("broken", figures.broken)
                json.field("within_tolerance", figures.withinTolerance)
                json.field("kept_share", figures.keptShare)
                json.field("met_share", figures.metShare)
            }
            json.field("ended_at", record.endedAt)
            json.field("revision", record.revision)
        }
    }

    private mutating func write(_ step: WarningStep) {
        object { json in
            switch step.moment {
            case .share(let share): json.field("share", share)
            case .before(let span): json.field("before_seconds", span.seconds)
            }
            json.field("role", step.role)
            json.field("urgent", step.isUrgent)
        }
    }
}
