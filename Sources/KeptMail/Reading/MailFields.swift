/// Which names of fields tell a message from other text.
enum MailFields {
    /// One of these makes a text a message.
    private static let telling: Set<String> = [
        "from", "to", "cc", "bcc", "subject", "date", "message-id", "received", "return-path", "reply-to", "sender",
        "delivered-to", "in-reply-to", "references", "mime-version", "x-mailer", "apparently-to", "newsgroups",
        "errors-to", "precedence", "auto-submitted", "list-id", "dkim-signature", "authentication-results",
        "x-original-to", "envelope-to", "resent-from", "resent-to", "resent-date", "received-spf", "thread-topic",
    ]

    /// These tell it only where the text starts with them: requests and answers of web servers have them too.
    private static let ofContent: Set<String> = [
        "content-type", "content-transfer-encoding", "content-disposition", "content-id", "content-description",
    ]

    static func isCommon(_ name: some Sequence<UInt8>) -> Bool {
        let name = String(decoding: name.map(\.lowercased), as: UTF8.self)
        return telling.contains(name) || ofContent.contains(name) || name.hasPrefix("x-") || name.hasPrefix("resent-")
    }

    /// Whether these are the fields of a message.
    static func areOfMessage(_ block: HeaderBlock) -> Bool {
        block.fields.contains { telling.contains($0.name) }
            || block.startsAtOnce && block.fields.contains { ofContent.contains($0.name) }
    }

    /// The first line of an exchange between a browser and a web server.
    static func isWebExchange(_ bytes: [UInt8]) -> Bool {
        let line = bytes.prefix(512).prefix { $0 != 0x0A }.trimmed
        if line.starts(with: Array("HTTP/".utf8)) { return true }
        let text = String(decoding: line, as: UTF8.self)
        return text.hasSuffix(" HTTP/1.1") || text.hasSuffix(" HTTP/1.0") || text.hasSuffix(" HTTP/2")
    }
}
