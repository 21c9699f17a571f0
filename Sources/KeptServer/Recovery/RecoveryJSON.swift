import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ recovery: Recovery) {
        object { json in
            json.field("case", recovery.case)
            json.field("episode", recovery.episode)
            json.field("began_at", recovery.beganAt)
            json.field("next", recovery.next)
            json.array("failures", recovery.failures) { $0.write($1) }
            json.array("steps", RecoveryStep.allCases) { $0.write($1, of: recovery) }
            json.field("follow_up", recovery.followUp) { $0.write($1) }
        }
    }

    mutating func write(_ failure: Failure) {
        object { json in
            json.field("id", failure.id)
            json.field("kind", failure.kind)
            json.field("standing", failure.standing)
            json.field("promise", failure.promise)
            json.field("order", failure.order)
            json.field("foreseen_at", failure.foreseenAt)
            json.field("happened_at", failure.happenedAt)
            json.field("learned_at", failure.learnedAt)
            json.field("words", failure.words)
            json.field("told_by", failure.toldBy)
        }
    }

    private mutating func write(_ step: RecoveryStep, of recovery: Recovery) {
        object { json in
            json.field("step", step)
            switch recovery[step] {
            case .done(let fact):
                json.field("state", "done")
                json.field("at", fact.at)
                json.field("by", fact.by)
                json.field("seconds", Int((fact.at - recovery.beganAt).seconds))
                json.field("evidence", fact.evidence.kind)
                json.field("evidence_id", fact.evidence.id)
                json.field("from_case", fact.fromCase)
            case .leftOut(let omission):
                json.field("state", "left-out")
                json.field("at", omission.at)
                json.field("by", omission.by)
                json.field("reason", omission.reason)
            case .waiting: json.field("state", "waiting")
            case .toDo: json.field("state", "to-do")
            }
        }
    }

    mutating func write(_ asked: FollowUp) {
        object { json in
            json.field("id", asked.id)
            json.field("state", asked.state)
            json.field("due_at", asked.due)
            json.field("sent_at", asked.sentAt)
            json.field("closes_at", asked.closesAt)
            json.field("answer", asked.answer)
            json.field("words", asked.words)
            json.field("noted_by", asked.notedBy)
            json.field("answered_at", asked.answeredAt)
            json.field("reopened_case", asked.reopened)
        }
    }

    mutating func write(_ cause: Cause) {
        object { json in
            json.field("id", cause.id)
            json.field("kind", cause.kind)
            json.field("parent", cause.parent)
            json.field("same_as", cause.sameAs)
            json.field("names", cause.names)
            json.field("ended_at", cause.endedAt)
            json.field("revision", cause.revision)
        }
    }

    mutating func write(_ template: RecoveryTemplate) {
        object { json in
            json.field("id", template.id)
            json.what(template)
            json.field("revision", template.revision)
        }
    }

    mutating func write(version template: RecoveryTemplate) {
        object { json in
            json.field("template", template.id)
            json.what(template)
            json.field("made_by", template.madeBy)
            json.field("made_at", template.madeAt)
        }
    }

    private mutating func what(_ template: RecoveryTemplate) {
        field("name", template.name)
        field("version", template.number)
        field("steps", template.steps.map(\.rawValue))
        object("texts") { json in
            for (language, text) in template.texts.sorted(by: { $0.key < $1.key }) {
                json.key(named: language)
                json.object { json in
                    json.field("subject", text.subject)
                    json.field("body", text.body)
                }
            }
        }
    }

    mutating func write(_ rule: FollowUpRule) {
        object { json in
            json.field("kind", rule.kind)
            json.field("is_on", rule.isOn)
            json.field("after_days", rule.afterDays)
            json.field("answer_days", rule.answerDays)
            json.field("partly_reopens", rule.partlyReopens)
            json.field("revision", rule.revision)
        }
    }
}

extension RecoveryEvidence {
    /// Of the row that did it, in decimal; `nil` for the closing and for no fault of ours.
    fileprivate var id: String? {
        switch self {
        case .message(let id): id.description
        case .remedy(let id, _, _): id.description
        case .promise(let id): id.description
        case .followUp(let id, _): id.description
        case .cause(let id): id?.description
        case .closing: nil
        }
    }
}

