import KeptDomain
import KeptStore

/// The life of a case for programs: again open, put off, in a line, linked, merged, split, and the rules of reopening.
enum CaseLifeAPI {
    private static let why = SchemaField("why", .text)

    static let routes: [APIRoute] = [
        .post(
            "/cases/{id}/reopening", "Open it again: a new episode with new promises", tag: "Cases", needs: .workCase,
            body: .object([why]), answers: .named("Case"), isRevised: true
        ) { api in
            try await change(api) { fields in
                let why = fields.text("why")
                return { _ = try $0.reopenCase($1, why: why, revision: $2) }
            }
        },
        .post(
            "/cases/{id}/snooze", "Put it out of sight until a time", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("until", .instant), .optional("why", .text)]), answers: .named("Case"),
            isRevised: true
        ) { api in
            try await change(api) { fields in
                let (until, why) = (fields.instant("until"), fields.optionalText("why"))
                return { _ = try $0.snoozeCase($1, until: until, why: why, revision: $2) }
            }
        },
        .post(
            "/cases/{id}/waking", "Bring it back before its time", tag: "Cases", needs: .workCase, body: nil,
            answers: .named("Case"), isRevised: true
        ) { api in try await change(api) { _ in { _ = try $0.wakeCase($1, revision: $2) } } },
        .post(
            "/cases/{id}/transfer", "Lay it into a line", tag: "Cases", needs: .handOverCase,
            body: .object([SchemaField("line", .id), why, .optional("skill", .text)]), answers: .named("Case"),
            isRevised: true
        ) { api in
            try await change(api) { fields in
                let line = needed(fields, "line", of: Line.self)
                let (why, skill) = (fields.text("why"), fields.optionalText("skill"))
                return { _ = try $0.transferCase($1, to: line, why: why, skill: skill, revision: $2) }
            }
        },
        .post(
            "/cases/{id}/merge", "Make it part of another case of the same customer", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("into", .id), why]), answers: .named("Case"), isRevised: true
        ) { api in
            try await change(api) { fields in
                let (into, why) = (needed(fields, "into", of: Case.self), fields.text("why"))
                return { _ = try $0.mergeCase($1, into: into, why: why, revision: $2) }
            }
        },
        .post(
            "/cases/{id}/merge-undoing", "Take a merge back", tag: "Cases", needs: .workCase, body: .object([why]),
            answers: .named("Case"), isRevised: true
        ) { api in
            try await change(api) { fields in
                let why = fields.text("why")
                return { tx, id, revision in
                    if let revision, try tx.knownCase(id).revision != revision {
                        throw StoreError.conflict(revision: try tx.knownCase(id).revision)
                    }
                    _ = try tx.undoMerge(of: id, why: why)
                }
            }
        },
        .post(
            "/cases/{id}/split", "Make a case of its own of some of its messages", tag: "Cases", needs: .workCase,
            body: .object([
                SchemaField("messages", .array(.id)), SchemaField("kind", .word(Case.Kind.self)),
                SchemaField("subject", .text), why,
            ]), status: 201, answers: .named("Case"), isRevised: true, split),
        .post(
            "/cases/{id}/links", "Link it with another case", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("case", .id)]), answers: .named("Case")
        ) { api in
            try await change(api) { fields in
                let other = needed(fields, "case", of: Case.self)
                return { tx, id, _ in try tx.linkCases(id, with: other) }
            }
        },
        .post(
            "/cases/{id}/unlinking", "Take a link away", tag: "Cases", needs: .workCase,
            body: .object([SchemaField("case", .id)]), answers: .named("Case")
        ) { api in
            try await change(api) { fields in
                let other = needed(fields, "case", of: Case.self)
                return { tx, id, _ in try tx.unlinkCases(id, from: other) }
            }
        },
        .get(
            "/reopening-rules", "Whether a customer's word opens a closed case again, by kind", tag: "Cases",
            needs: .seeCases, answers: .listed("ReopeningRule")
        ) { api in
            let rules = try await api.read { try $0.reopeningRules() }
            return .list(rules) { $0.write($1) }
        },
        .put(
            "/reopening-rules", "Change the rule of one kind", tag: "Cases", needs: .setStandards,
            body: .object([
                SchemaField("kind", .word(Case.Kind.self)), SchemaField("window_days", .integer, "0 for never."),
                .optional("counts_gap", .boolean),
            ]), answers: .named("ReopeningRule"), setRule),
    ]

    private typealias Change = @Sendable (Transaction, ID<Case>, Int?) throws -> Void

    private static func change(_ api: APIRequest, _ read: (JSONFields) throws -> Change) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Case.self), try api.fields())
        let change = try read(fields)
        try fields.finish()
        let revision = try api.expectedRevision
        return try await api.write { tx in
            try change(tx, id, revision)
            let found = try tx.knownCase(id)
            return APIAnswer(revision: found.revision) { $0.write(found) }
        }
    }

    /// An id that must be there; 0, which names nothing, after a problem that `finish` tells.
    private static func needed<T>(_ fields: JSONFields, _ name: String, of _: T.Type) -> ID<T> {
        if !fields.has(name) { fields.refuse(name, "requests.missing") }
        return fields.optionalID(name) ?? ID(0)
    }

    @Sendable private static func split(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Case.self), try api.fields())
        let (kind, subject, why) = (
            fields.word("kind", Case.Kind.self), fields.text("subject", limit: 200), fields.text("why")
        )
        let messages = fields.ids("messages", limit: 500, of: Message.self)
        try fields.finish()
        guard let kind else { throw InvalidInput("kind", "requests.missing") }
        let revision = try api.expectedRevision
        return try await api.write { tx in
            let part = try tx.splitCase(
                id, messages: messages, kind: kind, subject: subject, why: why, revision: revision)
            return APIAnswer(201, revision: part.revision) { $0.write(part) }
        }
    }

    @Sendable private static func setRule(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let kind = fields.word("kind", Case.Kind.self)
        let days = Int(fields.whole("window_days", in: 0...3_650))
        let countsGap = fields.optionalFlag("counts_gap") ?? false
        try fields.finish()
        guard let kind else { throw InvalidInput("kind", "requests.missing") }
        let expected = try api.expectedRevision
        return try await api.write { tx in
            let known = try tx.reopeningRule(kind)
            try tx.setReopeningRule(
                ReopeningRule(kind: kind, windowDays: days, countsGap: countsGap), revision: expected ?? known.revision)
            let rule = try tx.reopeningRule(kind)
            return APIAnswer(revision: rule.revision) { $0.write(rule) }
        }
    }
}

extension JSONWriter {
    mutating func write(_ rule: ReopeningRule) {
        object { json in
            json.field("kind", rule.kind)
            json.field("window_days", rule.windowDays)
            json.field("counts_gap", rule.countsGap)
            json.field("revision", rule.revision)
        }
    }
}

extension Schema {
    static let reopeningRule = Schema.object([
        SchemaField("kind", .word(Case.Kind.self)), SchemaField("window_days", .integer, "0 for never."),
        SchemaField(
            "counts_gap", .boolean, "Whether the time between closing and reopening counts in the new promise."),
        SchemaField("revision", .integer),
    ])
}
