import Foundation
import KeptDomain
import KeptMail
import KeptServer
import KeptStore
import KeptTestSupport
import KeptWords
import Logging
import Synchronization
import Testing

/// A bookshop whose desk has a mailbox at the servers that `scripts/mail-servers` started, and a customer with one there.
struct RealMail: Sendable {
    let shop: Bookshop
    let channel: MailChannel
    let desk: String
    let customer: String
    /// What lay in the customer's mailbox before.
    let before: UInt32
    let outbox: OutboxRunner
    let mailboxes: MailboxRunner

    static let secrets = SecretBox(secret: Array(repeating: 7, count: 32))
    static let areThere = port("KEPT_TEST_SMTP") != nil && port("KEPT_TEST_IMAP") != nil

    static func port(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    static func with(
        _ engine: Engine, sending: Int? = nil, fetching: Int? = nil, _ body: (RealMail) async throws -> Void
    ) async throws {
        try await Bookshop.with(engine, at: "2026-03-05T10:00:00+01:00") { shop in
            let number = taken.withLock { taken in
                taken += 1
                return taken % 64
            }
            let (desk, customer) = ("round\(number)@example.test", "customer\(number)@example.test")
            let before = areThere ? try await onThread { try lastUID(of: customer) } : 0
            let channel = try await shop.write { tx in
                _ = try tx.addStandard(
                    StandardDraft(
                        name: "First answer", metric: .firstReply, target: "PT8H",
                        said: ["en": "You have our answer by {due}."]))
                return try tx.addChannel(
                    draft(desk, at: shop.place, sending: sending, fetching: fetching))
            }
            let (threads, log) = (MailThreads(), Logger(label: "kept.test"))
            let outbox = OutboxRunner(
                store: shop.store, time: shop.time, words: shop.words, secrets: secrets, threads: threads, logger: log)
            let mailboxes = MailboxRunner(
                store: shop.store, time: shop.time, words: shop.words, secrets: secrets, threads: threads, logger: log)
            try await body(
                RealMail(
                    shop: shop, channel: channel, desk: desk, customer: customer, before: before,
                    outbox: outbox, mailboxes: mailboxes))
        }
    }

    /// Mailboxes that tests of this process have used.
    private static let taken = Mutex(0)

    static func lastUID(of mailbox: String) throws -> UInt32 {
        let line = MailboxLine(to: imap(mailbox))
        let folder = try line.open()
        return try line.uids(after: 0, validity: folder.validity).last ?? 0
    }

    static func imap(_ mailbox: String) -> MailServer {
        MailServer(
            host: "127.0.0.1", port: port("KEPT_TEST_IMAP") ?? 143, security: .plain,
            login: .password(user: mailbox, password: "secret"))
    }

    static func draft(
        _ desk: String, at place: ID<Place>, sending: Int?, fetching: Int?
    ) throws -> MailChannelDraft {
        var draft = MailChannelDraft(
            name: "Kept Books", address: desk, place: place,
            sending: MailChannel.Server(
                host: "127.0.0.1", port: sending ?? port("KEPT_TEST_SMTP") ?? 25, security: .plain))
        draft.fetching = MailChannel.Server(
            host: "127.0.0.1", port: fetching ?? port("KEPT_TEST_IMAP") ?? 143, security: .plain, user: desk,
            secret: try secrets.sealed("secret"))
        draft.pollSeconds = 5
        return draft
    }

    /// The customer writes by their own mail program.
    func customerWrites(
        _ text: String, subject: String = "Size", to recipient: String? = nil, from: String? = nil,
        answering: ReadMessage? = nil
    ) async throws {
        var letter = Letter(
            from: try Mailbox(name: "Ann", address: from ?? customer),
            to: [try Mailbox(address: recipient ?? desk)], subject: try HeaderLine(subject), text: text,
            messageID: MessageID("\(UUID().uuidString)@example.test"), date: shop.time.now)
        letter.inReplyTo = answering?.messageID
        letter.references = (answering?.references ?? []) + [answering?.messageID].compactMap(\.self)
        let sent = letter
        let server = MailServer(host: "127.0.0.1", port: Self.port("KEPT_TEST_SMTP") ?? 25, security: .plain)
        _ = try await onThread {
            try SubmissionLine(to: server, name: "customer.example.test").send(
                sent.bytes(), from: sent.from, to: sent.to)
        }
    }

    /// Moves the time past the pause between polls and looks into the mailbox.
    func poll() async throws {
        shop.time.advance(by: .seconds(6))
        try await mailboxes.pollAll()
    }

    /// Polls until so many messages are filed or parked: the servers between take their own time.
    func pollUntil(_ count: Int) async throws {
        for _ in 0..<400 {
            try await poll()
            let filed = try await shop.count(
                "SELECT (SELECT count(*) FROM mails) + (SELECT count(*) FROM parked_mails)")
            if filed >= count { return }
            try await onThread { Thread.sleep(forTimeInterval: 0.05) }
        }
        Issue.record("\(count) messages did not come")
    }

    /// The customer's mailbox, once it holds so many.
    func customersMail(_ count: Int) async throws -> [ReadMessage] {
        return try await onThread { [customer, before] in
            let line = MailboxLine(to: Self.imap(customer))
            for _ in 0..<200 {
                let folder = try line.open()
                let uids = try line.uids(after: before, validity: folder.validity)
                if uids.count >= count {
                    return try uids.map { try ReadMessage(line.message($0, validity: folder.validity)) }
                }
                Thread.sleep(forTimeInterval: 0.05)
            }
            return []
        }
    }

    func reply(_ text: String, on found: ID<Case>, to address: String) async throws -> ID<Message> {
        try await shop.write { tx in
            var draft = MessageDraft(.email, text)
            draft.contact = address
            return try tx.reply(to: found, with: draft, next: .customer, why: "asked").message.id
        }
    }

    func send(of id: ID<Message>) async throws -> Send? { try await shop.store.read { try $0.sends(of: [id])[id] } }

    func theCase() async throws -> Case {
        let ids = try await shop.store.read { try $0.rows("SELECT id FROM cases ORDER BY id") { $0.id(Case.self) } }
        let first = try #require(ids.first)
        return try await shop.store.read { try $0.knownCase(first) }
    }

    func state() async throws -> ChannelState { try await shop.store.read { try $0.channelListing(channel.id).state } }
}
