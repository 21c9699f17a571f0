import KeptDomain
import KeptMail
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle
import Synchronization

/// Channels of this process that have letters on their way just now.
private final class ChannelsUnderWay: Sendable {
    private let channels = Mutex<Set<ID<MailChannel>>>([])

    /// - Returns: `false` where it is under way already.
    func begin(_ channel: ID<MailChannel>) -> Bool { channels.withLock { $0.insert(channel).inserted } }

    func end(_ channel: ID<MailChannel>) { channels.withLock { _ = $0.remove(channel) } }
}

/// Sends what waits in the outbox, to customers and to colleagues, and records how each letter fared as soon as its server
/// has answered.
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
    /// For so many a channel is chosen in one transaction.
    private static let most = 500
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

    private static let complaint: Logger.Message = "outbox: a pass failed and is tried again"

    /// Each channel sends for itself: a server that is slow or does not answer holds up no other channel's letters.
    package func run() async throws {
        let (due, feed) = AsyncStream<ID<MailChannel>>.makeStream()
        let underWay = ChannelsUnderWay()
        await withDiscardingTaskGroup { group in
            group.addTask {
                await lookAgain(on: time, logger, whenItFails: Self.complaint, rest: .seconds(5)) {
                    for channel in try await dueChannels() where underWay.begin(channel) { feed.yield(channel) }
                    return time.now + Self.pause
                }
                feed.finish()
            }
            for await channel in due {
                group.addTask {
                    await sendAlone(by: channel)
                    underWay.end(channel)
                }
            }
            group.cancelAll()
        }
    }

    private func sendAlone(by channel: ID<MailChannel>) async {
        do {
            try await sendAll(by: channel)
        } catch is CancellationError {
            return
        } catch {
            logger.error(Self.complaint, metadata: ["error": "\(error)", "channel": "\(channel)"])
        }
    }

    /// Everything whose time has come; ends with the slowest channel.
    package func sendAll() async throws {
        let channels = try await dueChannels()
        try await withThrowingTaskGroup { group in
            for channel in channels { group.addTask { try await sendAll(by: channel) } }
            try await group.waitForAll()
        }
    }

    /// Chooses channels for what has none, and names those that have something to send.
    private func dueChannels() async throws -> [ID<MailChannel>] {
        let now = time.now
        while try await store.read({ try $0.hasUnroutedSends(at: now) }), !Task.isCancelled {
            let count = try await store.write(as: .system("outbox"), at: now) { try $0.routeSends(limit: Self.most) }
            // Another process has the rest in hand.
            if count < Self.most { break }
        }
        return try await store.read { try $0.channelsToSend(at: now) }
    }

    /// What a channel has to send, a few at a time over one connection, until nothing is left.
    private func sendAll(by id: ID<MailChannel>) async throws {
        while !Task.isCancelled {
            let now = time.now
            let next = try await store.read { try $0.hasDueSends(by: id, at: now) ? $0.channel(id) : nil }
            guard let channel = next, channel.isWorking else { return }
            let orders = try await store.write(as: .system("outbox"), at: now) {
                try $0.claimSends(by: id, limit: Self.batch)
            }
            guard !orders.isEmpty else { return }
            try await send(orders, by: channel)
        }
    }

    private func send(_ orders: [OutboxOrder], by channel: MailChannel) async throws {
        let server: MailServer
        do { server = try channel.sending.line(secrets, certificates: channel.certificates) } catch {
            return try await record(.lineFailed(kind: "secret", answer: ""), of: orders, by: channel)
        }
        let carrying = LetterCarrying(
            server: server, channel: channel, orders: orders, words: words, zones: store.zones, time: time, site: site)
        let (reports, feed) = AsyncStream<LetterReport>.makeStream()
        let carried = Task { [threads] in
            // Ends also where no thread took the work.
            defer { feed.finish() }
            try await threads.run(on: .sending) { carrying.carry { feed.yield($0) } }
        }
        for await report in reports { try await record(report, of: orders, by: channel) }
        try await carried.value
    }

    private func record(_ report: LetterReport, of orders: [OutboxOrder], by channel: MailChannel) async throws {
        do {
            try await write(report, of: orders, by: channel)
        } catch CaseRefusal.notWaiting {
            // A person or program told of its fate while it was under way: that stands.
            logger.notice("outbox: a message was settled while it was being sent")
        }
    }

    private func write(_ report: LetterReport, of orders: [OutboxOrder], by channel: MailChannel) async throws {
        try await store.write(as: .system("outbox"), at: time.now) { tx in
            switch report {
            case .accepted(let id, let instant, let answer):
                try tx.sendAccepted(id, at: instant, answer: answer)
                tx.channelSent(channel.id, ChannelAnswer(answer))
            case .putOff(let id, let answer): try tx.putOffSend(id, answer: answer)
            case .refused(let id, let answer): try tx.refuseSend(id, answer: answer)
            case .lineFailed(let kind, let answer):
                tx.channelSent(channel.id, ChannelAnswer(fault: kind, answer))
                if kind == "secret" { tx.returnSends(orders.map(\.send), after: Self.rest) }
            case .returned(let ids): tx.returnSends(ids, after: Self.rest)
            }
        }
    }
}
