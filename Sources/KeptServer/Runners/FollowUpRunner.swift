import KeptDomain
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle

/// Asks customers whether it was made good, when the time for it has come.
package struct FollowUpRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let words: Vocabulary
    /// Of the site, for the links that customers get.
    private let address: String
    private let logger: Logger

    /// How many customers are asked in one transaction.
    private static let batch = 50
    /// A closing in another process is seen within this.
    private static let longestSleep = Span.seconds(5)
    /// Of one that cannot be sent.
    private static let rest = Span.minutes(10)

    package init(store: Store, time: any TimeSource, words: Vocabulary, address: String, logger: Logger) {
        self.store = store
        self.time = time
        self.words = words
        self.address = address
        self.logger = logger
    }

    package func run() async throws {
        let complaint: Logger.Message = "follow-ups: some cannot be sent, tried again"
        await lookAgain(on: time, logger, whenItFails: complaint, rest: .seconds(5)) {
            try await askAll()
            let next = try await store.read { try $0.nextFollowUp() } ?? .distantFuture
            return min(max(next, time.now + .milliseconds(5)), time.now + Self.longestSleep)
        }
    }

    /// Everybody whose time has come.
    package func askAll() async throws {
        while !Task.isCancelled {
            let now = time.now
            guard let next = try await store.read({ try $0.nextFollowUp() }), next <= now else { return }
            do {
                if try await ask(Self.batch, at: now) == 0 { return }
            } catch StoreError.unavailable(let reason) {
                // A record that is away is away for each of them.
                throw StoreError.unavailable(reason)
            } catch {
                logger.error("follow-ups: a batch failed, going one by one", metadata: ["error": "\(error)"])
                try await askOneByOne(at: now)
            }
        }
    }

    /// After a batch failed: each on its own, and the one at fault rests so that it holds nobody up.
    private func askOneByOne(at now: Instant) async throws {
        for id in try await store.read({ try $0.dueFollowUps(at: now, limit: Self.batch) }) {
            do {
                _ = try await ask(1, only: id, at: now)
            } catch StoreError.unavailable(let reason) {
                throw StoreError.unavailable(reason)
            } catch {
                logger.error("follow-ups: one cannot be sent", metadata: ["error": "\(error)"])
                try await store.write(as: .system("follow-up"), at: now) {
                    $0.putOffFollowUp(id, until: now + Self.rest)
                }
            }
        }
    }

    private func ask(_ most: Int, only: ID<FollowUp>? = nil, at now: Instant) async throws -> Int {
        let keys = (0..<most).map { _ in TrackingKey.random() }
        return try await store.write(as: .system("follow-up"), at: now) { [words, address] in
            try $0.sendFollowUps(keys: keys, only: only, words: words, address: address)
        }
    }
}
