import KeptDomain
import KeptMail
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle

/// Fetches the mail of all channels: reads, files, and only then marks or moves. A crash in between loses nothing, and what
/// is read again is known again.
package struct MailboxRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let words: Vocabulary
    private let secrets: SecretBox
    private let threads: MailThreads
    private let logger: Logger

    private static let pause = Span.seconds(1)
    /// For so long no other process looks into the same mailbox; taken anew with each batch.
    private static let grip = Span.minutes(5)
    /// So many messages that could not be had are tried again with one look.
    private static let mostAgain = 20

    package init(
        store: Store, time: any TimeSource, words: Vocabulary, secrets: SecretBox, threads: MailThreads, logger: Logger
    ) {
        self.store = store
        self.time = time
        self.words = words
        self.secrets = secrets
        self.threads = threads
        self.logger = logger
    }

    private static let complaint: Logger.Message = "mailboxes: a pass failed and is tried again"

    /// Each mailbox is read for itself when its time has come: one that is slow, or is read for the first time, holds up no
    /// other.
    package func run() async throws {
        let (due, feed) = AsyncStream<MailChannel>.makeStream()
        await withDiscardingTaskGroup { group in
            group.addTask {
                await lookAgain(on: time, logger, whenItFails: Self.complaint, rest: .seconds(5)) {
                    for channel in try await store.read({ try $0.duePolls(at: time.now) }) { feed.yield(channel) }
                    return time.now + Self.pause
                }
                feed.finish()
            }
            // One that comes twice before it was claimed is claimed once.
            for await channel in due { group.addTask { await pollAlone(channel) } }
            group.cancelAll()
        }
    }

    private func pollAlone(_ channel: MailChannel) async {
        do {
            try await poll(channel)
        } catch is CancellationError {
            return
        } catch {
            logger.error(Self.complaint, metadata: ["error": "\(error)", "channel": "\(channel.id)"])
        }
    }

    /// Reads every mailbox whose time has come once, and ends with the slowest.
    package func pollAll() async throws {
        let now = time.now
        let due = try await store.read { try $0.duePolls(at: now) }
        try await withThrowingTaskGroup { group in
            for channel in due { group.addTask { try await poll(channel) } }
            try await group.waitForAll()
        }
    }

    private func poll(_ channel: MailChannel) async throws {
        let id = channel.id
        guard try await write({ try $0.claimPoll(of: id, for: Self.grip) }) else { return }
        let answer: ChannelAnswer
        do {
            answer = ChannelAnswer("\(try await readAll(channel))")
        } catch let failure as MailNotFetched {
            answer = ChannelAnswer(fault: failure.failure.rawValue, failure.text)
        } catch is ChannelRefusal {
            answer = ChannelAnswer(fault: "secret", "")
        } catch StoreError.unavailable(let reason) {
            // A record that is away is away for every mailbox.
            throw StoreError.unavailable(reason)
        } catch let error as CancellationError {
            throw error
        } catch {
            // Of this mailbox alone: the others are read on.
            logger.error("mailboxes: one cannot be read", metadata: ["channel": "\(id)", "error": "\(error)"])
            answer = ChannelAnswer(fault: "other", "\(error)")
        }
        let wait = Span.seconds(Int64(channel.pollSeconds))
        try await write { $0.pollEnded(of: id, answer, wait: wait) }
    }

    /// - Returns: how many messages were filed.
    private func readAll(_ channel: MailChannel) async throws -> Int {
        guard let fetching = channel.fetching else { return 0 }
        let server = try fetching.line(secrets, certificates: channel.certificates)
        let mailbox = MailboxFetching(server: server, channel: channel)
        var (count, existingBelow) = (0, UInt32(0))
        while !Task.isCancelled {
            let position = try await store.read { try $0.mailboxPosition(of: channel.id) }
            let fetched = try await threads.run(on: .fetching) { try mailbox.fetch(from: position) }
            existingBelow = max(existingBelow, fetched.existingBelow ?? 0)
            if fetched.items.isEmpty { try await remember(fetched.last, of: fetched, channel, besides: position) }
            var filed: [UInt32] = []
            for item in fetched.items {
                let found = FoundMail(item, of: fetched, isExisting: item.uid < existingBelow)
                if try await file(found, channel) { filed.append(item.uid) }
            }
            count += filed.count
            try await move(filed, by: mailbox)
            guard fetched.hasMore, !fetched.items.isEmpty else {
                return try await count + fetchAgain(channel, by: mailbox, validity: fetched.validity)
            }
            try await write { $0.holdPoll(of: channel.id, for: Self.grip) }
        }
        return count
    }

    private func move(_ filed: [UInt32], by mailbox: MailboxFetching) async throws {
        guard let folder = mailbox.channel.doneFolder else { return }
        try await threads.run(on: .fetching) { try mailbox.move(filed, to: folder) }
    }

    /// Tries messages again that could not be had before.
    ///
    /// - Returns: how many of them were filed.
    private func fetchAgain(
        _ channel: MailChannel, by mailbox: MailboxFetching, validity: UInt32
    ) async throws -> Int {
        let now = time.now
        let due = try await store.read { try $0.dueUnfetched(of: channel.id, at: now, limit: Self.mostAgain) }
        guard !due.isEmpty else { return 0 }
        // Of a folder that was made anew all is read again, under other numbers.
        let uids = due.filter { $0.validity == validity }.map(\.uid)
        let items = try await threads.run(on: .fetching) { try mailbox.fetchAgain(uids, validity: validity) }
        let there = Dictionary(uniqueKeysWithValues: items.map { ($0.uid, $0) })
        var filed: [UInt32] = []
        for mail in due {
            guard mail.validity == validity, let item = there[mail.uid] else {
                try await write { try $0.mailFetchedAfterAll(mail, .gone) }
                continue
            }
            if try await file(FoundMail(item, again: mail), channel) { filed.append(mail.uid) }
        }
        try await move(filed, by: mailbox)
        return filed.count
    }

    private func remember(
        _ last: UInt32, of fetched: FetchedMail, _ channel: MailChannel, besides known: MailboxPosition
    ) async throws {
        let position = MailboxPosition(validity: fetched.validity, last: last)
        guard position != known else { return }
        try await write { $0.mailboxRead(of: channel.id, to: position) }
    }

    /// - Returns: whether it is in the record; otherwise it stays in the mailbox, is tried again later and stands before people.
    private func file(_ found: FoundMail, _ channel: MailChannel) async throws -> Bool {
        guard let bytes = found.item.bytes else {
            try await write { try found.note(in: $0, of: channel.id, answer: found.item.answer) }
            return false
        }
        var mail = try await threads.run { ArrivedMail(bytes, channel: channel.id) }
        // What lay there before the channel is told of the past, also where reading it was interrupted and goes on now.
        let isOld = mail.message?.date.map { $0.instant < channel.createdAt } ?? false
        mail.isHistory = found.isExisting && (channel.takesExisting || isOld) || channel.takesExisting && isOld
        do {
            try await write { [mail, words] tx in
                _ = try tx.fileMail(mail, words: words)
                try found.note(in: tx, of: channel.id, answer: nil)
            }
            return true
        } catch StoreError.unavailable(let reason) {
            throw StoreError.unavailable(reason)
        } catch let error as CancellationError {
            throw error
        } catch {
            // One message at fault holds up none that come after it.
            logger.error("mailboxes: one message cannot be filed", metadata: ["error": "\(error)"])
            try await write { try found.note(in: $0, of: channel.id, answer: "\(error)") }
            return false
        }
    }

    private func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await store.write(as: .system("mail"), at: time.now, body)
    }
}
