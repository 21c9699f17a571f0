import KeptDomain
import KeptStore

/// Macros, saved replies, tags and work on many cases at once, for programs.
enum DeskAPI {
    private static let step = Schema.object([
        SchemaField("do", .word(MacroStep.Kind.self)), SchemaField("with", .text, "The text, move, cause or tag."),
    ])
    private static let macroDraft = Schema.object([SchemaField("name", .text), SchemaField("steps", .array(step))])
    private static let replyDraft = Schema.object([
        SchemaField("name", .text), SchemaField("body", .text, "With fields in braces, such as {customer}."),
    ])
    static let macro = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("steps", .array(step)),
        SchemaField("revision", .integer),
    ])
    static let savedReply = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("body", .text),
        SchemaField("revision", .integer),
    ])

    static let routes: [APIRoute] = [
        .get("/macros", "Macros in use", tag: "Desk", needs: .seeCases, answers: .listed("Macro")) { api in
            let found = try await api.read { try $0.macros() }
            return .list(found) { $0.write($1) }
        },
        .post(
            "/macros", "Add a macro", tag: "Desk", needs: .setDesk, body: macroDraft, status: 201,
            answers: .named("Macro")
        ) { api in
            let (name, steps) = try macroFields(api)
            return try await api.write { tx in
                let macro = try tx.addMacro(name: name, steps: steps)
                return APIAnswer(201, revision: macro.revision) { $0.write(macro) }
            }
        },
        .put("/macros/{id}", "Change a macro", tag: "Desk", needs: .setDesk, body: macroDraft, answers: .named("Macro"))
        {
            api in
            let (id, (name, steps)) = (try api.id(of: Macro.self), try macroFields(api))
            let expected = try api.expectedRevision
            return try await api.write { tx in
                try tx.changeMacro(id, name: name, steps: steps, revision: try expected ?? tx.macro(id).revision)
                let macro = try tx.macro(id)
                return APIAnswer(revision: macro.revision) { $0.write(macro) }
            }
        },
        .post("/macros/{id}/ending", "Take a macro out of use", tag: "Desk", needs: .setDesk, body: nil, answers: nil) {
            api in
            let id = try api.id(of: Macro.self)
            return try await api.write { tx in
                try tx.endMacro(id)
                return APIAnswer { $0.object { _ in } }
            }
        },
        .get(
            "/saved-replies", "Texts that are said often", tag: "Desk", needs: .seeCases, answers: .listed("SavedReply")
        ) { api in
            let found = try await api.read { try $0.savedReplies() }
            return .list(found) { $0.write($1) }
        },
        .post(
            "/saved-replies", "Add a saved reply", tag: "Desk", needs: .setDesk, body: replyDraft, status: 201,
            answers: .named("SavedReply")
        ) { api in
            let (name, body) = try replyFields(api)
            return try await api.write { tx in
                let reply = try tx.addSavedReply(name: name, body: body)
                return APIAnswer(201, revision: reply.revision) { $0.write(reply) }
            }
        },
        .put(
            "/saved-replies/{id}", "Change a saved reply", tag: "Desk", needs: .setDesk, body: replyDraft,
            answers: .named("SavedReply")
        ) { api in
            let (id, (name, body)) = (try api.id(of: SavedReply.self), try replyFields(api))
            let expected = try api.expectedRevision
            return try await api.write { tx in
                try tx.changeSavedReply(
                    id, name: name, body: body, revision: try expected ?? tx.savedReply(id).revision)
                let reply = try tx.savedReply(id)
                return APIAnswer(revision: reply.revision) { $0.write(reply) }
            }
        },
        .post(
            "/saved-replies/{id}/ending", "Take a saved reply out of use", tag: "Desk", needs: .setDesk, body: nil,
            answers: nil
        ) { api in
            let id = try api.id(of: SavedReply.self)
            return try await api.write { tx in
                try tx.endSavedReply(id)
                return APIAnswer { $0.object { _ in } }
            }
        },
        .post(
            "/cases/{id}/macro", "Do all steps of a macro on a case, or none", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("macro", .id)]), answers: .named("Case"), isRevised: true
        ) { api in
            let (id, fields) = (try api.id(of: Case.self), try api.fields())
            let macro = fields.optionalID("macro", of: Macro.self)
            try fields.finish()
            guard let macro else { throw InvalidInput("macro", "requests.missing") }
            let (revision, words) = (try api.expectedRevision, api.site.vocabulary)
            return try await api.write { tx in
                try tx.runMacro(macro, on: id, words: words, revision: revision)
                let found = try tx.knownCase(id)
                return APIAnswer(revision: found.revision) { $0.write(found) }
            }
        },
        .post(
            "/cases/{id}/tags", "Tag a case", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("tag", .text)]),
            answers: .object([SchemaField("tags", .array(.text))])
        ) { api in try await tag(api) { try $0.addTag($2, to: $1) } },
        .post(
            "/cases/{id}/untagging", "Take a tag away", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("tag", .text)]), answers: .object([SchemaField("tags", .array(.text))])
        ) { api in try await tag(api) { try $0.removeTag($2, from: $1) } },
        .post(
            "/cases/bulk", "Do the same to many cases: all of them or none", tag: "Cases", needs: .workCase,
            body: .object([
                SchemaField("cases", .array(.id)), SchemaField("do", .words(BulkFields.kinds)),
                .optional("tag", .text), .optional("to", .id, "The person or line."), .optional("why", .text),
                .optional("cause", .text), .optional("until", .instant),
                .optional("kind", .word(Case.Kind.self), "To sort them."),
            ]), answers: .object([SchemaField("done", .integer)])
        ) { api in
            let fields = try api.fields()
            let ids = fields.ids("cases", limit: Transaction.mostAtOnce, of: Case.self)
            let action = BulkFields.action(fields)
            try fields.finish()
            guard let action else { throw InvalidInput("do", "requests.missing") }
            return try await api.write { tx in
                try tx.workCases(ids, action)
                return APIAnswer { json in json.object { $0.field("done", Set(ids).count) } }
            }
        },
    ]

    private static func macroFields(_ api: APIRequest) throws -> (String, [MacroStep]) {
        let fields = try api.fields()
        let name = fields.text("name", limit: 200)
        let steps = fields.objects("steps", limit: 20).compactMap { step -> MacroStep? in
            let kind = step.word("do", MacroStep.Kind.self)
            let argument = step.text("with", limit: Case.longestNote)
            guard let kind else { return nil }
            let found = MacroStep(kind, argument)
            if found == nil {
                let known = Case.Move.allCases.map(\.rawValue).joined(separator: ", ")
                step.refuse("with", "requests.unknown-word", [Fact("name", argument), Fact("known", known)])
            }
            return found
        }
        try fields.finish()
        return (name, steps)
    }

    private static func replyFields(_ api: APIRequest) throws -> (String, String) {
        let fields = try api.fields()
        let (name, body) = (fields.text("name", limit: 200), fields.text("body", limit: Case.longestNote))
        try fields.finish()
        return (name, body)
    }

    private static func tag(
        _ api: APIRequest, _ change: @escaping @Sendable (Transaction, ID<Case>, String) throws -> Void
    ) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Case.self), try api.fields())
        let tag = fields.text("tag", limit: 60)
        try fields.finish()
        return try await api.write { tx in
            try change(tx, id, tag)
            let tags = try tx.tags(of: [id])[id] ?? []
            return APIAnswer { json in json.object { $0.field("tags", tags) } }
        }
    }
}
