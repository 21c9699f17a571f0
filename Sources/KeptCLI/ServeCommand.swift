import ArgumentParser
import Foundation
import KeptDomain
import KeptServer
import KeptStore
import KeptWords
import Logging

struct ServeCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the pages and the API until stopped.")

    @OptionGroup var store: StoreOptions

    @Option(help: "The address to listen on. 0.0.0.0 for every address of this machine.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on.")
    var port = 8080

    @Option(
        name: .customLong("public-address"),
        help:
            "Where customers and colleagues reach the site, https://kept.example.org. KEPT_PUBLIC_ADDRESS when left out."
    )
    var publicAddress: String?

    @Flag(
        name: .customLong("behind-proxy"),
        help: "Believe X-Forwarded-For and X-Forwarded-Proto, which a proxy in front must then set.")
    var isBehindProxy = false

    @Option(
        help: """
            Where files lie that are handed over for import. The folder uploads beside the record when left out; with a \
            database, a folder among the system's temporary files.
            """)
    var uploads: String?

    @Option(
        name: .customLong("upload-limit"),
        help: """
            The largest file, in MB, that is taken for import on the import page and by the API. Larger ones go by \
            kept import orders.
            """)
    var uploadLimit = 4_096

    @Option(
        name: .customLong("secret-file"),
        help: """
            A file whose bytes seal the passwords of e-mail channels, so that a copy of the record does not hold them. \
            KEPT_SECRET_FILE when left out; without either a secret in the record seals them.
            """)
    var secretFile: String?

    @Flag(
        name: .customLong("sign-in-link"),
        help: "Print a link that signs the first owner in once, also where people have passwords already.")
    var printsLink = false

    @Flag(name: .customLong("bench-routes"), help: .hidden)
    var hasBenchRoutes = false

    @Flag(name: .customLong("bench-commit-each"), help: .hidden)
    var commitsEach = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw Terminal.usage(of: "--port", from: 0, to: 65_535) }
        guard (1...1_048_576).contains(uploadLimit) else {
            throw Terminal.usage(of: "--upload-limit", from: 1, to: 1_048_576)
        }
    }

    func perform() async throws {
        let time = SystemTime()
        let lock = try lockFolder()
        defer { withExtendedLifetime(lock) {} }
        let options = try optionsOfSite()
        var log = Logger(label: "kept") { _ in LineLog(time: time) }
        log.logLevel = ProcessInfo.processInfo.environment["KEPT_LOG"].flatMap(Logger.Level.init(rawValue:)) ?? .notice
        try await store.withStore(
            whenAbsent: .made, time: time, sharing: commitsEach ? 1 : SQLiteDriver.usualSharing
        ) { [log] store in
            let site = try await Site.open(store, time: time, options: options, log: log)
            try await serve(site)
        }
    }

    private func optionsOfSite() throws -> SiteOptions {
        let address = publicAddress ?? ProcessInfo.processInfo.environment["KEPT_PUBLIC_ADDRESS"]
        var options = SiteOptions(
            host: host, port: port, publicAddress: address.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 },
            isBehindProxy: isBehindProxy, hasBenchRoutes: hasBenchRoutes,
            uploadLimit: UploadLimit(megabytes: uploadLimit))
        options.sealingSecret = try sealingSecret()
        if let uploads {
            options.uploadsFolder = uploads
        } else if case .folder(let path) = store.location {
            options.uploadsFolder = path + "/uploads"
        }
        return options
    }

    private func sealingSecret() throws -> [UInt8]? {
        let named = secretFile ?? ProcessInfo.processInfo.environment["KEPT_SECRET_FILE"]
        guard let path = named, !path.isEmpty else { return nil }
        let bytes = try MessageFile.bytes(path)
        guard bytes.count >= 16 else {
            throw CommandFailure("commands.refusals.short-secret", [Fact("path", path)], code: .usage)
        }
        return bytes
    }

    private func serve(_ site: Site) async throws {
        let first = try await site.firstSignInPath()
        let link = printsLink && first == nil ? try await site.ownersSignInPath() : first
        let words = try Terminal.words()
        do {
            try await KeptServer.serve(site) { [host] port in
                let address = site.options.publicAddress ?? "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
                Terminal.answer(words("commands.serves", ["address": address]))
                if let link {
                    let key: WordKey = first == nil ? "commands.sign-in-once" : "commands.sign-in-first"
                    Terminal.answer(words(key, ["link": address + link]))
                }
            }
        } catch let failure as ServeFailure {
            throw CommandFailure(sentence: CommandFailure.sentence(of: failure), code: .unavailable)
        }
        Terminal.note(words("commands.stopped"))
    }

    private func lockFolder() throws -> ServeLock? {
        guard case .folder(let path) = store.location else { return nil }
        try StoreLocation.makeFolder(path)
        return try ServeLock(folder: path)
    }
}
