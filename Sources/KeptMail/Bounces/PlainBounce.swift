/// Reads bounces that are written for people only, as older and simpler mail systems send them.
struct PlainBounce {
    private let lines: [Substring]
    private let block: HeaderBlock
    let messageID: MessageID?

    init(text: String, block: HeaderBlock) {
        self.block = block
        let all = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(2_000)
        // What follows is the message that came back, with addresses of its own.
        let end = all.indices.first { $0 > all.startIndex && Self.beginsReturned(all, $0) } ?? all.endIndex
        lines = Array(all[..<end].prefix(300))
        let field = all.first { $0.trimmedText.prefix(11).lowercased() == "message-id:" }
        messageID = field.flatMap { MessageID.list(String($0)).first }
    }

    // MARK: Is it one?

    private static let senders = [
        "mailer-daemon", "postmaster", "mailerdaemon", "mail-daemon", "maildaemon", "mmdf", "bounce", "bounces",
        "microsoftexchange", "mail-delivery", "mailadmin", "postoffice", "mailsystem", "nobody",
        "delivery", "null", "root", "mdaemon", "systemadministrator", "uucp",
    ]

    private static let subjects = Phrases([
        "undeliver", "failure notice", "delivery status notification", "delivery failure", "returned mail",
        "mail delivery",
        "delivery fail", "delivery problem", "could not be delivered", "non delivery", "nondeliver", "non-deliver",
        "delivery report", "mail system error", "message delivery", "unable to deliver", "returned to sender",
        "mail failure",
        "delivery notification", "could not send", "mail error", "delivery error", "not delivered", "failed mail",
        "bounced",
        "unzustellbar", "nicht zustellbar", "non remis", "no se puede", "退信", "系统退信", "无法投递", "投递失败", "退件", "未送达",
        "配信不能", "配信エラー", "配信できません", "メールエラー", "無法投遞", "送信できません", "undelivered", "warning: could not",
        "failed to deliver", "message status",
        "unknown user", "user unknown", "mail could not", "delayed", "error mail", "email error",
        "message you sent blocked",
        "delivery has", "недоставлен", "delivery attempt",
    ])

    private static let sentences = Phrases([
        "could not be delivered", "following addresses had", "permanent fatal errors", "delivery to the following",
        "this is the mail system at host", "wasn't able to deliver", "undeliverable", "could not deliver",
        "failed permanently", "delivery failed", "did not reach the following", "unable to deliver", "user unknown",
        "unknown user", "was not delivered", "unrouteable address", "not be delivered to", "no such user",
        "returned to you",
        "rejected by", "mailbox full", "following recipient", "无法投递", "退信", "配信できません", "undelivered", "not delivered",
        "cannot be delivered", "recipient rejected", "mail delivery failed", "diagnostic", "delivery error",
        "inactive recipients", "couldn't be delivered", "has been blocked", "mailbox unavailable", "not deliverable",
        "attempting to deliver a message",
    ])

    /// Whether sender, subject and text together are those of a mail system that gives a message back.
    static func isBounce(_ message: ReadMessage, block: HeaderBlock, text: String) -> Bool {
        let subject = message.subject.lowercased()
        if subject.contains("(success)") || subject.hasPrefix("successful mail delivery") { return false }
        if block.has("x-failed-recipients") { return true }
        let from = message.from.first
        let local = from?.local.lowercased() ?? ""
        let isSystem =
            senders.contains { local.hasPrefix($0) } || message.returnPath == .empty
            || from?.name.lowercased().contains("mail deliver") == true
            || from?.name.lowercased().contains("postmaster") == true || from == nil
        let hasSubject = subjects.occur(in: subject)
        // Nearly all mail ends here, before its text is looked through.
        guard isSystem || hasSubject || message.report == "delivery-status" else { return false }
        let start = text.prefix(6_000).lowercased()
        let hasSentence = sentences.occur(in: start)
        if message.report == "delivery-status" { return isSystem || hasSubject || hasSentence }
        if start.contains("final-recipient:") { return true }
        let isDaemon = local.hasPrefix("mailer-daemon")
        if isDaemon, hasSubject || hasSentence { return true }
        if hasSubject, message.returnPath == .empty || local.hasPrefix("postmaster") { return true }
        return isSystem && hasSubject && (hasSentence || StatusCode.replyClass(in: start.prefix(3_000)) != nil)
    }

    // MARK: Whom it is about

    func recipients() -> [Bounce.Recipient] {
        let text = lines.joined(separator: "\n")
        let found = addresses()
        let isDelayed = isOfDelay(text)
        return (found.isEmpty ? [(nil, 0)] : found).prefix(100).map { address, line in
            // The reason follows the address; where none does, it stands somewhere else.
            let near = lines[min(line, lines.count)...].prefix(12).joined(separator: "\n")
            let told = [near, text].lazy.compactMap { StatusCode.first(in: $0) }.first { !$0.hasPrefix("2.") }
            let meant = [near, text].map { StatusCode.meant(by: $0) }
            let code = told ?? meant.first { !$0.hasSuffix(".0.0") } ?? meant[0]
            let shown = isDelayed && told == nil ? "4" + code.dropFirst() : code
            return Bounce.Recipient(
                address: address, action: isDelayed ? .delayed : .failed, status: shown,
                diagnostic: String(near.withoutBlankEdges.prefix(1_000)))
        }
    }

