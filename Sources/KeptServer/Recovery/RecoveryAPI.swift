import KeptDomain
import KeptStore
import KeptWords

/// Recovery for programs: what was done to make it good, telling the customer, leaving a step out, and words that will be
/// late.
enum RecoveryAPI {
    static let routes: [APIRoute] = [
        .get(
            "/cases/{id}/recovery", "The steps by which a case is made good", tag: "Recovery", needs: .seeCases,
            answers: .named("Recovery")
        ) { api in
            let id = try api.id(of: Case.self)
            return try await api.read { reading in
                _ = try reading.knownCase(id)
                guard let recovery = try reading.recovery(of: id) else { throw RecoveryRefusal.noFailure }
                return APIAnswer { $0.write(recovery) }
            }
        },
        .get(
            "/cases/{id}/struck-failures", "What was noted on a case by mistake and struck", tag: "Recovery",
            needs: .seeCases, answers: .listed("StruckFailure")
        ) { api in
            let id = try api.id(of: Case.self)
            let struck = try await api.read { reading in
                _ = try reading.knownCase(id)
                return try reading.struckFailures(of: id)
            }
            return .list(struck) { $0.write($1) }
        },
        .post(
            "/cases/{id}/recovery/messages", "Tell the customer what went wrong, by a template", tag: "Recovery",
            needs: .workCase,
            body: .object([
                SchemaField("template", .id),
                .optional("reason", .text, "Why, truly; left out, the name of the cause."),
                .optional("cause", .id),
                .optional("channel", .word(Message.Channel.self), "As the customer wrote last where left out."),
                .optional("contact", .text), .optional("next_move", .word(Case.Move.self)),
            ]), status: 201, answers: .named("Recovery"), send),
        .post(
            "/cases/{id}/recovery/steps-left-out", "Leave a step out, with the reason", tag: "Recovery",
            needs: .workCase,
            body: .object([SchemaField("step", .word(RecoveryStep.self)), SchemaField("reason", .text)]),
            answers: .named("Recovery")
        ) { api in
            let (id, fields) = (try api.id(of: Case.self), try api.fields())
            let (step, reason) = (fields.word("step", RecoveryStep.self), fields.text("reason"))
            try fields.finish()
            guard let step else { throw InvalidInput("step", "requests.missing") }
            return try await api.write { tx in
                try tx.leaveOutStep(step, on: id, reason: reason)
                return try answer(id, in: tx)
            }
        },
        .post(
            "/cases/{id}/follow-up-answer", "Write down by phone whether it was made good", tag: "Recovery",
            needs: .workCase,
            body: .object([
                SchemaField("answer", .word(FollowUp.Answer.self)),
                .optional("words", .text, "What the customer said of it, up to 2,000 characters."),
            ]), answers: .named("FollowUp")
        ) { api in
            let (id, fields) = (try api.id(of: Case.self), try api.fields())
            let answer = fields.word("answer", FollowUp.Answer.self)
            let said = fields.optionalText("words", limit: FollowUp.longestWords)
            try fields.finish()
            guard let answer else { throw InvalidInput("answer", "requests.missing") }
            let key = TrackingKey.random()
            return try await api.write { tx in
                let noted = try tx.noteFollowUpAnswer(on: id, answer, words: said, key: key)
                return APIAnswer { $0.write(noted) }
            }
        },
        .post(
            "/promises/{id}/lateness", "Say before the time that a told word will not be kept", tag: "Recovery",
            needs: .renegotiatePromise,
            body: .object([
                .optional("reason", .text, "Why, truly; left out, the name of the cause."), .optional("cause", .id),
                .optional("expected_at", .instant, "The next word, which then replaces the first."),
                .optional("template", .id, "By which the customer is told at once."),
            ]), status: 201,
            answers: .object([
                SchemaField("case", .id), SchemaField("promise", .nullable(.named("Promise")), "The next word."),
                SchemaField("message", .nullable(.id), "What the customer was told."),
            ]), foresee),
    ]

    @Sendable private static func send(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Case.self), try api.fields())
        if !fields.has("template") { fields.refuse("template", "requests.missing") }
        let (template, reason) = (
            fields.optionalID("template", of: RecoveryTemplate.self), fields.optionalText("reason")
        )
        let (cause, channel) = (
            fields.optionalID("cause", of: Cause.self), fields.optionalWord("channel", Message.Channel.self)
        )
        let (contact, next) = (
            fields.optionalText("contact"), fields.optionalWord("next_move", Case.Move.self)
        )
        try fields.finish()
        guard let template else { throw InvalidInput("template", "requests.missing") }
        let draft = RecoveryMessageDraft(
            template: template, reason: reason, cause: cause, channel: channel, contact: contact, next: next)
        let (words, address) = (api.site.vocabulary, api.site.publicAddress(for: api.request))
        return try await api.write { tx in
            try tx.sendRecoveryMessage(on: id, draft, words: words, address: address)
            return try answer(id, in: tx, status: 201)
        }
    }

    @Sendable private static func foresee(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Promise.self), try api.fields())
        let (reason, cause) = (fields.optionalText("reason"), fields.optionalID("cause", of: Cause.self))
        let (expected, template) = (
            fields.optionalInstant("expected_at"), fields.optionalID("template", of: RecoveryTemplate.self)
        )
        try fields.finish()
        let draft = LatenessDraft(reason: reason, cause: cause, expectedAt: expected, template: template)
        let (words, address) = (api.site.vocabulary, api.site.publicAddress(for: api.request))
        return try await api.write { tx in
            let noted = try tx.foreseeLateness(of: id, draft, words: words, address: address)
            return APIAnswer(201) { json in
                json.object { json in
                    json.field("case", noted.case.id)
                    json.field("promise", noted.next) { $0.write($1) }
                    json.field("message", noted.message?.id)
                }
            }
        }
    }

    private static func answer(_ id: ID<Case>, in reading: Reading, status: Int = 200) throws -> APIAnswer {
        guard let recovery = try reading.recovery(of: id) else { throw RecoveryRefusal.noFailure }
        return APIAnswer(status) { $0.write(recovery) }
    }
}
