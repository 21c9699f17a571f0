import KeptDomain
import KeptMail
import KeptStore
import KeptWords
import Logging
import ServiceLifecycle

/// Sends letters to colleagues, as when somebody was threatened. What cannot be sent now is tried again; the call stands in
/// Kept in any case.
package struct ColleagueLetterRunner: Runner {
    private let store: Store
    private let time: any TimeSource
    private let words: Vocabulary
    private let secrets: SecretBox
    private let threads: MailThreads
    private let site: String?
    private let logger: Logger

    private static let pause = Span.seconds(2)
    /// Where the password of the channel cannot be read.
    private static let rest = Span.seconds(30)

    package init(
        store: Store, time: any TimeSource, words: Vocabulary, secrets: SecretBox, threads: MailThreads,
        site: String?, logger: Logger
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
        let complaint: Logger.Message = "letters to colleagues: a pass failed and is tried again"
        await lookAgain(on: time, logger, whenItFails: complaint, rest: Self.rest) {
            try await sendAll()
            return time.now + Self.pause
        }
    }

    /// Everything whose time has come.
    package func sendAll() async throws {
        while !Task.isCancelled {
            let now = time.now
            guard try await store.read({ try $0.hasDueColleagueLetters(at: now) }) else { return }
            let orders = try await store.write(as: .system("letters"), at: now) { try $0.claimColleagueLetters() }
            let byChannel = Dictionary(grouping: orders) { $0.channel?.id }
            for letters in byChannel.values { try await send(letters) }
        }
    }

    private func send(_ orders: [ColleagueLetterOrder]) async throws {
        guard let channel = orders.first?.channel else { return }
        let server = try channel.sending.line(secrets, certificates: channel.certificates)
        let carrying = ColleagueLetterCarrying(
            server: server, channel: channel, orders: orders, words: words, zones: store.zones, site: site)
        let reports = try await threads.run(on: .sending) { carrying.carry() }
        try await store.write(as: .system("letters"), at: time.now) { tx in
            for report in reports {
                switch report {
                case .accepted(let id, let answer): tx.colleagueLetterAccepted(id, answer: answer)
                case .putOff(let id, let answer): try tx.putOffColleagueLetter(id, answer: answer)
                case .refused(let id, let answer): tx.refuseColleagueLetter(id, answer: answer)
                }
            }
        }
        for case .refused(let id, let answer) in reports {
            logger.warning("letters to colleagues: one is refused", metadata: ["id": "\(id)", "answer": "\(answer)"])
        }
    }
}
