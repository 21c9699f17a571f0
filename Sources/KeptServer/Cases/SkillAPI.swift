import KeptDomain
import KeptStore

/// What cases ask of whoever takes them, for programs: the rules, and what a person says of one case.
enum SkillAPI {
    static let routes: [APIRoute] = [
        .get(
            "/skill-rules", "Which skill a case asks for, by what is known of it", tag: "Cases", needs: .seeCases,
            answers: .listed("SkillRule")
        ) { api in
            .list(try await api.read { try $0.skillRules() }) { $0.write($1) }
        },
        .post(
            "/skill-rules", "Add a rule; of those that fit, the one that asks for the most holds", tag: "Cases",
            needs: .setDesk, body: .named("SkillRuleDraft"), status: 201, answers: .named("SkillRule"), takesKey: true
        ) { api in
            let fields = try api.fields()
            let draft = SkillRuleDraft(
                skill: fields.text("skill", limit: 60), channel: fields.optionalWord("channel"),
                form: fields.optionalID("form"), kind: fields.optionalWord("kind"),
                language: fields.optionalText("language", limit: 40))
            try fields.finish()
            return try await api.write { tx in
                let rule = try tx.addSkillRule(draft)
                return APIAnswer(201) { $0.write(rule) }
            }
        },
        .post(
            "/skill-rules/{id}/ending", "Take a rule away; cases keep the skill it gave them", tag: "Cases",
            needs: .setDesk, body: nil, answers: .listed("SkillRule")
        ) { api in
            let id = try api.id(of: SkillRule.self)
            return try await api.write { tx in
                try tx.removeSkillRule(id)
                return .list(try tx.skillRules()) { $0.write($1) }
            }
        },
        .post(
            "/cases/{id}/skill", "Say what whoever takes it must be able to do", tag: "Cases", needs: .workCase,
            body: .object([.optional("skill", .text, "Nothing when left out.")]), answers: .named("Case"),
            isRevised: true
        ) { api in
            let (id, fields) = (try api.id(of: Case.self), try api.fields())
            let skill = fields.optionalText("skill", limit: 60)
            try fields.finish()
            let revision = try api.expectedRevision
            return try await api.write { tx in
                let asking = try tx.setSkill(of: id, to: skill, revision: revision)
                return APIAnswer(revision: asking.revision) { $0.write(asking) }
            }
        },
    ]
}

extension JSONWriter {
    mutating func write(_ rule: SkillRule) {
        object { json in
            json.field("id", rule.id)
            json.field("skill", rule.skill)
            json.field("channel", rule.channel)
            json.field("form", rule.form)
            json.field("kind", rule.kind)
            json.field("language", rule.language)
        }
    }
}

extension Schema {
    static let skillRuleDraft = Schema.object([
        SchemaField("skill", .text), .optional("channel", .word(Message.Channel.self), "By which the customer wrote."),
        .optional("form", .id, "By which they wrote."), .optional("kind", .word(Case.Kind.self)),
        .optional("language", .text, "BCP 47 of the customer, else of what they wrote; zh is met by zh-Hans."),
    ])

    static let skillRule = Schema.object([
        SchemaField("id", .id), SchemaField("skill", .text),
        SchemaField("channel", .nullable(.word(Message.Channel.self))), SchemaField("form", .nullable(.id)),
        SchemaField("kind", .nullable(.word(Case.Kind.self))), SchemaField("language", .nullable(.text)),
    ])
}
