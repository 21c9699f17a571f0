import Foundation
import KeptDomain
import KeptStore
import KeptWords
import Logging

/// What every route works with: the record, the time, the words and what this process was told when it started.
package struct Site: Sendable, CustomStringConvertible {
    package let store: Store
    package let time: any TimeSource
    package let vocabulary: Vocabulary
    package let assets: Assets
    package let options: SiteOptions
    package let log: Logger
    let formTokens: FormTokens
    let callers: CallerCache
    let business: BusinessFacts
    let metrics: Metrics
    let passwords: PasswordWork
    let imports: ImportRuns
    let navigation: NavigationShelf
    let usualStages: UsualStageShelf
    /// Seals and opens the passwords of channels.
    package let secrets: SecretBox
    package let mailThreads: MailThreads
    let live: LiveHub
    let presence: TalkPresence
    let queues: QueueScenes
    let queueHub: QueueHub

    package var description: String { "Site" }

    /// Reads what the process needs once: the words, the style sheets, the secret that signs forms.
    package static func open(
        _ store: Store, time: any TimeSource, options: SiteOptions = SiteOptions(),
        log: Logger = Logger(label: "kept.server")
    ) async throws -> Site {
        let fresh = Secret.random()
        let secret = try await store.write(as: .system("start"), at: time.now) { try $0.formSecret(orElse: fresh) }
        let sealing = try await store.read { try $0.setting(.channelSecret) } ?? secret
        let vocabulary = try Vocabulary.load()
        let imports = ImportRuns(
            store: store, time: time, words: vocabulary, folder: options.uploadsFolder, log: log)
        let (live, scenes) = (LiveHub(store: store), QueueScenes(store: store))
        let hub = QueueHub(
            store: store, scenes: scenes, live: live, time: time, pulse: options.livePulse, log: log)
        return Site(
            store: store, time: time, vocabulary: vocabulary, assets: try Assets.load(), options: options,
            log: log, formTokens: FormTokens(secret: secret), callers: CallerCache(store: store, time: time),
            business: BusinessFacts(store: store), metrics: Metrics(),
            passwords: PasswordWork(cost: options.passwordCost), imports: imports,
            navigation: NavigationShelf(store: store), usualStages: UsualStageShelf(store: store),
            secrets: SecretBox(secret: options.sealingSecret ?? Array(sealing.utf8)), mailThreads: MailThreads(),
            live: live, presence: TalkPresence(store: store, time: time, log: log),
            queues: scenes, queueHub: hub)
    }

    package var now: Instant { time.now }

    /// Where customers reach the site by links that go out while nobody asks for anything.
    package var ownAddress: String { options.publicAddress ?? "http://\(options.host):\(options.port)" }
}

/// What the process was told about how to serve.
package struct SiteOptions: Sendable {
    package var host: String
    /// 0 lets the system choose.
    package var port: Int
    /// Where readers reach the site, `https://kept.example.org`; without it links are made from each request's own host.
    package var publicAddress: String?
    /// Whether `X-Forwarded-For` and `X-Forwarded-Proto` are believed: only behind a proxy that sets them.
    package var isBehindProxy: Bool
    /// Whether the routes that measurements compare with are served.
    package var hasBenchRoutes: Bool
    /// Where files lie that are handed over for import, and the rows of them that were not taken.
    package var uploadsFolder: String
    /// A connection on which nothing is asked for so long is closed; an answer under way, such as that of a live page, is
    /// not cut.
    package var idleLimit: Duration
    /// A live page on which nothing happens is told so this often: proxies close what is silent for a minute, some for half
    /// of one.
    package var livePulse: Duration
    /// log2 of what a check of a password costs (`Password`); 10...20.
    package var passwordCost: Int
    /// The largest file that is taken for import.
    package var uploadLimit: UploadLimit
    /// Seals the passwords of channels, 16 bytes or more; `nil` for the record's own.
    package var sealingSecret: [UInt8]?

    package init(
        host: String = "127.0.0.1", port: Int = 8080, publicAddress: String? = nil, isBehindProxy: Bool = false,
        hasBenchRoutes: Bool = false,
        uploadsFolder: String = FileManager.default.temporaryDirectory.appending(path: "kept-uploads").path,
        idleLimit: Duration = .seconds(75), livePulse: Duration = .seconds(20),
        passwordCost: Int = PasswordCost.usual,
        uploadLimit: UploadLimit = .usual
    ) {
        self.host = host
        self.port = port
        self.publicAddress = publicAddress
        self.isBehindProxy = isBehindProxy
        self.hasBenchRoutes = hasBenchRoutes
        self.uploadsFolder = uploadsFolder
        self.idleLimit = idleLimit
        self.livePulse = livePulse
        self.passwordCost = passwordCost
        self.uploadLimit = uploadLimit
    }
}
