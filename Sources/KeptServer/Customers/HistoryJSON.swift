import KeptDomain
import KeptStore

extension JSONWriter {
    /// All members are always there; those that its kind does not have are null.
    mutating func write(_ entry: HistoryEntry) {
        object { json in
            json.field("kind", entry.kind)
            json.field("id", "\(entry.id)")
            json.field("at", entry.at)
            json.field("place", entry.place)
            json.field("order", entry.order?.id)
            json.field("order_number", entry.order?.number)
            json.field("case", entry.case?.id)
            json.field("case_number", entry.case?.number)
            json.field("colleague", entry.colleague)
            json.write(HistoryFields(entry.what))
        }
    }

    private mutating func write(_ fields: HistoryFields) {
        field("text", fields.text)
        field("state", fields.state)
        field("case_kind", fields.caseKind)
        field("owner", fields.owner)
        field("merged_into", fields.mergedInto)
        field("direction", fields.direction)
        field("channel", fields.channel)
        field("subject", fields.subject)
        field("automatic", fields.isAutomatic)
        field("remedy", fields.remedy)
        write(fields.amount)
        field("reverses", fields.reverses)
        field("reversed", fields.isReversed)
        field("question", fields.question)
        field("points", fields.points)
        field("answer", fields.answer)
    }
}

/// What an entry says, flat.
private struct HistoryFields {
    var text, state, owner, subject: String?
    var caseKind: Case.Kind?
    var mergedInto, points: Int?
    var direction: Message.Direction?
    var channel: Message.Channel?
    var isAutomatic, isReversed: Bool?
    var remedy: RemedyKind?
    var amount: Money?
    var reverses: ID<Remedy>?
    var question: Rating.Question?
    var answer: FollowUp.Answer?

    init(_ what: HistoryEntry.What) {
        switch what {
        case .order(let status, let total): (state, amount) = (status.rawValue, total)
        case .case(let found):
            (text, state, owner) = (found.subject, found.status.rawValue, found.owner)
            (caseKind, mergedInto) = (found.kind, found.mergedInto)
        case .message(let message):
            (text, subject, state) = (message.firstLine, message.subject, message.sending?.rawValue)
            (direction, channel, isAutomatic) = (message.direction, message.channel, message.isAutomatic)
        case .promise(let said, _): (text, state) = (said, PromiseState.broken.rawValue)
        case .remedy(let given):
            (text, remedy, amount) = (given.why, given.kind, given.amount)
            (reverses, isReversed) = (given.reverses, given.isReversed)
        case .rating(let asked, let value): (question, points) = (asked, value)
        case .followUp(let said, let words): (answer, text) = (said, words)
        }
    }
}

extension Schema {
    static let historyEntry = Schema.object([
        SchemaField("kind", .word(HistoryKind.self)),
        SchemaField("id", .id, "Of the order, case, message, promise, line of the ledger, rating or follow-up."),
        SchemaField("at", .instant, "Ordered, opened, written, broken, given, rated first, answered first."),
        SchemaField("place", .id), SchemaField("order", .nullable(.id), "Itself, or that on which it stands."),
        SchemaField("order_number", .nullable(.integer)), SchemaField("case", .nullable(.id)),
        SchemaField("case_number", .nullable(.integer)),
        SchemaField("colleague", .nullable(.text), "Who wrote or gave it, by name."),
        SchemaField(
            "text", .nullable(.text),
            "A case’s subject, a message’s first line, what was promised, why a remedy was given, words of an answer."),
        SchemaField("state", .nullable(.text), "Of an order, case or promise; how a message fares that goes out."),
        SchemaField("case_kind", .nullable(.word(Case.Kind.self))), SchemaField("owner", .nullable(.text)),
        SchemaField("merged_into", .nullable(.integer), "Number of the case that it became part of."),
        SchemaField("direction", .nullable(.word(Message.Direction.self))),
        SchemaField("channel", .nullable(.word(Message.Channel.self)), "null of an internal note."),
        SchemaField("subject", .nullable(.text), "Of a message."), SchemaField("automatic", .nullable(.boolean)),
        SchemaField("remedy", .nullable(.word(RemedyKind.self))),
        SchemaField("amount_minor", .nullable(.integer), "Of a remedy, below zero for a reversal; what an order cost."),
        SchemaField("currency", .nullable(.text)),
        SchemaField("reverses", .nullable(.id), "The line of the ledger that it takes back."),
        SchemaField("reversed", .nullable(.boolean)),
        SchemaField("question", .nullable(.word(Rating.Question.self))), SchemaField("points", .nullable(.integer)),
        SchemaField("answer", .nullable(.word(FollowUp.Answer.self))),
    ])
}
