import KeptDomain
import KeptStore

/// Filters of the case list under a name, for programs: everybody's, or those of a person who is named.
enum SavedViewAPI {
    static let view = Schema.object([
        SchemaField("id", .id), SchemaField("person", .nullable(.id), "Whose it is; null for everybody's."),
        SchemaField("name", .text), SchemaField("query", .text, "As the address of the case list has it."),
    ])

    static let routes: [APIRoute] = [
        .get(
            "/case-views", "Views of the case list: everybody's, and those of a person", tag: "Desk", needs: .seeCases,
            query: [QueryField("person", .id, "Theirs too, by id.")], answers: .listed("CaseView")
        ) { api in
            let person = try api.asked { $0.id("person", of: Person.self) }
            return .list(try await api.read { try $0.savedViews(of: person) }) { $0.write($1) }
        },
        .post(
            "/case-views", "Save filters of the case list under a name", tag: "Desk", needs: .workCase,
            body: .object([
                SchemaField("name", .text),
                SchemaField("query", .text, "state=open&kind=complaint, by the filters of the page; empty for all."),
                .optional("person", .id, "Whose it is; left out, everybody's, which sets up the desk."),
            ]), status: 201, answers: .named("CaseView")
        ) { api in
            let fields = try api.fields()
            let name = fields.text("name", limit: 60)
            let query = fields.optionalText("query", limit: 1_000)
            let person = fields.optionalID("person", of: Person.self)
            try fields.finish()
            let filters = try AskedCases.spelt(query ?? "")
            return try await api.write { tx in
                let made = try tx.saveView(name, query: filters, isForAll: person == nil, of: person)
                return APIAnswer(201) { $0.write(made) }
            }
        },
        .delete("/case-views/{id}", "Forget a view", tag: "Desk", needs: .workCase) { api in
            let id = try api.id(of: SavedView.self)
            return try await api.write { tx in
                try tx.forgetView(id)
                return APIAnswer(204, body: [])
            }
        },
    ]
}

/// What a person began to write on a case, for programs that let them go on elsewhere. It is theirs until it is sent:
/// programs ask for one person's, as they keep it for one.
enum ReplyDraftAPI {
    static let draft = Schema.object([
        SchemaField("person", .id, "Who writes it."), SchemaField("body", .text), SchemaField("saved_at", .instant),
    ])

    static let routes: [APIRoute] = [
        .get(
            "/cases/{id}/drafts", "What somebody began to write and did not send: one or none", tag: "Cases",
            needs: .workCase, query: [.required("person", .id, "Who writes it.")],
            answers: .listed("ReplyDraft")
        ) { api in
            let id = try api.id(of: Case.self)
            let person = try api.asked { $0.id("person", of: Person.self) }
            guard let person else { throw InvalidInput("person", "requests.missing") }
            let draft = try await api.read { reading in
                _ = try reading.knownCase(id)
                return try reading.draft(of: person, on: id)
            }
            return .list([draft].compactMap(\.self)) { $0.write($1) }
        },
        .post(
            "/cases/{id}/drafts", "Keep what somebody has written so far; they count as answering for two minutes",
            tag: "Cases", needs: .workCase,
            body: .object([
                SchemaField("person", .id),
                SchemaField("body", .text, "Instead of what was kept before; empty forgets it."),
            ]),
            answers: .object([SchemaField("saved_at", .nullable(.instant), "null where it was forgotten.")])
        ) { api in
            let (id, fields) = (try api.id(of: Case.self), try api.fields())
            if !fields.has("person") { fields.refuse("person", "requests.missing") }
            if !fields.has("body") { fields.refuse("body", "requests.missing") }
            let person = fields.optionalID("person", of: Person.self)
            let body = fields.optionalText("body", limit: MessageDraft.longest)
            try fields.finish()
            return try await api.write { tx in
                let savedAt = try tx.keepDraft(body ?? "", on: id, of: person)
                return APIAnswer { json in json.object { $0.field("saved_at", savedAt) } }
            }
        },
    ]
}

extension JSONWriter {
    mutating func write(_ view: SavedView) {
        object { json in
            json.field("id", view.id)
            json.field("person", view.person)
            json.field("name", view.name)
            json.field("query", view.query)
        }
    }

    mutating func write(_ draft: ReplyDraft) {
        object { json in
            json.field("person", draft.person)
            json.field("body", draft.body)
            json.field("saved_at", draft.savedAt)
        }
    }
}
