import KeptDomain
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle

/// Closes visits that nobody ended, and tells those who wait longer than they were told.
package struct QueueRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let words: Vocabulary
    private let logger: Logger

    private static let pause = Span.seconds(15)
    private static let batch = 200

    package init(store: Store, time: any TimeSource, words: Vocabulary, logger: Logger) {
        self.store = store
        self.time = time
        self.words = words
        self.logger = logger
    }

    package func run() async throws {
        await lookAgain(on: time, logger, whenItFails: "queues: upkeep waits", rest: Self.pause) {
            try await pass()
            return time.now + Self.pause
        }
    }

    /// One look, until nothing forgotten is left.
    package func pass() async throws {
        while !Task.isCancelled {
            let now = time.now
            let (isNeeded, slow) = try await store.read {
                (try $0.visitsNeedUpkeep(at: now), try $0.slowQueues(at: now))
            }
            guard isNeeded || !slow.isEmpty else { return }
            let count = try await store.write(as: .system("queues"), at: now) { [words] in
                try $0.keepQueues(limit: Self.batch, slow: slow, words: words)
            }
            if count != QueueUpkeepCount() {
                logger.info(
                    "queues: looked after",
                    metadata: ["forgotten": "\(count.forgotten)", "told": "\(count.told)"])
            }
            if count.forgotten < Self.batch { return }
        }
    }
}
