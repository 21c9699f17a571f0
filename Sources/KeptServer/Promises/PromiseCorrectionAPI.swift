import KeptDomain
import KeptStore

/// What leads correct afterwards: a pause of an open promise, and a break that late evidence shows to have been kept.
enum PromiseCorrectionAPI {
    static let routes: [APIRoute] = [
        .get(
            "/promises/{id}/pauses", "Its pauses, the oldest first", tag: "Promises", needs: .seePromises,
            answers: .object([SchemaField("items", .array(.named("Pause")))]), pauses),
        .post(
            "/promises/{id}/pause-correction", "Correct a pause of an open promise afterwards", tag: "Promises",
            needs: .correctPromise,
            body: .object([
                SchemaField("pause", .id), SchemaField("why", .text),
                .optional("from", .instant, "When it began; left out together with to, the clock had run."),
                .optional("to", .instant, "When it ended; left out where it still lasts."),
            ]), answers: .named("Promise"), isRevised: true, correctPause),
        .post(
            "/promises/{id}/correction", "Keep a broken promise after all, with late evidence that it was in time",
            tag: "Promises", needs: .correctPromise,
            body: .object([SchemaField("at", .instant, "When it was kept."), SchemaField("evidence", .text)]),
            answers: .named("Promise"), isRevised: true, correctBreak),
    ]

    @Sendable private static func pauses(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Promise.self)
        let pauses = try await api.read { reading in
            _ = try reading.knownPromise(id)
            return try reading.pauses(of: id)
        }
        return APIAnswer { json in json.object { json in json.array("items", pauses) { $0.write($1) } } }
    }

    @Sendable private static func correctPause(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        if !fields.has("pause") { fields.refuse("pause", "requests.missing") }
        let pause = fields.optionalID("pause", of: Pause.self)
        let (from, to) = (fields.optionalInstant("from"), fields.optionalInstant("to"))
        if from == nil, fields.has("to") { fields.refuse("from", "requests.missing") }
        let why = fields.text("why")
        try fields.finish()
        guard let pause else { throw InvalidInput("pause", "requests.missing") }
        let stretch = try Pauses.Pause(corrected: from, to)
        return try await PromiseAPI.change(api) { try $0.correctPause(pause, of: $1, to: stretch, why: why) }
    }

    @Sendable private static func correctBreak(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let at = fields.instant("at")
        let evidence = fields.text("evidence")
        try fields.finish()
        return try await PromiseAPI.change(api) { try $0.correctBreak($1, keptAt: at, evidence: evidence) }
    }
}

extension Pauses.Pause {
    /// What a pause is corrected to; `nil` where there was none.
    init?(corrected from: Instant?, _ to: Instant?) throws {
        guard let from else { return nil }
        do { try self.init(from: from, to: to) } catch { throw InvalidInput("to", "refusals.pause-out-of-range") }
    }
}

extension JSONWriter {
    mutating func write(_ pause: PromisePause) {
        object { json in
            json.field("id", pause.id)
            json.field("from", pause.from)
            json.field("to", pause.to)
            json.field("because", pause.because)
            json.field("made_by", pause.madeBy)
        }
    }
}

extension Schema {
    static let pause = Schema.object([
        SchemaField("id", .id), SchemaField("from", .instant),
        SchemaField("to", .nullable(.instant), "Null while it lasts."), SchemaField("because", .word(PauseReason.self)),
        SchemaField("made_by", .text),
    ])
}
