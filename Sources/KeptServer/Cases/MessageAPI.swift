import KeptDomain
import KeptStore

/// The conversation of a case for programs: what came in, what we answer, files, and how what we sent fared.
enum MessageAPI {
    static let routes: [APIRoute] = [
        .list(
            "/cases/{id}/messages", "The conversation of a case, the oldest first", tag: "Cases", needs: .seeCases,
            of: .named("Message"), list),
        .post(
            "/cases/{id}/messages", "File what the customer said or wrote", tag: "Cases", needs: .writeToUs,
            body: .named("MessageDraft"), status: 201, answers: .named("Message"), or: [.known], take),
        .post(
            "/cases/{id}/replies", "Answer the customer", tag: "Cases", needs: .workCase,
            body: .object([
                SchemaField("message", .named("MessageDraft")),
                .optional("whose_move", .word(Case.Move.self), "Afterwards; as it was when left out."),
                .optional("why", .text, "Why the move changes."),
                .optional("left_at", .instant, "When it left, where you sent it yourself; e-mail waits without it."),
            ]), status: 201, answers: .named("Message"), or: [.known], isRevised: true, reply),
        .post(
            "/cases/{id}/reply-settlement", "Say that the customer's last word asks for no answer", tag: "Cases",
            needs: .workCase, body: nil, answers: .named("Case"), isRevised: true, settle),
        .get("/messages/{id}", "One message", tag: "Cases", needs: .seeCases, answers: .named("Message")) { api in
            let id = try api.id(of: Message.self)
            return try await api.read { try answer(id, in: $0) }
        },
        .post(
            "/messages/{id}/acceptance", "Tell when what carries a message took it", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("accepted_at", .instant), .optional("answer", .text, "What it said.")]),
            answers: .named("Message"), accept),
        .post(
            "/messages/{id}/failure", "Tell that a message could not be carried, or came back", tag: "Cases",
            needs: .workCase,
            body: .object([
                .optional("bounced", .boolean, "Whether it had been taken and came back."), .optional("answer", .text),
            ]), answers: .named("Message"), fail),
        .postFile(
            "/messages/{id}/attachments", "Add a file to a message that has not left: the body", tag: "Cases",
            needs: .workCase, query: [QueryField("name", .text, "Its name, file when left out.")],
            answers: .named("Attachment"), attach),
        .getFile(
            "/attachments/{id}", "The bytes of an attachment, to keep", tag: "Cases", needs: .seeCases, download),
    ]

    @Sendable private static func list(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Case.self)
        let (after, limit) = try api.asked { query in (query.cursor { ID<Message>($0) }, query.limit()) }
        let found = try await api.read { reading in
            _ = try reading.knownCase(id)
            return try reading.messages(of: id, after: after, limit: limit + 1)
        }
        return .page(found, limit: limit, bytes: 900, cursor: \.message.id.description) { $0.write($1) }
    }

    @Sendable private static func take(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Case.self), try api.fields())
        let draft = MessageFields(fields).draft
        try fields.finish()
        return try await api.write { [words = api.site.vocabulary] tx in
            let filed = try tx.takeMessage(draft, on: id, words: words)
            return try answer(filed.message.id, in: tx, status: filed.isNew ? 201 : 200)
        }
    }

    @Sendable private static func reply(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Case.self), try api.fields())
        let draft = fields.object("message").map { MessageFields($0).draft }
        let (next, why) = (fields.optionalWord("whose_move", Case.Move.self), fields.optionalText("why"))
        let leftAt = fields.optionalInstant("left_at")
        try fields.finish()
        guard let draft else { throw InvalidInput("message", "requests.missing") }
        let revision = try api.expectedRevision
        return try await api.write { tx in
            let filed = try tx.reply(to: id, with: draft, next: next, why: why, keptAt: leftAt, revision: revision)
            return try answer(filed.message.id, in: tx, status: filed.isNew ? 201 : 200)
        }
    }

    @Sendable private static func settle(_ api: APIRequest) async throws -> APIAnswer {
        let (id, revision) = (try api.id(of: Case.self), try api.expectedRevision)
        return try await api.write { tx in
            let found = try tx.settleReply(on: id, revision: revision)
            return APIAnswer(revision: found.revision) { $0.write(found) }
        }
    }

    @Sendable private static func accept(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Message.self), try api.fields())
        let (at, said) = (fields.instant("accepted_at"), fields.optionalText("answer"))
        try fields.finish()
        return try await api.write { tx in
            try tx.messageAccepted(id, at: at, answer: said)
            return try answer(id, in: tx)
        }
    }

    @Sendable private static func fail(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Message.self), try api.fields())
        let (isBounced, said) = (fields.optionalFlag("bounced") ?? false, fields.optionalText("answer"))
        try fields.finish()
        return try await api.write { tx in
            try tx.messageFailed(id, isBounced: isBounced, answer: said)
            return try answer(id, in: tx)
        }
    }

    @Sendable private static func attach(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Message.self)
        let name = try api.asked { $0.text("name") ?? "file" }
        let bytes = try await api.request.bytes(upTo: Attachment.largest)
        let file = AttachmentDraft(name: name, bytes: bytes)
        return try await api.write { tx in
            let added = try tx.addAttachment(file, to: id)
            return APIAnswer(201) { $0.write(added) }
        }
    }

    @Sendable private static func download(_ api: APIRequest) async throws -> APIAnswer {
        let id = try api.id(of: Attachment.self)
        return try await api.read { reading in
            let file = try reading.attachment(id).attachment
            return APIAnswer(file: try reading.blob(file.sha256), named: file.name, type: file.type)
        }
    }

    private static func answer(_ id: ID<Message>, in reading: Reading, status: Int = 200) throws -> APIAnswer {
        let found = try reading.threadMessage(id)
        return APIAnswer(status, revision: found.message.revision) { $0.write(found) }
    }
}
