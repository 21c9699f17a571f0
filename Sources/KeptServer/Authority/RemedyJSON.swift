import KeptDomain
import KeptStore
import KeptWords

extension JSONWriter {
    /// Two members: minor units and ISO 4217 code, null for none.
    mutating func write(_ amount: Money?, _ minor: StaticString = "amount_minor", _ currency: StaticString = "currency")
    {
        field(minor, amount?.minor)
        field(currency, amount?.currency.code)
    }

    mutating func write(_ given: Remedy) {
        object { json in
            json.field("id", given.id)
            json.field("case", given.case)
            json.field("order", given.order)
            json.field("customer", given.customer)
            json.field("place", given.place)
            json.field("promise", given.promise)
            json.field("kind", given.kind)
            json.write(given.amount)
            json.field("right", given.right)
            json.field("given_by", given.givenBy)
            json.field("given_at", given.givenAt)
            json.field("reverses", given.reverses)
            json.field("reversed", given.isReversed)
            json.field("request", given.request)
            json.field("why", given.why)
        }
    }

    mutating func write(_ telling: TellingRecord, _ words: Vocabulary) {
        object { json in
            json.field("id", telling.id)
            json.field("said", words[Language(telling.language)].stored(telling.said))
            json.field("language", telling.language)
            json.field("told_at", telling.toldAt)
            json.field("remedy", telling.remedy)
            json.field("request", telling.request)
            json.field("message", telling.message)
            json.field("untold", telling.untold?.rawValue)
            json.field("said_by", telling.saidBy)
            json.field("said_at", telling.saidAt)
        }
    }

    mutating func write(_ request: RemedyRequest) {
        object { json in
            json.field("id", request.id)
            json.field("case", request.case)
            json.field("place", request.place)
            json.field("kind", request.kind)
            json.write(request.amount)
            json.field("why", request.why)
            json.field("asked_by", request.askedBy)
            json.field("asked_at", request.askedAt)
            json.field("answer_due_at", request.dueAt)
            json.field("promise", request.promise)
            json.field("state", request.state)
            json.field("decided_by", request.decidedBy)
            json.field("decided_at", request.decidedAt)
            json.field("word", request.word)
            json.field("approved_minor", request.approved?.minor)
            json.field("revision", request.revision)
        }
    }

    mutating func write(_ offer: RemedyOffer) {
        object { json in
            json.field("kind", offer.kind)
            json.write(offer.suggested, "suggested_minor", "currency")
            json.field("up_to_minor", offer.upTo?.minor)
        }
    }

    mutating func write(_ limit: RemedyLimit) {
        object { json in
            json.field("id", limit.id)
            json.field("role", limit.role)
            json.field("remedy", limit.remedy?.rawValue ?? "all")
            json.field("currency", limit.currency.code)
            json.field("per_case_minor", limit.perCase.map { Int($0) })
            json.field("per_day_minor", limit.perDay.map { Int($0) })
            json.field("revision", limit.revision)
        }
    }
}

extension Schema {
    static let remedy = Schema.object([
        SchemaField("id", .id), SchemaField("case", .nullable(.id)), SchemaField("order", .nullable(.id)),
        SchemaField("customer", .nullable(.id)), SchemaField("place", .id),
        SchemaField("promise", .nullable(.id), "The broken promise beside which it was given."),
        SchemaField("kind", .word(RemedyKind.self)),
        SchemaField("amount_minor", .nullable(.integer), "Whole minor units; below zero for a reversal."),
        SchemaField("currency", .nullable(.text), "ISO 4217."), SchemaField("right", .word(Remedy.Right.self)),
        SchemaField("given_by", .text), SchemaField("given_at", .instant),
        SchemaField("reverses", .nullable(.id), "The line that it takes back."), SchemaField("reversed", .boolean),
        SchemaField("request", .nullable(.id)), SchemaField("why", .nullable(.text)),
    ])

    static let telling = Schema.object([
        SchemaField("id", .id), SchemaField("said", .text, "In the customer’s language."),
        SchemaField("language", .text), SchemaField("told_at", .instant),
        SchemaField("remedy", .nullable(.id), "null for a request, and for a guarantee, which may give several."),
        SchemaField("request", .nullable(.id)),
        SchemaField("message", .nullable(.id), "By which they were told, in the conversation of the case."),
        SchemaField("untold", .nullable(.word(Untold.self)), "Why there is no message."),
        SchemaField("said_by", .nullable(.text), "Who told them themselves."),
        SchemaField("said_at", .nullable(.instant)),
    ])

    static let remedyRequest = Schema.object([
        SchemaField("id", .id), SchemaField("case", .id), SchemaField("place", .id),
        SchemaField("kind", .word(RemedyKind.self)), SchemaField("amount_minor", .nullable(.integer)),
        SchemaField("currency", .nullable(.text)), SchemaField("why", .text), SchemaField("asked_by", .text),
        SchemaField("asked_at", .instant),
        SchemaField("answer_due_at", .instant, "By when the customer was told that they hear from us."),
        SchemaField("promise", .nullable(.id)), SchemaField("state", .word(RemedyRequest.State.self)),
        SchemaField("decided_by", .nullable(.text)), SchemaField("decided_at", .nullable(.instant)),
        SchemaField("word", .nullable(.text)), SchemaField("approved_minor", .nullable(.integer)),
        SchemaField("revision", .integer),
    ])

    static let remedyOffer = Schema.object([
        SchemaField("kind", .word(RemedyKind.self)), SchemaField("suggested_minor", .nullable(.integer)),
        SchemaField("currency", .nullable(.text)),
        SchemaField("up_to_minor", .nullable(.integer), "The most without asking; null for any amount."),
    ])

    static let remedyDraft = Schema.object([
        SchemaField("kind", .word(RemedyKind.self)),
        .optional("amount_minor", .integer, "What it costs the business; not for an apology."),
        .optional("currency", .text, "ISO 4217; that of the case when left out."),
        .optional("promise", .id), .optional("why", .text, "Needed for what is asked of a lead."),
    ])

    static let remedyLimit = Schema.object([
        SchemaField("id", .id), SchemaField("role", .word(Role.self)),
        SchemaField("remedy", .words(RemedyKind.limited), "all: of all kinds together."),
        SchemaField("currency", .text), SchemaField("per_case_minor", .nullable(.integer), "null: any amount."),
        SchemaField("per_day_minor", .nullable(.integer)), SchemaField("revision", .integer),
    ])

    static let remedyLimitDraft = Schema.object([
        SchemaField("role", .word(Role.self)), SchemaField("remedy", .words(RemedyKind.limited)),
        SchemaField("currency", .text), .optional("per_case_minor", .nullable(.integer), "Left out: any amount."),
        .optional("per_day_minor", .nullable(.integer)), .optional("why", .text),
    ])
}

extension RemedyKind {
    /// As limits name kinds: those with an amount, and all together.
    static let limited = ["all"] + allCases.filter(\.hasAmount).map(\.rawValue)
}
