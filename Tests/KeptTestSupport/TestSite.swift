import KeptDomain
import KeptServer
import KeptStore
import Logging

/// A site over a fresh record, for tests that make requests.
package enum TestSite {
    /// On a free port, with passwords that are checked at once.
    package static let options = SiteOptions(port: 0, passwordCost: 10)

    package static func with<T>(
        _ engine: Engine, time: any TimeSource = SystemTime(), options: SiteOptions = TestSite.options,
        _ body: (Site) async throws -> T
    ) async throws -> T {
        try await TestStore.with(engine, time: time) { store in
            var log = Logger(label: "kept.test")
            log.logLevel = .critical
            return try await body(try await Site.open(store, time: time, options: options, log: log))
        }
    }

    /// A token's text.
    package static func token(_ scope: TokenScope, on site: Site, expiresAt: Instant? = nil) async throws -> String {
        let secret = Secret.random()
        _ = try await site.store.write(as: .shell, at: site.now) {
            try $0.createAccessToken(named: "test", scope: scope, hash: secret.hash, expiresAt: expiresAt)
        }
        return secret.text
    }
}
