import KeptDomain
import KeptMail
import KeptStore
import NIOPosix

/// Threads on which mail servers are spoken with and messages are taken apart: both may take long, and the first blocks.
package final class MailThreads: Sendable {
    private let pool = NIOThreadPool(numberOfThreads: 6)

    package init() { pool.start() }
    deinit { pool.shutdownGracefully { _ in } }

    package func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await pool.runIfActive(work)
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
