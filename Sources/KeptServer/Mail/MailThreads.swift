import KeptDomain
import KeptMail
import KeptStore
import NIOPosix

/// Threads on which mail servers are spoken with and messages are taken apart: both may take long, and the first blocks.
/// Each kind of work has its own, so that servers which do not answer hold up neither the other way nor what pages ask.
package final class MailThreads: Sendable {
    package enum Work: CaseIterable, Sendable {
        case reading, fetching, sending

        fileprivate var threads: Int { self == .reading ? 4 : 8 }
    }

    private let pools: [Work: NIOThreadPool]

    package init() {
        pools = Dictionary(uniqueKeysWithValues: Work.allCases.map { ($0, NIOThreadPool(numberOfThreads: $0.threads)) })
        for pool in pools.values { pool.start() }
    }

    deinit { for pool in pools.values { pool.shutdownGracefully { _ in } } }

    package func run<T: Sendable>(
        on kind: Work = .reading, _ work: @escaping @Sendable () throws -> T
    ) async throws -> T {
        guard let pool = pools[kind] else { preconditionFailure("a pool for each kind of work") }
        return try await pool.runIfActive(work)
    }
}

extension MailChannel.Server {
    /// As the lines of `KeptMail` take it. - Throws: where the password cannot be read.
    package func line(_ secrets: SecretBox, certificates: String?) throws(ChannelRefusal) -> MailServer {
        let login: MailServer.Login
        if let user {
            login = .password(
                user: user,
                password: try secret.map { sealed throws(ChannelRefusal) in
                    try secrets.opened(sealed)
                } ?? "")
        } else {
            login = .none
        }
        let security: MailServer.Security =
            switch self.security {
            case .plain: .plain
            case .startTLS: .startTLS
            case .tls: .tls
            }
        return MailServer(
            host: host, port: port, security: security, login: login, certificates: certificates,
            // One letter must end well before somebody else may take it (`SendPace.grip`).
            limits: MailServer.TimeLimits(connecting: .seconds(20), answering: .seconds(60), whole: .minutes(2)))
    }
}
