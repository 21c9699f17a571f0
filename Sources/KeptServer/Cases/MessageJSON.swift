import Foundation
import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ piece: ThreadMessage) {
        let message = piece.message
        object { json in
            json.field("id", message.id)
            json.field("case", message.case)
            json.field("direction", message.direction)
            json.field("channel", message.channel)
            json.field("author", message.author)
            json.field("customer", message.customer)
            json.field("contact", message.contact)
            json.field("subject", message.subject)
            json.field("body", message.body)
            json.field("quoted", message.quoted)
            json.field("html", message.html)
            json.field("language", message.language)
            json.field("zone", message.zone)
            json.field("written_at", message.writtenAt)
            json.field("learned_at", message.learnedAt)
            json.field("left_at", message.leftAt)
            json.field("automatic", message.isAutomatic)
            json.field("message_identifier", message.identifier)
            json.field("in_reply_to", message.inReplyTo)
            json.field("source", message.source)
            json.field("external_id", message.externalID)
            json.field("sending", piece.send?.state)
            json.array("attachments", piece.attachments) { $0.write($1) }
            json.field("revision", message.revision)
        }
    }

    mutating func write(_ file: Attachment) {
        object { json in
            json.field("id", file.id)
            json.field("name", file.name)
            json.field("type", file.type)
            json.field("bytes", file.byteCount)
            json.field("sha256", file.sha256.hex)
        }
    }
}

extension [UInt8] {
    /// Two small digits for each byte.
    var hex: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}

/// What a program tells of a message.
struct MessageFields {
    let draft: MessageDraft

    init(_ fields: JSONFields) {
        var draft = MessageDraft(
            fields.optionalWord("channel") ?? .api, fields.optionalText("body", limit: MessageDraft.longest) ?? "")
        draft.subject = fields.optionalText("subject")
        draft.quoted = fields.optionalText("quoted", limit: MessageDraft.longest)
        draft.language = fields.optionalText("language", limit: 40)
        draft.zone = fields.optionalText("zone", limit: 64)
        draft.writtenAt = fields.optionalInstant("written_at")
        draft.contact = fields.optionalText("contact", limit: 200)
        draft.isAutomatic = fields.optionalFlag("automatic") ?? false
        draft.isHistory = fields.optionalFlag("history") ?? false
        draft.awaitsAnswer = fields.optionalFlag("awaits_answer")
        draft.identifier = fields.optionalText("message_identifier", limit: 998)
        draft.inReplyTo = fields.optionalText("in_reply_to", limit: 998)
        draft.source = fields.optionalText("source", limit: 200)
        draft.externalID = fields.optionalText("external_id", limit: 200)
        draft.attachments = fields.objects("attachments", limit: Attachment.most).compactMap(Self.file)
        self.draft = draft
    }

    private static func file(_ fields: JSONFields) -> AttachmentDraft? {
        let (name, text) = (fields.text("name", limit: 200), fields.text("data", limit: 4 << 20))
        guard let bytes = Data(base64Encoded: text) else {
            fields.refuse("data", "requests.not-base64")
            return nil
        }
        return AttachmentDraft(name: name, bytes: Array(bytes))
    }
}

extension Schema {
    static let messageDraft = Schema.object([
        .optional("channel", .word(Message.Channel.self), "api when left out."),
        .optional("body", .text, "May be empty only where there are attachments."),
        .optional("subject", .text), .optional("quoted", .text, "What it quotes of earlier messages."),
        .optional("language", .text, "BCP 47 of the body."),
        .optional("zone", .text, "In which its writer reads times."),
        .optional("written_at", .instant, "When it was written or said; now when left out."),
        .optional("contact", .text, "The address or number it came from or goes to."),
        .optional("automatic", .boolean, "Whether a machine wrote it: it then changes nothing but the conversation."),
        .optional("history", .boolean, "Told of the past: nothing is promised, broken or sent because of it."),
        .optional(
            "awaits_answer", .boolean, "Whether the customer waits for one; after phone and counter not, when left out."
        ),
        .optional("message_identifier", .text), .optional("in_reply_to", .text),
        .optional("source", .text), .optional("external_id", .text, "With source: the same pair is one message."),
        .optional(
            "attachments", .array(.object([SchemaField("name", .text), SchemaField("data", .text, "Base64.")]))),
    ])

    static let attachment = Schema.object([
        SchemaField("id", .id), SchemaField("name", .text), SchemaField("type", .text, "By its content."),
        SchemaField("bytes", .integer), SchemaField("sha256", .text),
    ])

    static let message = Schema.object([
        SchemaField("id", .id), SchemaField("case", .id), SchemaField("direction", .word(Message.Direction.self)),
        SchemaField("channel", .nullable(.word(Message.Channel.self)), "Null for what is internal."),
        SchemaField("author", .text), SchemaField("customer", .nullable(.id)), SchemaField("contact", .nullable(.text)),
        SchemaField("subject", .nullable(.text)), SchemaField("body", .text), SchemaField("quoted", .nullable(.text)),
        SchemaField("html", .nullable(.text), "Cleaned."), SchemaField("language", .text), SchemaField("zone", .text),
        SchemaField("written_at", .instant), SchemaField("learned_at", .instant),
        SchemaField("left_at", .nullable(.instant), "When it left us; null for what did not, and for what came in."),
        SchemaField("automatic", .boolean), SchemaField("message_identifier", .nullable(.text)),
        SchemaField("in_reply_to", .nullable(.text)), SchemaField("source", .nullable(.text)),
        SchemaField("external_id", .nullable(.text)),
        SchemaField("sending", .nullable(.word(Send.State.self)), "Null where nothing carries it."),
        SchemaField("attachments", .array(.named("Attachment"))), SchemaField("revision", .integer),
    ])
}
