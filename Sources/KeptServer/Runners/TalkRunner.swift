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
        let (words, site) = (words, site)
        let isWaiting = try await store.read { try $0.hasUnreadTalks() }
        guard isWaiting else { return }
        let sent = try await store.write(as: .system("talks"), at: time.now) { tx in
            try tx.mailUnreadAnswers(words: words) { key in site.map { $0 + Paths.talk(key.text) } }
        }
        if sent > 0 { logger.info("talks: answers follow by e-mail", metadata: ["count": "\(sent)"]) }
    }
}
