import KeptDomain
import KeptStore

/// Cases for programs: look, open, note, hand over, say whose move it is, close.
enum CaseAPI {
    static let routes: [APIRoute] = [
        CaseListAPI.route,
        .post(
            "/cases", "Open a case, or join the one that stands open on the matter", tag: "Cases", needs: .workCase,
            body: .object([
                SchemaField("kind", .word(Case.Kind.self)), SchemaField("subject", .text),
                .optional("customer", .id), .optional("order", .id), .optional("place", .id), .optional("why", .text),
                .optional(
                    "message", .named("MessageDraft"),
                    "What the customer said or wrote; it opens the promise of a reply."),
                .optional(
                    "acknowledge", .boolean, "Whether the customer is told at once when we answer; true when left out."),
            ]), status: 201, answers: .named("Case"),
            or: [FurtherAnswer(status: 200, text: "It joined the case that was open, which is answered.")], open),
        .get(
            "/cases/{id}", "One case with its conversation and promises", tag: "Cases", needs: .seeCases,
            answers: .named("Case"), show),
        .post(
            "/cases/{id}/notes", "Add a note", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("text", .text)]), status: 201, answers: .named("Note"), isRevised: true, note),
        .post(
            "/cases/{id}/handover", "Give it to another owner", tag: "Cases", needs: .handOverCase,
            body: .object([SchemaField("to", .id, "Of the person."), SchemaField("why", .text)]),
            answers: .named("Case"), isRevised: true, handOver),
        .post(
            "/cases/{id}/move", "Say who owes the next move", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("whose_move", .word(Case.Move.self)), SchemaField("why", .text)]),
            answers: .named("Case"), isRevised: true, move),
        .post(
            "/cases/{id}/closing", "Close it with its cause", tag: "Cases", needs: .workCase,
            body: .object([
                .optional("cause", .text, "Known again where it has that name already; kept where it is new."),
                .optional("cause_id", .id, "One of the causes."),
                .optional("is_ours", .boolean, "false for no fault of ours; cause then says why."),
            ]), answers: .named("Case"), isRevised: true, close),
    ]

    @Sendable private static func show(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Case.self)
        return try await api.read { reading in
            let found = try reading.knownCase(id)
            let messages = try reading.thread(of: id)
            let promises = try reading.promises(on: found)
            let tags = try reading.tags(of: [id])[id] ?? []
            let (episodes, related) = (try reading.episodes(of: id), try reading.relatives(of: found))
            let origin = try reading.origin(of: id)
            return APIAnswer(revision: found.revision) {
                $0.write(
                    found, notes: messages.map(\.message).filter { $0.direction == .internal }, messages: messages,
                    promises: promises, episodes: episodes, related: related,
                    tags: tags, origin: origin)
            }
        }
    }

    @Sendable private static func open(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let kind = fields.word("kind", Case.Kind.self)
        let subject = fields.text("subject", limit: 200)
        let (customer, order) = (
            fields.optionalID("customer", of: Customer.self), fields.optionalID("order", of: Order.self)
        )
        let (place, why) = (fields.optionalID("place", of: Place.self), fields.optionalText("why"))
        let message = fields.object("message").map { MessageFields($0).draft }
        let isAcknowledged = fields.optionalFlag("acknowledge") ?? true
        try fields.finish()
        guard let kind else { throw InvalidInput("kind", "requests.missing") }
        if let message {
            var inquiry = InquiryDraft(kind: kind, message: message)
            (inquiry.subject, inquiry.customer, inquiry.order) = (subject, customer, order)
            (inquiry.place, inquiry.isAcknowledged) = (place, isAcknowledged)
            return try await api.write { [inquiry, words = api.site.vocabulary] tx in
                let filed = try tx.takeInquiry(inquiry, words: words)
                return APIAnswer(filed.opened ? 201 : 200, revision: filed.case.revision) { $0.write(filed.case) }
            }
        }
        return try await api.write { tx in
            let (opened, isNew) = try tx.openCase(
                CaseDraft(kind: kind, subject: subject, customer: customer, order: order, place: place, why: why))
            return APIAnswer(isNew ? 201 : 200, revision: opened.revision) { $0.write(opened) }
        }
    }

    @Sendable private static func note(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Case.self)
        let fields = try api.fields()
        let text = fields.text("text", limit: 20_000)
        try fields.finish()
        return try await api.write { tx in
            try api.check(revision: try tx.knownCase(id).revision)
            let note = try tx.addNote(to: id, text: text)
            return APIAnswer(201) { json in
                json.object { json in
                    json.field("id", note)
                    json.field("written_by", tx.actor.description)
                    json.field("written_at", tx.now)
                    json.field("text", text)
                }
            }
        }
    }

    @Sendable private static func handOver(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Case.self)
        let fields = try api.fields()
        if !fields.has("to") { fields.refuse("to", "requests.missing") }
        let person = fields.optionalID("to", of: Person.self)
        let why = fields.text("why")
        try fields.finish()
        guard let person else { throw InvalidInput("to", "requests.missing") }
        let revision = try api.expectedRevision
        return try await api.write { tx in
            _ = try tx.handOverCase(id, to: person, why: why, revision: revision)
            return try answer(id, in: tx)
        }
    }

    @Sendable private static func move(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Case.self)
        let fields = try api.fields()
        let move = fields.word("whose_move", Case.Move.self)
        let why = fields.text("why")
        try fields.finish()
        guard let move else { throw InvalidInput("whose_move", "requests.missing") }
        let revision = try api.expectedRevision
        return try await api.write { tx in
            _ = try tx.setMove(of: id, to: move, why: why, revision: revision)
            return try answer(id, in: tx)
        }
    }

    @Sendable private static func close(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Case.self)
        let fields = try api.fields()
        let known = fields.optionalID("cause_id", of: Cause.self)
        let isOurs = fields.optionalFlag("is_ours") ?? true
        let cause = known == nil || !isOurs ? fields.text("cause") : fields.optionalText("cause") ?? ""
        try fields.finish()
        let closing: ClosingCause =
            if !isOurs { .notOurs(cause) } else if let known { .known(known) } else { .named(cause) }
        let revision = try api.expectedRevision
        return try await api.write { tx in
            _ = try tx.closeCase(id, because: closing, revision: revision)
            return try answer(id, in: tx)
        }
    }

    private static func answer(_ id: ID<Case>, in reading: Reading) throws -> APIAnswer {
        let found = try reading.knownCase(id)
        return APIAnswer(revision: found.revision) { $0.write(found) }
    }
}
