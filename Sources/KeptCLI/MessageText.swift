import KeptDomain
import KeptMail
import KeptStore
import KeptWords

/// A message that was read, as text for programs and for people.
enum MessageText {
    static func json(_ message: ReadMessage) -> String {
        var fields: [String] = []
        func add(_ name: String, _ value: String) { fields.append("\"\(name)\":\(value)") }
        add("message_id", optional(message.messageID?.inBrackets))
        add("in_reply_to", optional(message.inReplyTo.first?.inBrackets))
        add("references", JSONText.array(message.references.map(\.inBrackets)))
        add("from", message.from.first.map(address) ?? "null")
        add("to", list(message.to.map(address)))
        add("cc", list(message.cc.map(address)))
        add("subject", JSONText.string(message.subject))
        add("date", optional(message.date?.iso))
        add("text", JSONText.string(message.text.own))
        add("quoted", JSONText.string(message.text.folded))
        add("attachments", list(message.attachments.map(attachment)))
        add("automatic", message.automatic == nil ? "false" : "true")
        add("bounce", message.bounce.map(bounce) ?? "null")
        add("reply_to", list(message.replyTo.map(address)))
        add("automatic_reason", optional(message.automatic?.word))
        add("report", optional(message.report))
        add("pieces", list(message.text.pieces.map(piece)))
        add("html", optional(message.html?.markup()))
        add("remote_pictures", String(message.html?.remotePictures ?? 0))
        add("inline_parts", list(message.inlineParts.map(attachment)))
        add("other_parts", list(message.otherParts.map(attachment)))
        add("charsets", list(message.charsets.map(charset)))
        add("faults", JSONText.array(message.faults.sorted().map(\.rawValue)))
        add("following", String(message.following))
        return "{" + fields.joined(separator: ",") + "}"
    }

    private static func list(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }
    private static func optional(_ text: String?) -> String { text.map(JSONText.string) ?? "null" }

    private static func address(_ address: MailAddress) -> String {
        JSONText.object([Fact("name", address.name), Fact("address", address.address)])
    }

    private static func attachment(_ file: KeptMail.Attachment) -> String {
        "{\"name\":\(optional(file.name)),\"type\":\(JSONText.string(file.type)),\"bytes\":\(file.bytes.count),"
            + "\"sha256\":\"\(file.sha256)\",\"type_by_content\":\(optional(file.typeByContent)),"
            + "\"content_id\":\(optional(file.contentID))}"
    }

    private static func bounce(_ bounce: Bounce) -> String {
        let first = recipient(bounce.first).dropLast()
        return "\(first),\"message_id\":\(optional(bounce.messageID?.inBrackets)),"
            + "\"recipients\":\(list(bounce.recipients.map(recipient)))}"
    }

    private static func recipient(_ recipient: Bounce.Recipient) -> String {
        "{\"recipient\":\(optional(recipient.address)),\"status\":\(JSONText.string(recipient.status)),"
            + "\"action\":\"\(recipient.action.rawValue)\",\"original_recipient\":\(optional(recipient.original)),"
            + "\"diagnostic\":\(JSONText.string(recipient.diagnostic))}"
    }

    private static func piece(_ piece: FoldedText.Piece) -> String {
        JSONText.object([Fact("kind", piece.kind.rawValue), Fact("text", piece.text)])
    }

    private static func charset(_ decision: CharsetDecision) -> String {
        "{\"declared\":\(JSONText.string(decision.declared)),\"used\":\(JSONText.string(decision.used.name)),"
            + "\"ground\":\"\(decision.ground.rawValue)\",\"undecodable\":\(decision.undecodable)}"
    }

    // MARK: For people

    static func plain(_ message: ReadMessage, _ words: Words) -> String {
        var lines: [String] = []
        func add(_ key: WordKey, _ value: String?) {
            if let value, !value.isEmpty { lines.append(words(key, ["value": value])) }
        }
        add("mail.from", message.from.map(name).joined(separator: ", "))
        add("mail.to", message.to.map(name).joined(separator: ", "))
        add("mail.cc", message.cc.map(name).joined(separator: ", "))
        add("mail.subject", message.subject)
        add("mail.date", message.date?.iso)
        add("mail.message-id", message.messageID?.inBrackets)
        add("mail.automatic", message.automatic?.word)
        for recipient in message.bounce?.recipients ?? [] {
            add("mail.bounce", "\(recipient.address ?? "?") \(recipient.status) \(recipient.action.rawValue)")
        }
        for file in message.attachments {
            add("mail.attachment", "\(file.name ?? "-") (\(file.type), \(file.bytes.count))")
        }
        if message.following > 0 { add("mail.following", String(message.following)) }
        lines.append("")
        for piece in message.text.pieces {
            let text = piece.text.split(separator: "\n", omittingEmptySubsequences: false)
            lines += piece.kind == .own ? text.map(String.init) : text.map { "| \($0)" }
        }
        return lines.joined(separator: "\n")
    }

    private static func name(_ address: MailAddress) -> String {
        address.name.isEmpty ? address.address : "\(address.name) <\(address.address)>"
    }
}
