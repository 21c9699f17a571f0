import KeptDomain
import KeptStore
import KeptWords

/// What a recovery is made of, for programs: templates, causes, and when customers are asked.
enum RecoverySetAPI {
    static let routes: [APIRoute] = [
        .get(
            "/recovery-templates", "What customers are told when something went wrong", tag: "Recovery",
            needs: .seeCases, answers: .listed("RecoveryTemplate")
        ) { api in .list(try await api.read { try $0.recoveryTemplates() }) { $0.write($1) } },
        .post(
            "/recovery-templates", "Write a template", tag: "Recovery", needs: .setDesk,
            body: .named("RecoveryTemplateDraft"), status: 201, answers: .named("RecoveryTemplate")
        ) { api in
            let (draft, languages) = (try templateDraft(api), languages(api))
            return try await api.write { tx in
                let made = try tx.addRecoveryTemplate(draft, languages: languages)
                return APIAnswer(201, revision: made.revision) { $0.write(made) }
            }
        },
        .post(
            "/recovery-templates/ready", "Add the ready templates and causes that are not there yet", tag: "Recovery",
            needs: .setDesk, body: nil, status: 201,
            answers: .object([
                SchemaField("templates", .array(.named("RecoveryTemplate")), "All in use now."),
                SchemaField("causes", .array(.named("Cause")), "All that are known now."),
            ]), addReady),
        .put(
            "/recovery-templates/{id}", "Make a new version of a template", tag: "Recovery", needs: .setDesk,
            body: .named("RecoveryTemplateDraft"), answers: .named("RecoveryTemplate")
        ) { api in
            let (id, draft, languages) = (
                try api.id(of: RecoveryTemplate.self), try templateDraft(api), languages(api)
            )
            let expected = try api.expectedRevision
            return try await api.write { tx in
                let revision = try expected ?? tx.recoveryTemplate(id).revision
                let made = try tx.changeRecoveryTemplate(id, to: draft, revision: revision, languages: languages)
                return APIAnswer(revision: made.revision) { $0.write(made) }
            }
        },
        .get(
            "/recovery-templates/{id}/versions", "Every version of a template, the newest first", tag: "Recovery",
            needs: .seeCases, answers: .listed("RecoveryTemplateVersion")
        ) { api in
            let id = try api.id(of: RecoveryTemplate.self)
            let versions = try await api.read { try $0.recoveryTemplateVersions(id) }
            guard !versions.isEmpty else { throw StoreError.notFound("recovery template \(id)") }
            return .list(versions) { $0.write(version: $1) }
        },
        .delete("/recovery-templates/{id}", "Take a template out of use", tag: "Recovery", needs: .setDesk) { api in
            let id = try api.id(of: RecoveryTemplate.self)
            return try await api.write { tx in
                try tx.endRecoveryTemplate(id, revision: try tx.recoveryTemplate(id).revision)
                return APIAnswer(204, body: [])
            }
        },
        .get(
            "/causes", "What led to failures", tag: "Recovery", needs: .seeCases, answers: .listed("Cause")
        ) { api in .list(try await api.read { try $0.causes() }) { $0.write($1) } },
        .post(
            "/causes", "Add a cause", tag: "Recovery", needs: .setDesk, body: .named("CauseDraft"), status: 201,
            answers: .named("Cause")
        ) { api in
            let (draft, languages) = (try causeDraft(api), languages(api))
            return try await api.write { tx in
                let made = try tx.addCause(draft, languages: languages)
                return APIAnswer(201, revision: made.revision) { $0.write(made) }
            }
        },
        .put(
            "/causes/{id}", "Sort a cause", tag: "Recovery", needs: .setDesk, body: .named("CauseDraft"),
            answers: .named("Cause")
        ) { api in
            let (id, draft, languages) = (try api.id(of: Cause.self), try causeDraft(api), languages(api))
            let expected = try api.expectedRevision
            return try await api.write { tx in
                let revision = try expected ?? tx.cause(id).revision
                let made = try tx.changeCause(id, to: draft, revision: revision, languages: languages)
                return APIAnswer(revision: made.revision) { $0.write(made) }
            }
        },
        .post(
            "/causes/{id}/joining", "Say that a cause is another name of one that is known", tag: "Recovery",
            needs: .setDesk, body: .object([SchemaField("same_as", .id)]), answers: .named("Cause")
        ) { api in
            let (id, fields) = (try api.id(of: Cause.self), try api.fields())
            if !fields.has("same_as") { fields.refuse("same_as", "requests.missing") }
            let other = fields.optionalID("same_as", of: Cause.self)
            try fields.finish()
            guard let other else { throw InvalidInput("same_as", "requests.missing") }
            return try await api.write { tx in
                try tx.joinCause(id, to: other, revision: try tx.cause(id).revision)
                let found = try tx.cause(id)
                return APIAnswer(revision: found.revision) { $0.write(found) }
            }
        },
        .delete("/causes/{id}", "Take a cause out of use", tag: "Recovery", needs: .setDesk) { api in
            let id = try api.id(of: Cause.self)
            return try await api.write { tx in
                let known = try tx.cause(id)
                guard known.endedAt == nil else { throw StoreError.notFound("cause \(id)") }
                try tx.endCause(id, revision: known.revision)
                return APIAnswer(204, body: [])
            }
        },
        .get(
            "/follow-up-rules", "When customers are asked whether it was made good", tag: "Recovery",
            needs: .seeCases, answers: .listed("FollowUpRule")
        ) { api in .list(try await api.read { try $0.followUpRules() }) { $0.write($1) } },
        .post(
            "/follow-up-rules", "Set the rule of one kind of failure", tag: "Recovery", needs: .setStandards,
            body: .object([
                SchemaField("kind", .word(Failure.Kind.self)), SchemaField("is_on", .boolean),
                .optional("after_days", .integer, "0 to 90; 3 when left out."),
                .optional("answer_days", .integer, "1 to 90; 14 when left out."),
                .optional("partly_reopens", .boolean), .optional("revision", .integer),
            ]), answers: .named("FollowUpRule"), setRule),
    ]

