import KeptDomain
import KeptMail
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

/// A desk that gets mail at desk@shop.example, answers within eight opening hours, and whose time the test sets.
struct MailDesk: Sendable {
    let counter: Counter
    let words: Vocabulary
    let channel: MailChannel

    static let address = "desk@shop.example"
    static let now = Counter.at("2026-03-05 10:00")

    static func with(_ engine: Engine, _ body: (MailDesk) async throws -> Void) async throws {
        try await Counter.with(engine) { counter in
            let words = try Vocabulary.shared()
            let channel = try await counter.store.write(as: .shell, at: Counter.at("2026-03-01 10:00")) { tx in
                _ = try tx.addStandard(
                    StandardDraft(
                        name: "First answer", metric: .firstReply, target: "PT8H",
                        said: ["en": "You have our answer by {due}.", "zh-Hans": "我们在{due}前答复。"]))
                _ = try tx.addStandard(
                    StandardDraft(name: "Next answer", metric: .nextReply, target: "PT4H", said: ["en": "By {due}."]))
                return try tx.addChannel(draft(at: try tx.place(orDefault: nil).id))
            }
            try await body(MailDesk(counter: counter, words: words, channel: channel))
        }
    }

    static func draft(at place: ID<Place>) -> MailChannelDraft {
        var draft = MailChannelDraft(
            name: "The shop", address: address, place: place,
            sending: MailChannel.Server(host: "mail.shop.example", port: 465, security: .tls, user: "desk"))
        draft.sending.secret = [1, 2, 3]
        return draft
    }

    /// A message as a mail server hands it on.
    static func message(
        _ text: String = "Which size do I need?", from: String = "Ann Lee <ann@example.org>", to: String = address,
        subject: String = "Size", id: String? = nil, more: [String] = []
    ) -> [UInt8] {
        let identifier = id ?? "\(text.hashValue).\(from.hashValue).\(subject.hashValue)@example.org"
        let header =
            [
                "From: \(from)", "To: \(to)", "Subject: \(subject)", "Message-ID: <\(identifier)>",
                "Date: Thu, 05 Mar 2026 09:59:00 +0100", "Content-Type: text/plain; charset=utf-8",
            ] + more
        return Array((header.joined(separator: "\r\n") + "\r\n\r\n\(text)\r\n").utf8)
    }

    @discardableResult
    func file(_ bytes: [UInt8], at now: Instant = now, isHistory: Bool = false) async throws -> MailFiled {
        let mail = ArrivedMail(bytes, isHistory: isHistory)
        return try await counter.store.write(as: .system("mail"), at: now) { [words] in
            try $0.fileMail(mail, words: words)
        }
    }

    /// Opens a case by a message of Ann's.
    func open() async throws -> Case {
        let filed = try await file(Self.message())
        return try #require(filed.case)
    }

    /// A colleague answers, and the server takes it a minute later.
    func answer(_ found: Case, at now: Instant = now + .hours(1)) async throws -> LetterOrder {
        let filed = try await counter.store.write(as: .shell, at: now) { tx in
            var draft = MessageDraft(.email, "You need a medium.")
            draft.contact = "ann@example.org"
            return try tx.reply(to: found.id, with: draft, next: .customer)
        }
        let order = try #require(try await claim(at: now).first { $0.message.id == filed.message.id })
        try await counter.store.write(as: .system("outbox"), at: now + .minutes(1)) {
            try $0.messageAccepted(order.message.id, at: now + .minutes(1), answer: "250 ok")
        }
        return order
    }

    func claim(at now: Instant) async throws -> [LetterOrder] {
        try await counter.store.write(as: .system("outbox"), at: now) { try $0.claimSends(limit: 10) }
    }

    func thread(_ found: Case) async throws -> [ThreadMessage] {
        try await counter.store.read { try $0.thread(of: found.id) }
    }

    func parked() async throws -> [ParkedMail] {
        try await counter.store.read { try $0.parkedMails(at: nil, limit: 50) }
    }

    func count(_ sql: SQL) async throws -> Int { try await counter.count(sql) }
}
