import KeptDomain
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle

/// Warns and breaks promises when their time has come.
///
/// Sleeps until the earliest deadline, never longer than half a second, so a deadline made meanwhile, or by another
/// process, or passed over while the clock was set, is seen within that. What a pass costs depends on what is due, not on
/// how many promises are open.
package struct DeadlineRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let words: Vocabulary
    private let logger: Logger

    /// How many deadlines share a transaction: enough for thousands a second, few enough that no writer waits long.
    private static let batch = 400
    private static let longestSleep = Span.milliseconds(500)

    package init(store: Store, time: any TimeSource, words: Vocabulary, logger: Logger) {
        self.store = store
        self.time = time
        self.words = words
        self.logger = logger
    }

    package func run() async throws {
        let complaint: Logger.Message = "deadlines: a pass failed and is tried again"
        await lookAgain(on: time, logger, whenItFails: complaint, rest: .seconds(1)) {
            try await lapseAll()
            let next = try await store.read { try $0.nextDeadline() }
            // A deadline is due the microsecond after its instant; one that is put off lies in the past.
            let soonest = max(
                next.map { $0 + Span(microseconds: 1) } ?? .distantFuture, time.now + .milliseconds(5))
            return min(soonest, time.now + Self.longestSleep)
        }
    }

    /// Everything that is due by now.
    package func lapseAll() async throws {
        while !Task.isCancelled {
            let now = time.now
            guard try await store.read({ try $0.hasDueDeadlines(at: now) }) else { return }
            do {
                let count = try await pass(limit: Self.batch, at: now)
                if count.looked == 0 { return }
            } catch StoreError.unavailable(let reason) {
                // A record that is away is away for each of them.
                throw StoreError.unavailable(reason)
            } catch {
                logger.error("deadlines: a batch failed, going one by one", metadata: ["error": "\(error)"])
                try await lapseOneByOne(at: now)
            }
        }
    }

    /// After a batch failed: each on its own, and the one at fault rests for a minute so that it holds nobody up.
    private func lapseOneByOne(at now: Instant) async throws {
        for deadline in try await store.read({ try $0.dueDeadlines(limit: Self.batch, at: now) }) {
            do {
                try await store.write(as: .system("deadlines"), at: now) { [words] in
                    _ = try $0.lapseDeadlines(limit: 1, only: [deadline], words: words)
                }
            } catch StoreError.unavailable(let reason) {
                throw StoreError.unavailable(reason)
            } catch {
                logger.error("deadlines: one promise cannot be looked at", metadata: ["error": "\(error)"])
                try await store.write(as: .system("deadlines"), at: now) {
                    try $0.putOff(deadline, until: now + .minutes(1))
                }
            }
        }
    }

    private func pass(limit: Int, at now: Instant) async throws -> LapseCount {
        try await store.write(as: .system("deadlines"), at: now) { [words] in
            try $0.lapseDeadlines(limit: limit, words: words)
        }
    }
}