extension Schema {
    static let failure = Schema.object([
        SchemaField("id", .id), SchemaField("kind", .word(Failure.Kind.self)),
        SchemaField("standing", .word(Failure.Standing.self)), SchemaField("promise", .nullable(.id)),
        SchemaField("order", .nullable(.id)),
        SchemaField("foreseen_at", .nullable(.instant), "When it was known before it happened."),
        SchemaField("happened_at", .nullable(.instant)), SchemaField("learned_at", .instant),
        SchemaField("words", .nullable(.text)), SchemaField("told_by", .text),
    ])

    static let recoveryStep = Schema.object([
        SchemaField("step", .word(RecoveryStep.self)), SchemaField("state", .text, "done, left-out, waiting or to-do."),
        .optional("at", .instant), .optional("by", .text),
        .optional("seconds", .integer, "Since the failure, or since it was foreseen."),
        .optional("evidence", .text, "message, remedy, promise, closing, follow-up or cause."),
        .optional("evidence_id", .nullable(.id)),
        .optional(
            "from_case", .nullable(.integer),
            "The number of the case on which it was done, where that became part of this."),
        .optional("reason", .text, "Why it was left out."),
    ])

    static let followUp = Schema.object([
        SchemaField("id", .id), SchemaField("state", .word(FollowUp.State.self)), SchemaField("due_at", .instant),
        SchemaField("sent_at", .nullable(.instant)), SchemaField("closes_at", .nullable(.instant)),
        SchemaField("answer", .nullable(.word(FollowUp.Answer.self))), SchemaField("words", .nullable(.text)),
        SchemaField("noted_by", .nullable(.text), "Who wrote it down by phone; null where they answered by the link."),
        SchemaField("answered_at", .nullable(.instant)),
        SchemaField("reopened_case", .nullable(.id), "That a bad answer opened again."),
    ])

    static let recovery = Schema.object([
        SchemaField("case", .id), SchemaField("episode", .integer), SchemaField("began_at", .instant),
        SchemaField("next", .nullable(.word(RecoveryStep.self))),
        SchemaField("failures", .array(.named("Failure"))), SchemaField("steps", .array(.named("RecoveryStep"))),
        SchemaField("follow_up", .nullable(.named("FollowUp"))),
    ])

    static let cause = Schema.object([
        SchemaField("id", .id), SchemaField("kind", .word(Cause.Kind.self)),
        SchemaField("parent", .nullable(.id), "The wider cause."),
        SchemaField("same_as", .nullable(.id), "What it is another name of."),
        SchemaField("names", .map(.text), "By language; und where it was named in passing."),
        SchemaField("ended_at", .nullable(.instant)), SchemaField("revision", .integer),
    ])

    static let causeDraft = Schema.object([
        SchemaField("kind", .word(Cause.Kind.self)), .optional("parent", .id),
        SchemaField("names", .map(.text), "By language."),
    ])

    private static let templateTexts = Schema.map(
        .object([SchemaField("subject", .text), SchemaField("body", .text)]))

    static let recoveryTemplate = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("version", .integer),
        SchemaField("steps", .array(.word(RecoveryStep.self))), SchemaField("texts", templateTexts, "By language."),
        SchemaField("revision", .integer),
    ])

    static let recoveryTemplateDraft = Schema.object([
        SchemaField("name", .text), SchemaField("steps", .array(.word(RecoveryStep.self))),
        SchemaField("texts", .array(.named("RecoveryText"))),
    ])

    static let recoveryTemplateVersion = Schema.object([
        SchemaField("template", .id), SchemaField("version", .integer, "From 1."), SchemaField("name", .text),
        SchemaField("steps", .array(.word(RecoveryStep.self))), SchemaField("texts", templateTexts, "By language."),
        SchemaField("made_by", .text), SchemaField("made_at", .instant),
    ])

    static let recoveryText = Schema.object([
        SchemaField("language", .text), SchemaField("subject", .text), SchemaField("body", .text),
    ])

    static let followUpRule = Schema.object([
        SchemaField("kind", .word(Failure.Kind.self)), SchemaField("is_on", .boolean),
        SchemaField("after_days", .integer), SchemaField("answer_days", .integer),
        SchemaField("partly_reopens", .boolean, "Whether \"partly\" opens the case again, as \"no\" does."),
        SchemaField("revision", .integer),
    ])
}
