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
            let keys = (0..<Self.batch).map { _ in TrackingKey.random() }
            let asked = try await store.write(as: .system("follow-up"), at: now) { [words, address] in
                try $0.sendFollowUps(keys: keys, words: words, address: address)
            }
            if asked == 0 { return }
        }
    }
}
