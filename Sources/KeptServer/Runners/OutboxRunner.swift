import KeptDomain
import KeptMail
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle

/// Sends what waits in the outbox, and records how each letter fared as soon as its server has answered.
///
/// A letter is taken under an identifier that stays its own. What was taken by a server is recorded as of that instant; if
/// this process ends between the two, the letter goes out once more under the same identifier, which mailboxes know again.
package struct OutboxRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let words: Vocabulary
    private let secrets: SecretBox
    private let threads: MailThreads
    private let site: String?
    private let logger: Logger

    /// So many letters are taken at once: few enough that a server which is slow to answer holds few of them.
    private static let batch = 10
    private static let pause = Span.seconds(1)
    /// Letters that came to no attempt because the line failed wait this long.
    private static let rest = Span.minutes(1)

    package init(
        store: Store, time: any TimeSource, words: Vocabulary, secrets: SecretBox, threads: MailThreads,
        site: String? = nil,
        logger: Logger
    ) {
        self.store = store
        self.time = time
        self.words = words
        self.secrets = secrets
        self.threads = threads
        self.site = site
        self.logger = logger
    }

    package func run() async throws {
        await lookAgain(on: time, logger, whenItFails: "outbox: a pass failed and is tried again", rest: .seconds(5)) {
            try await sendAll()
            return time.now + Self.pause
        }
    }

    /// Everything whose time has come.
    package func sendAll() async throws {
        while !Task.isCancelled {
            let now = time.now
            guard try await store.read({ try $0.hasDueSends(at: now) }) else { return }
            let orders = try await store.write(as: .system("outbox"), at: now) {
                try $0.claimSends(limit: Self.batch)
            }
            let byChannel = Dictionary(grouping: orders, by: \.channel.id)
            try await withThrowingTaskGroup { group in
                for letters in byChannel.values { group.addTask { try await send(letters) } }
                try await group.waitForAll()
            }
        }
    }

    /// Letters of one channel, over one connection.
    private func send(_ orders: [LetterOrder]) async throws {
        guard let channel = orders.first?.channel else { return }
        let server: MailServer
        do { server = try channel.sending.line(secrets, certificates: channel.certificates) } catch {
            return try await record(.lineFailed(kind: "secret", answer: ""), of: orders, by: channel)
        }
        let carrying = LetterCarrying(
            server: server, orders: orders, words: words, zones: store.zones, time: time, site: site)
        let (reports, feed) = AsyncStream<LetterReport>.makeStream()
        let carried = Task { [threads] in
            // Ends also where no thread took the work.
            defer { feed.finish() }
            try await threads.run(on: .sending) { carrying.carry { feed.yield($0) } }
        }
        for await report in reports { try await record(report, of: orders, by: channel) }
        try await carried.value
    }

    private func record(_ report: LetterReport, of orders: [LetterOrder], by channel: MailChannel) async throws {
        do {
            try await write(report, of: orders, by: channel)
        } catch CaseRefusal.notWaiting {
            // A person or program told of its fate while it was under way: that stands.
            logger.notice("outbox: a message was settled while it was being sent")
        }
    }

    private func write(_ report: LetterReport, of orders: [LetterOrder], by channel: MailChannel) async throws {
        try await store.write(as: .system("outbox"), at: time.now) { tx in
            switch report {
            case .accepted(let id, let instant, let answer):
                try tx.messageAccepted(id, at: instant, answer: answer)
                tx.channelSent(channel.id, ChannelAnswer(answer))
            case .putOff(let id, let answer): try tx.putOffSend(id, answer: answer)
            case .refused(let id, let answer): try tx.refuseSend(id, answer: answer)
            case .lineFailed(let kind, let answer):
                tx.channelSent(channel.id, ChannelAnswer(fault: kind, answer))
                if kind == "secret" { tx.returnSends(orders.map(\.message.id), after: Self.rest) }
            case .returned(let ids): tx.returnSends(ids, after: Self.rest)
            }
        }
    }
}