    private static func languages(_ api: APIRequest) -> [String] { api.site.vocabulary.languages.map(\.tag) }

    /// Names of templates are in the language that the request accepts.
    @Sendable private static func addReady(_ api: APIRequest) async throws -> APIAnswer {
        let (words, language) = (api.site.vocabulary, api.site.words(for: api.request, api.context).language)
        return try await api.write { tx in
            try tx.addReadyRecovery(words: words, language: language)
            let (templates, causes) = (try tx.recoveryTemplates(), try tx.causes())
            return APIAnswer(201) { json in
                json.object { json in
                    json.array("templates", templates) { $0.write($1) }
                    json.array("causes", causes) { $0.write($1) }
                }
            }
        }
    }

    private static func templateDraft(_ api: APIRequest) throws -> RecoveryTemplateDraft {
        let fields = try api.fields()
        let name = fields.text("name", limit: 200)
        let steps = fields.texts("steps", limit: 10)
        let known = RecoveryStep.allCases.map(\.rawValue)
        for step in steps where !known.contains(step) {
            fields.refuse(
                "steps", "requests.unknown-word",
                [Fact("name", step), Fact("known", known.joined(separator: ", "))])
        }
        var texts: [String: RecoveryTemplate.Text] = [:]
        for text in fields.objects("texts", limit: 20) {
            texts[text.text("language", limit: 40)] = RecoveryTemplate.Text(
                subject: text.text("subject", limit: 200), body: text.text("body", limit: Case.longestNote))
        }
        try fields.finish()
        return RecoveryTemplateDraft(
            name: name, steps: steps.compactMap(RecoveryStep.init(rawValue:)), texts: texts)
    }

    private static func causeDraft(_ api: APIRequest) throws -> CauseDraft {
        let fields = try api.fields()
        let (kind, parent) = (fields.word("kind", Cause.Kind.self), fields.optionalID("parent", of: Cause.self))
        let names = fields.textsByName("names")
        try fields.finish()
        guard let kind else { throw InvalidInput("kind", "requests.missing") }
        return CauseDraft(kind: kind, parent: parent, names: names)
    }

    @Sendable private static func setRule(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let (kind, isOn) = (fields.word("kind", Failure.Kind.self), fields.optionalFlag("is_on"))
        if isOn == nil { fields.refuse("is_on", "requests.missing") }
        let (after, answer) = (
            fields.optionalWhole("after_days", in: 0...90), fields.optionalWhole("answer_days", in: 1...90)
        )
        let partly = fields.optionalFlag("partly_reopens") ?? false
        let revision = fields.optionalWhole("revision", in: 1...Int64.max)
        try fields.finish()
        guard let kind, let isOn else { throw InvalidInput("kind", "requests.missing") }
        let rule = FollowUpRule(
            kind: kind, isOn: isOn, afterDays: Int(after ?? 3), answerDays: Int(answer ?? 14), partlyReopens: partly)
        return try await api.write { tx in
            let stands = try tx.followUpRules().first { $0.kind == kind }?.revision ?? 1
            try tx.setFollowUpRule(rule, revision: revision.map(Int.init) ?? stands)
            guard let made = try tx.followUpRules().first(where: { $0.kind == kind }) else {
                throw StoreError.notFound("rule \(kind.rawValue)")
            }
            return APIAnswer(revision: made.revision) { $0.write(made) }
        }
    }
}
