import KeptDomain
import KeptStore

extension Schema {
    private static let warning = Schema.object([
        .optional("share", .number, "Of the clock used, from 0 to below 1; or before_seconds."),
        .optional("before_seconds", .integer), SchemaField("role", .word(Role.self)), .optional("urgent", .boolean),
    ])
    private static let scope = Schema.object([
        .optional("place", .nullable(.id)), .optional("carrier", .nullable(.id)),
        .optional("segment", .nullable(.text)),
        .optional("channel", .nullable(.text)), .optional("region", .nullable(.text)),
        .optional("product_group", .nullable(.text)), .optional("same_city", .boolean),
    ])

    static let standardDraft = Schema.object([
        SchemaField("name", .text), .optional("metric", .word(Standard.Metric.self)), .optional("scope", scope),
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
        SchemaField("scope", scope), SchemaField("clock", .word(PromiseClock.self)), SchemaField("target", .text),
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
                json.field("place", standard.scope.place)
                json.field("carrier", standard.scope.carrier)
                json.field("segment", standard.scope.segment)
                json.field("channel", standard.scope.channel)
                json.field("region", standard.scope.region)
                json.field("product_group", standard.scope.productGroup)
                json.field("same_city", standard.scope.sameCity)
            }
            json.field("clock", standard.clock)
            json.field("target", standard.target)
            json.field("calendar", standard.calendar)
            json.field("tolerance_seconds", standard.tolerance.seconds)
            json.array("warnings", standard.warnings) { $0.write($1) }
            json.object("said") { json in
                for (language, sentence) in standard.said.sorted(by: { $0.key < $1.key }) {
                    json.key(named: language)
                    json.value(sentence)
                }
            }
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
            case .share(let share): json.field("share", share as Double?)
            case .before(let span): json.field("before_seconds", span.seconds)
            }
            json.field("role", step.role)
            json.field("urgent", step.isUrgent)
        }
    }
}

/// Standards for programs: what is promised in advance, and to whom.
enum StandardAPI {
    static let routes: [APIRoute] = [
        .get("/standards", "Standards", tag: "Standards", needs: .seeStandards, answers: .listed("Standard")) { api in
            let since = month(before: api.now)
            let found = try await api.read { reading in
                try reading.standards().map { ($0, try reading.figures(of: $0.standard.id, since: since)) }
            }
            return .list(found) { $0.write($1.0, $1.1) }
        },
        .get(
            "/standards/{id}", "One standard", tag: "Standards", needs: .seeStandards, answers: .named("Standard")
        ) { api in
            let (id, now) = (try api.id(of: Standard.self), api.now)
            return try await api.read { try answer(id, in: $0, at: now) }
        },
        .post(
            "/standards", "Add a standard", tag: "Standards", needs: .setStandards, body: .standardDraft, status: 201,
            answers: .named("Standard")
        ) { api in
            let (draft, _) = try StandardFields.draft(api.fields())
            return try await api.write { try answer($0.addStandard(draft).id, in: $0, at: $0.now, status: 201) }
        },
        .put(
            "/standards/{id}", "Change it, as a new version; open promises keep theirs", tag: "Standards",
            needs: .setStandards, body: .standardDraft, answers: .named("Standard")
        ) { api in
            let (id, (draft, why)) = (try api.id(of: Standard.self), try StandardFields.draft(api.fields()))
            let expected = try api.expectedRevision
            return try await api.write { tx in
                guard let stands = try tx.standard(id) else { throw StoreError.notFound("standard \(id)") }
                _ = try tx.changeStandard(id, to: draft, revision: expected ?? stands.revision, why: why ?? "")
                return try answer(id, in: tx, at: tx.now)
            }
        },
        .post(
            "/standards/{id}/ending", "End it; promises that stand go on", tag: "Standards", needs: .setStandards,
            body: .object([SchemaField("why", .text)]), answers: .named("Standard")
        ) { api in
            let (id, fields) = (try api.id(of: Standard.self), try api.fields())
            let why = fields.text("why")
            try fields.finish()
            let expected = try api.expectedRevision
            return try await api.write { tx in
                guard let stands = try tx.standard(id) else { throw StoreError.notFound("standard \(id)") }
                try tx.endStandard(id, revision: expected ?? stands.revision, why: why)
                return try answer(id, in: tx, at: tx.now)
            }
        },
    ]

    private static func month(before now: Instant) -> Instant { now - .days(30) }

    private static func answer(
        _ id: ID<Standard>, in reading: Reading, at now: Instant, status: Int = 200
    ) throws -> APIAnswer {
        guard let record = try reading.standard(id) else { throw StoreError.notFound("standard \(id)") }
        let figures = try reading.figures(of: id, since: month(before: now))
        return APIAnswer(status, revision: record.revision) { $0.write(record, figures) }
    }
}

/// What a program tells of a standard.
enum StandardFields {
    static func draft(_ fields: JSONFields) throws -> (draft: StandardDraft, why: String?) {
        let scope = fields.object("scope").map { scope in
            StandardScope(
                place: scope.optionalID("place"), carrier: scope.optionalID("carrier"),
                segment: scope.optionalText("segment"), channel: scope.optionalText("channel"),
                region: scope.optionalText("region"), productGroup: scope.optionalText("product_group"),
                sameCity: scope.optionalFlag("same_city") ?? false)
        }
        let draft = StandardDraft(
            name: fields.text("name", limit: 200), metric: fields.optionalWord("metric") ?? .delivery,
            scope: scope ?? StandardScope(), target: fields.text("target", limit: 40),
            calendar: fields.optionalID("calendar"),
            tolerance: .seconds(fields.optionalWhole("tolerance_seconds", in: 0...31 * 86_400) ?? 0),
            warnings: fields.has("warnings") ? fields.objects("warnings", limit: 8).compactMap(warning) : [.usual],
            said: fields.textsByName("said"))
        let why = fields.optionalText("why")
        try fields.finish()
        return (draft, why)
    }

    private static func warning(_ fields: JSONFields) -> WarningStep? {
        let role = fields.word("role", Role.self)
        let isUrgent = fields.optionalFlag("urgent") ?? false
        let share = fields.value("share")
        let before = fields.optionalWhole("before_seconds", in: 1...366 * 86_400)
        guard let role else { return nil }
        if case .number(let text) = share, let value = Double(text) {
            return WarningStep(.share(value), to: role, isUrgent: isUrgent)
        }
        if let before { return WarningStep(.before(.seconds(before)), to: role, isUrgent: isUrgent) }
        fields.refuse("share", "requests.one-of", [Fact("known", "share, before_seconds")])
        return nil
    }
}
