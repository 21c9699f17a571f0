import KeptDomain
import KeptStore

/// What customers ask beyond the usual, for programs.
enum SpecialRequestAPI {
    static let routes: [APIRoute] = [
        .get(
            "/cases/{id}/special-requests", "What was asked beyond the usual on a case", tag: "Cases", needs: .seeCases,
            answers: .listed("SpecialRequest")
        ) { api in
            let id = try api.id(of: Case.self)
            return .list(try await api.read { try $0.specialRequests(on: $0.knownCase(id).id) }) { $0.write($1) }
        },
        .post(
            "/cases/{id}/special-requests", "Note what a customer asks beyond the usual", tag: "Cases",
            needs: .workCase,
            body: .object([
                SchemaField("kind", .word(SpecialRequest.Kind.self)), SchemaField("words", .text),
                .optional("asked_at", .instant),
            ]), status: 201, answers: .named("SpecialRequest")
        ) { api in
            let (id, fields) = (try api.id(of: Case.self), try api.fields())
            let (kind, words) = (fields.word("kind", SpecialRequest.Kind.self), fields.text("words"))
            let at = fields.optionalInstant("asked_at")
            try fields.finish()
            guard let kind else { throw InvalidInput("kind", "requests.missing") }
            return try await api.write { tx in
                let made = try tx.noteSpecialRequest(SpecialRequestDraft(kind, words, askedAt: at), on: id)
                return APIAnswer(201) { $0.write(made) }
            }
        },
        .post(
            "/special-requests/{id}/answer", "Say yes or no to a special request", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("answer", .word(SpecialRequest.Answer.self))]),
            answers: .named("SpecialRequest")
        ) { api in
            let (id, fields) = (try api.id(of: SpecialRequest.self), try api.fields())
            let answer = fields.word("answer", SpecialRequest.Answer.self)
            try fields.finish()
            guard let answer else { throw InvalidInput("answer", "requests.missing") }
            return try await api.write { tx in
                let known = try tx.answerSpecialRequest(id, answer)
                return APIAnswer { $0.write(known) }
            }
        },
        .post(
            "/special-requests/{id}/settling", "Say whether what was agreed came true", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("met", .boolean)]), answers: .named("SpecialRequest")
        ) { api in
            let (id, fields) = (try api.id(of: SpecialRequest.self), try api.fields())
            let met = fields.optionalFlag("met")
            try fields.finish()
            guard let met else { throw InvalidInput("met", "requests.missing") }
            return try await api.write { tx in
                let known = try tx.settleSpecialRequest(id, isMet: met)
                return APIAnswer { $0.write(known) }
            }
        },
    ]
}

extension JSONWriter {
    mutating func write(_ request: SpecialRequest) {
        object { json in
            json.field("id", request.id)
            json.field("case", request.case)
            json.field("order", request.order)
            json.field("kind", request.kind)
            json.field("words", request.words)
            json.field("asked_at", request.askedAt)
            json.field("answer", request.answer)
            json.field("answered_at", request.answeredAt)
            json.field("met", request.isMet)
            json.field("settled_at", request.settledAt)
        }
    }
}

extension Schema {
    static let specialRequest = Schema.object([
        SchemaField("id", .id), SchemaField("case", .id), SchemaField("order", .nullable(.id)),
        SchemaField("kind", .word(SpecialRequest.Kind.self)), SchemaField("words", .text),
        SchemaField("asked_at", .instant), SchemaField("answer", .nullable(.word(SpecialRequest.Answer.self))),
        SchemaField("answered_at", .nullable(.instant)),
        SchemaField("met", .nullable(.boolean), "Whether what was agreed came true."),
        SchemaField("settled_at", .nullable(.instant)),
    ])
}
