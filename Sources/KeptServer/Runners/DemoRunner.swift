import KeptDomain
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle

/// Lets a demonstration go on: parcels move and customers order when their time has come. Does nothing in the record
/// of a real business.
package struct DemoRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let words: Vocabulary
    private let logger: Logger

    /// What another process of the same record plays is seen within this.
    private static let longestSleep = Span.seconds(5)

    package init(store: Store, time: any TimeSource, words: Vocabulary, logger: Logger) {
        self.store = store
        self.time = time
        self.words = words
        self.logger = logger
    }

    package func run() async throws {
        guard try await store.read({ try $0.isDemonstration() }) else {
            // A service that ends takes the others with it.
            try await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await playAll()
                    let next = try await store.read { try $0.nextDemoEvent() } ?? .distantFuture
                    try await time.sleep(until: min(next, time.now + Self.longestSleep))
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("demonstration: something cannot be played", metadata: ["error": "\(error)"])
                    await passOver()
                }
            }
        }
    }

    /// Everything whose time has come, each in a transaction of its own.
    package func playAll() async throws {
        while !Task.isCancelled {
            let key = TrackingKey.random()
            let words = words
            let played = try await store.write(as: .system("demo"), at: time.now) {
                try $0.playDemoEvent(key: key, words: words)
            }
            if !played { return }
        }
    }

    private func passOver() async {
        do {
            try await time.sleep(for: .seconds(1))
            try await store.write(as: .system("demo"), at: time.now) { try $0.passOverDemoEvent() }
        } catch {
            logger.error("demonstration: waits", metadata: ["error": "\(error)"])
        }
    }
}
