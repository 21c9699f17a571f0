import KeptDomain
import KeptStore

/// Limits of authority for programs.
enum LimitAPI {
    static let routes: [APIRoute] = [
        .get(
            "/remedy-limits", "What roles may give without asking", tag: "Remedies", needs: .seeStandards,
            answers: .listed("RemedyLimit")
        ) { api in
            .list(try await api.read { try $0.remedyLimits() }) { $0.write($1) }
        },
        .post(
            "/remedy-limits", "Add a limit", tag: "Remedies", needs: .setLimits, body: .named("RemedyLimitDraft"),
            status: 201, answers: .named("RemedyLimit")
        ) { api in
            let fields = try api.fields()
            let (role, remedy) = (fields.word("role", Role.self), fields.text("remedy", limit: 40))
            if !RemedyKind.limited.contains(remedy) {
                fields.refuse(
                    "remedy", "requests.unknown-word",
                    [Fact("name", remedy), Fact("known", RemedyKind.limited.joined(separator: ", "))])
            }
            if !fields.has("currency") { fields.refuse("currency", "requests.missing") }
            let currency = fields.optionalCurrency()
            let (perCase, perDay) = (fields.optionalMinor("per_case_minor"), fields.optionalMinor("per_day_minor"))
            let why = fields.optionalText("why")
            try fields.finish()
            guard let role, let currency else { throw InvalidInput("role", "requests.missing") }
            let draft = RemedyLimitDraft(
                role: role, remedy: RemedyKind(rawValue: remedy), currency: currency, perCase: perCase, perDay: perDay)
            return try await api.write { tx in
                let limit = try tx.addRemedyLimit(draft, why: why)
                return APIAnswer(201, revision: limit.revision) { $0.write(limit) }
            }
        },
        .put(
            "/remedy-limits/{id}", "Set the amounts of a limit anew", tag: "Remedies", needs: .setLimits,
            body: .object([
                .optional("per_case_minor", .nullable(.integer), "Left out: any amount."),
                .optional("per_day_minor", .nullable(.integer)), SchemaField("why", .text),
            ]), answers: .named("RemedyLimit")
        ) { api in
            let (id, fields) = (try api.id(of: RemedyLimit.self), try api.fields())
            let (perCase, perDay) = (fields.optionalMinor("per_case_minor"), fields.optionalMinor("per_day_minor"))
            let why = fields.text("why")
            try fields.finish()
            let expected = try api.expectedRevision
            return try await api.write { tx in
                guard let stands = try tx.remedyLimit(id) else { throw StoreError.notFound("limit \(id)") }
                let limit = try tx.changeRemedyLimit(
                    id, perCase: perCase, perDay: perDay, revision: expected ?? stands.revision, why: why)
                return APIAnswer(revision: limit.revision) { $0.write(limit) }
            }
        },
        .post(
            "/remedy-limits/first", "Set the usual limits in a currency that has none", tag: "Remedies",
            needs: .setLimits, body: .object([SchemaField("currency", .text)]), status: 201,
            answers: .listed("RemedyLimit")
        ) { api in
            let fields = try api.fields()
            if !fields.has("currency") { fields.refuse("currency", "requests.missing") }
            let currency = fields.optionalCurrency()
            try fields.finish()
            guard let currency else { throw InvalidInput("currency", "requests.missing") }
            return try await api.write { tx in
                try tx.addUsualLimits(in: currency)
                var answer = APIAnswer.list(try tx.remedyLimits().filter { $0.currency == currency }) { $0.write($1) }
                answer.status = 201
                return answer
            }
        },
        .get(
            "/remedy-answer-time", "How fast a lead answers", tag: "Remedies", needs: .seeStandards,
            answers: .object([SchemaField("target", .text)])
        ) { api in
            let target = try await api.read { try $0.approvalTarget() }
            return APIAnswer { json in json.object { $0.field("target", target.text) } }
        },
        .post(
            "/remedy-answer-time", "Say how fast a lead answers", tag: "Remedies", needs: .setLimits,
            body: .object([
                SchemaField("target", .text, "PT2H, wall:PT4H, P1WD, sundown, day+1@12:00."), .optional("why", .text),
            ]), answers: .object([SchemaField("target", .text)])
        ) { api in
            let fields = try api.fields()
            let (text, why) = (fields.text("target", limit: 40), fields.optionalText("why"))
            try fields.finish()
            let target: ClockTarget
            do { target = try ClockTarget(text) } catch { throw InvalidInput("target", "problems.no-such-target") }
            return try await api.write { tx in
                try tx.setApprovalTarget(target, why: why)
                return APIAnswer { json in json.object { $0.field("target", target.text) } }
            }
        },
    ]
}
