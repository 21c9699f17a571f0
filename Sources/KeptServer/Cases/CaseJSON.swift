import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(
        _ found: Case, notes: [Message]? = nil, messages: [ThreadMessage]? = nil, promises: [Promise]? = nil,
        episodes: [CaseEpisode]? = nil, related: [Case]? = nil, tags: [String]? = nil,
        origin: CaseOrigin? = nil
    ) {
        object { json in
            json.field("id", found.id)
            json.field("number", found.number)
            json.field("kind", found.kind)
            json.field("subject", found.subject)
            json.field("status", found.status)
            json.field("whose_move", found.whoseMove)
            json.field("move_said_by", found.moveSaidBy)
            json.field("move_why", found.moveWhy)
            json.field("owner", found.owner)
            json.field("lead", found.lead)
            json.field("customer", found.customer)
            json.field("order", found.order)
            json.field("place", found.place)
            json.field("matter", found.matter)
            json.field("opened_at", found.openedAt)
            json.field("escalated_at", found.escalatedAt)
            json.field("closed_at", found.closedAt)
            json.field("cause", found.cause)
            json.field("line", found.line)
            json.field("waiting_since", found.waitingSince)
            json.field("skill", found.skill)
            json.field("snoozed_until", found.snoozedUntil)
            json.field("merged_into", found.mergedInto)
            json.field("revision", found.revision)
            if let notes { json.array("notes", notes) { $0.write(note: $1) } }
            if let episodes { json.array("episodes", episodes) { $0.write($1) } }
            if let tags { json.field("tags", tags) }
            if let origin {
                json.key("origin")
                json.write(origin)
            }
            if let related { json.array("related", related) { $0.value($1.id.description) } }
            if let messages { json.array("messages", messages) { $0.write($1) } }
            if let promises { json.array("promises", promises) { $0.write($1) } }
        }
    }

    mutating func write(_ origin: CaseOrigin) {
        object { json in
            json.field("source", origin.source)
            json.field("external_id", origin.externalID)
            json.field("first_reply_at", origin.firstReplyAt)
            json.field("first_closed_at", origin.firstClosedAt)
            json.field("hand_overs", origin.handOvers)
        }
    }

    mutating func write(_ episode: CaseEpisode) {
        object { json in
            json.field("number", episode.number)
            json.field("opened_at", episode.openedAt)
            json.field("closed_at", episode.closedAt)
            json.field("cause", episode.cause)
        }
    }

    /// An internal note, as it was told before there were messages.
    mutating func write(note: Message) {
        object { json in
            json.field("id", note.id)
            json.field("written_by", note.author)
            json.field("written_at", note.writtenAt)
            json.field("text", note.body)
        }
    }
}

extension Schema {
    static let `case` = Schema.object([
        SchemaField("id", .id), SchemaField("number", .integer, "What people read aloud."),
        SchemaField("kind", .word(Case.Kind.self)),
        SchemaField(
            "subject", .text, "What it is about; `kept:failure lost 1042` where Kept opened it, the order lost."),
        SchemaField("status", .word(Case.Status.self)),
        SchemaField("whose_move", .word(Case.Move.self), "Who owes the next move."),
        SchemaField("move_said_by", .text, "Who said so: person:17, token:4, customer:9, system:mail, shell."),
        SchemaField("move_why", .nullable(.text), "Their reason; null where it followed from a customer's word."),
        SchemaField("owner", .id), SchemaField("lead", .nullable(.id), "The lead to whom it was escalated."),
        SchemaField("customer", .nullable(.id)), SchemaField("order", .nullable(.id)), SchemaField("place", .id),
        SchemaField("matter", .id), SchemaField("opened_at", .instant),
        SchemaField("escalated_at", .nullable(.instant)),
        SchemaField("closed_at", .nullable(.instant)), SchemaField("cause", .nullable(.text)),
        SchemaField("line", .nullable(.id), "Whose work it is."),
        SchemaField("waiting_since", .nullable(.instant), "Since when it waits in its line to be taken."),
        SchemaField("skill", .nullable(.text), "What whoever takes it must be able to do."),
        SchemaField("snoozed_until", .nullable(.instant)),
        SchemaField("merged_into", .nullable(.id), "The case that it became part of."),
        SchemaField("revision", .integer),
        .optional("notes", .array(.named("Note")), "What colleagues noted: the internal ones of its messages."),
        .optional(
            "origin",
            .object([
                SchemaField("source", .text), SchemaField("external_id", .text),
                SchemaField("first_reply_at", .nullable(.instant)), SchemaField("first_closed_at", .nullable(.instant)),
                SchemaField("hand_overs", .integer),
            ]), "Where it was worked on before it came here, with the figures of its history there."),
        .optional("episodes", .array(.named("Episode")), "From each opening to its closing."),
        .optional("tags", .array(.text)),
        .optional("related", .array(.id), "Linked with it, or part of it."),
        .optional("messages", .array(.named("Message")), "The conversation, the oldest first."),
        .optional("promises", .array(.named("Promise"))),
    ])

    static let episode = Schema.object([
        SchemaField("number", .integer), SchemaField("opened_at", .instant),
        SchemaField("closed_at", .nullable(.instant)),
        SchemaField("cause", .nullable(.text)),
    ])

    static let note = Schema.object([
        SchemaField("id", .id), SchemaField("written_by", .text), SchemaField("written_at", .instant),
        SchemaField("text", .text),
    ])
}
