import KeptDomain
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle

/// Sends answers by e-mail that stood on a page unread after whoever wrote to us had left it.
package struct TalkRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let words: Vocabulary
    /// Where customers reach this site; without it there is no link that a letter could carry.
    private let site: String?
    private let logger: Logger

    private static let pause = Span.seconds(15)
    /// Of a talk whose answers cannot be mailed.
    private static let rest = Span.minutes(10)

    package init(store: Store, time: any TimeSource, words: Vocabulary, site: String?, logger: Logger) {
        self.store = store
        self.time = time
        self.words = words
        self.site = site
        self.logger = logger
    }

    package func run() async throws {
        await lookAgain(on: time, logger, whenItFails: "talks: unread answers wait", rest: Self.pause) {
            try await pass()
            return time.now + Self.pause
        }
    }

    private func pass() async throws {
        let now = time.now
        guard try await !store.read({ try $0.talksToMail(at: now, limit: 1) }).isEmpty else { return }
        do {
            try await mail(at: now)
        } catch StoreError.unavailable(let reason) {
            // A record that is away is away for each of them.
            throw StoreError.unavailable(reason)
        } catch {
            logger.error("talks: a batch failed, going one by one", metadata: ["error": "\(error)"])
            try await mailOneByOne(at: now)
        }
    }

    /// After a batch failed: each on its own, and the one at fault rests so that it holds nobody up.
    private func mailOneByOne(at now: Instant) async throws {
        for talk in try await store.read({ try $0.talksToMail(at: now) }) {
            do {
                try await mail(only: talk, at: now)
            } catch StoreError.unavailable(let reason) {
                throw StoreError.unavailable(reason)
            } catch {
                logger.error("talks: the answers of one cannot be mailed", metadata: ["error": "\(error)"])
                try await store.write(as: .system("talks"), at: now) {
                    $0.putOffMail(of: talk, until: now + Self.rest)
                }
            }
        }
    }

    private func mail(only: ID<Talk>? = nil, at now: Instant) async throws {
        let sent = try await store.write(as: .system("talks"), at: now) { [words, site] tx in
            try tx.mailUnreadAnswers(words: words, only: only) { key in site.map { $0 + Paths.talk(key.text) } }
        }
        if sent > 0 { logger.info("talks: answers follow by e-mail", metadata: ["count": "\(sent)"]) }
    }
}
