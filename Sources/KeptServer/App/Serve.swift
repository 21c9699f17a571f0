import Foundation
import Hummingbird
import KeptDomain
import KeptStore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// Why the site cannot be served.
package struct ServeFailure: Refusal {
    package let key: String
    package let facts: [Fact]

    fileprivate init(_ key: String, _ options: SiteOptions, reason: String = "") {
        self.key = key
        facts = [Fact("host", options.host), Fact("port", options.port), Fact("reason", reason)]
    }

    fileprivate init(code: CInt, _ options: SiteOptions) {
        let key =
            switch code {
            case EADDRINUSE: "commands.refusals.port-taken"
            case EACCES: "commands.refusals.port-reserved"
            case EADDRNOTAVAIL: "commands.refusals.no-such-address"
            default: "commands.refusals.cannot-listen"
            }
        self.init(key, options, reason: String(cString: strerror(code)))
    }
}

/// Serves until the process is told to stop (SIGTERM, SIGINT), then answers what is under way and ends.
///
/// - Parameter onServerRunning: told the port once requests are taken.
package func serve(_ site: Site, onServerRunning: @escaping @Sendable (Int) async -> Void) async throws {
    runTasksOnEventLoops()
    let application = buildApplication(site, onServerRunning: onServerRunning)
    var configuration = ServiceGroupConfiguration(
        services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: site.log)
    configuration.maximumGracefulShutdownDuration = .seconds(20)
    do {
        try await ServiceGroup(configuration: configuration).run()
    } catch let error as IOError {
        throw ServeFailure(code: error.errnoCode, site.options)
    } catch let error as SocketAddressError {
        throw ServeFailure("commands.refusals.cannot-listen", site.options, reason: "\(error)")
    }
}

/// Lets the threads that read requests also run the tasks that answer them, else every request is handed to another
/// thread and back. Nothing that blocks runs on either: the store has threads of its own.
///
/// Where a later compiler does not have what this stands on, it changes nothing.
private func runTasksOnEventLoops() {
    NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
}

extension Site {
    /// A fresh sign-in link for the first owner while nobody has a password yet, else `nil`.
    package func firstSignInPath() async throws -> String? {
        let owner = try await store.read { try $0.somebodyHasAPassword() ? nil : $0.firstOwner() }
        guard let owner else { return nil }
        return try await signInPath(for: owner)
    }

    /// A fresh sign-in link for the first owner, whoever has a password; `nil` where there is no owner.
    package func ownersSignInPath() async throws -> String? {
        guard let owner = try await store.read({ try $0.firstOwner() }) else { return nil }
        return try await signInPath(for: owner)
    }

    /// - Returns: a path that signs `person` in once.
    package func signInPath(for person: ID<Person>) async throws -> String {
        let secret = Secret.random(bits: 192)
        try await store.write(as: .shell, at: now) { try $0.makeSignInLink(for: person, hash: secret.hash) }
        return Paths.invitation(secret.text)
    }
}
