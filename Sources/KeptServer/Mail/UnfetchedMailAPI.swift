import KeptDomain
import KeptStore

/// Messages that lie in mailboxes and could not be fetched, for programs.
enum UnfetchedMailAPI {
    static let routes: [APIRoute] = [
        .list(
            "/unfetched-mail", "Messages that lie in a mailbox and could not be fetched, the longest known first",
            tag: "Mail", needs: .seeCases, of: .named("UnfetchedMail")
        ) { api in
            let (after, limit) = try api.asked { query in (query.cursor { ID<UnfetchedMail>($0) }, query.limit()) }
            let found = try await api.read { try $0.unfetchedMails(at: nil, after: after, limit: limit + 1) }
            return .page(found, limit: limit, bytes: 400, cursor: \.id.description) { $0.write($1) }
        },
        .get(
            "/unfetched-mail/{id}", "One of them", tag: "Mail", needs: .seeCases, answers: .named("UnfetchedMail")
        ) { api in
            let id = try api.id(of: UnfetchedMail.self)
            return try await api.read { try answer(id, in: $0) }
        },
        .post(
            "/unfetched-mail/{id}/trying", "Try it again at once", tag: "Mail", needs: .workCase,
            body: nil, answers: .named("UnfetchedMail")
        ) { api in
            let id = try api.id(of: UnfetchedMail.self)
            return try await api.write { tx in
                try tx.tryUnfetchedAgain(id)
                return try answer(id, in: tx)
            }
        },
        .post(
            "/unfetched-mail/{id}/leaving", "Leave it in the mailbox for good, and say why", tag: "Mail",
            needs: .workCase, body: .object([SchemaField("why", .text)]), answers: .named("UnfetchedMail")
        ) { api in
            let (id, fields) = (try api.id(of: UnfetchedMail.self), try api.fields())
            let why = fields.text("why", limit: 500)
            try fields.finish()
            return try await api.write { tx in
                try tx.leaveUnfetched(id, why: why)
                return try answer(id, in: tx)
            }
        },
    ]

    private static func answer(_ id: ID<UnfetchedMail>, in reading: some Reading) throws -> APIAnswer {
        let found = try reading.unfetchedMail(id)
        return APIAnswer(revision: found.revision) { $0.write(found) }
    }
}

extension JSONWriter {
    mutating func write(_ mail: UnfetchedMail) {
        object { json in
            json.field("id", mail.id)
            json.field("channel", mail.channel)
            json.field("place", mail.place)
            json.field("number", Int(mail.uid))
            json.field("answer", mail.answer)
            json.field("found_at", mail.foundAt)
            json.field("attempts", mail.attempts)
            json.field("next_attempt_at", mail.nextAttemptAt)
            json.field("settled_at", mail.settledAt)
            json.field("outcome", mail.outcome)
            json.field("why", mail.why)
            json.field("revision", mail.revision)
        }
    }
}

extension Schema {
    static let unfetchedMail = Schema.object([
        SchemaField("id", .id), SchemaField("channel", .id), SchemaField("place", .id),
        SchemaField("number", .integer, "Under which the mail server has it."),
        SchemaField("answer", .text, "What the server said last, or why it could not be filed."),
        SchemaField("found_at", .instant), SchemaField("attempts", .integer), SchemaField("next_attempt_at", .instant),
        SchemaField("settled_at", .nullable(.instant)),
        SchemaField("outcome", .nullable(.word(UnfetchedMail.Outcome.self))), SchemaField("why", .nullable(.text)),
        SchemaField("revision", .integer),
    ])
}