    private func isOfDelay(_ text: String) -> Bool {
        let start = text.prefix(3_000).lowercased()
        let subject = block.first("subject").map { String(decoding: $0, as: UTF8.self).lowercased() } ?? ""
        if subject.contains("delay") || subject.contains("warning: could not send") { return true }
        return ["will be retried", "not yet been delivered", "will continue to try", "keep trying", "has been delayed"]
            .contains { start.contains($0) }
    }

    /// Each address that did not receive, with the line that names it.
    private func addresses() -> [(String?, Int)] {
        if let field = block.first("x-failed-recipients") {
            let words = String(decoding: EncodedWords.unfolded(field), as: UTF8.self).split { $0 == "," || $0 == " " }
            let named = words.filter { $0.contains("@") }.map(String.init)
            if !named.isEmpty { return named.map { name in (name, lines.firstIndex { $0.contains(name) } ?? 0) } }
        }
        // From the surest to the vaguest; the vague ones may meet whoever the message passed, so their first counts alone.
        let rules: [(find: (Substring) -> String?, findsSeveral: Bool)] = [
            (Self.labelled, true), (Self.leading, true), (Self.answered, false), (Self.anywhere, false),
        ]
        for rule in rules {
            var seen: Set<String> = []
            var found: [(String?, Int)] = []
            for (index, line) in lines.enumerated() where line.utf8.count <= 2_000 {
                guard let address = rule.find(line), seen.insert(address.lowercased()).inserted else { continue }
                found.append((address, index))
            }
            if let first = found.first { return rule.findsSeveral ? found : [first] }
        }
        return []
    }

    private static func labelled(_ line: Substring) -> String? {
        let lower = line.trimmedText.lowercased()
        let labels = [
            "final-recipient:", "original-recipient:", "x-actual-recipient:", "recipient:", "recipients:",
            "failed recipient:",
        ]
        guard labels.contains(where: { lower.hasPrefix($0) }) else { return nil }
        return anyAddress(line)
    }

    /// A line that begins with the address: `<ann@example.org>: host … said: 550`, `ann@example.org`, `To: …`.
    private static func leading(_ line: Substring) -> String? {
        var rest = line.drop { $0.isWhitespace || "<\"'*-•".contains($0) }
        for label in [
            "to:", "unknown user:", "user unknown:", "rcpt to:", "failed address:", "address:", "undeliverable to",
            "smtp:",
        ]
        where rest.prefix(24).lowercased().hasPrefix(label) {
            rest = rest.dropFirst(label.count).drop { $0.isWhitespace || "<\"'".contains($0) }
        }
        let word = rest.prefix { isOfAddress($0) }
        return address(word)
    }

    /// A line with an answer code that names somebody: `550 5.1.1 <ann@example.org>... User unknown`.
    private static func answered(_ line: Substring) -> String? {
        let lower = line.lowercased()
        let isAnswer = StatusCode.replyClass(in: line) != nil || lower.contains("rcpt to")
        return isAnswer || StatusCode.first(in: line) != nil ? anyAddress(line) : nil
    }

    private static func anywhere(_ line: Substring) -> String? {
        let lower = line.trimmedText.prefix(24).lowercased()
        let headers = ["from:", "sender:", "reply-to:", "return-path:", "received:", "message-id:", "by ", "cc:", "x-"]
        return headers.contains { lower.hasPrefix($0) } ? nil : anyAddress(line)
    }

    private static func anyAddress(_ line: Substring) -> String? {
        guard line.contains("@") else { return nil }
        for word in line.split(whereSeparator: { !isOfAddress($0) }) {
            if let address = address(word) { return address }
        }
        return nil
    }

    private static func isOfAddress(_ character: Character) -> Bool {
        !character.isWhitespace && !"<>()[],;:\"'，。；：“”".contains(character)
    }

    private static func address(_ word: Substring) -> String? {
        var word = word
        while let last = word.last, last == "." || last == "," { word.removeLast() }
        guard let at = word.lastIndex(of: "@"), at != word.startIndex else { return nil }
        let domain = word[word.index(after: at)...]
        let local = word[..<at].lowercased()
        let isSystem = ["postmaster", "mailer-daemon"].contains(local) || word.contains("/") || word.contains("=")
        return domain.contains(".") && !isSystem && domain.first != "." ? String(word) : nil
    }

    /// `--- Below this line is a copy of the message.`, the header of the message itself.
    private static func beginsReturned(_ lines: ArraySlice<Substring>, _ at: Int) -> Bool {
        let line = lines[at].trimmedText
        let lower = line.lowercased()
        if lower.hasPrefix("return-path:") || lower.hasPrefix("received: ") { return true }
        guard lower.hasPrefix("-") || lower.hasPrefix("=") || lower.hasPrefix("*") else { return false }
        return [
            "below this line is a copy", "copy of your message", "this is a copy of the message", "original message",
            "returned message", "message header follows", "unsent message below", "message contents follow",
            "message headers follow", "copy of the message",
        ].contains { lower.contains($0) }
    }
}
