import Foundation
import KeptDomain

@testable import KeptMail

/// The servers that `scripts/mail-servers` started, by the environment it printed.
enum MailServers {
    private static func port(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    static let areThere = port("KEPT_TEST_SMTP") != nil && port("KEPT_TEST_IMAP") != nil

    static let desk = MailServer.Login.password(user: "desk@example.test", password: "secret")
    static let limits = MailServer.TimeLimits(connecting: .seconds(10), answering: .seconds(10), whole: .seconds(60))

    static func smtp(_ security: MailServer.Security = .plain, login: MailServer.Login = .none, trusts: Bool = true)
        -> MailServer
    {
        MailServer(
            host: "localhost", port: port(security == .tls ? "KEPT_TEST_SMTPS" : "KEPT_TEST_SMTP")!, security: security,
            login: login, certificates: trusts ? certificate : nil, limits: limits)
    }

    static func imap(_ security: MailServer.Security = .plain, login: MailServer.Login = desk) -> MailServer {
        MailServer(
            host: "localhost", port: port(security == .tls ? "KEPT_TEST_IMAPS" : "KEPT_TEST_IMAP")!, security: security,
            login: login, certificates: certificate, limits: limits)
    }

    static let certificate = ProcessInfo.processInfo.environment["KEPT_TEST_MAIL_CERTIFICATE"]

    /// - Parameter answering: longer than a busy machine takes, where slowness is not what is looked at.
    static func local(_ port: Int, answering: Span = .seconds(20)) -> MailServer {
        MailServer(
            host: "127.0.0.1", port: port, security: .plain, login: .none,
            limits: MailServer.TimeLimits(
                connecting: answering, answering: answering, whole: answering + .seconds(20)))
    }

    /// A letter to the desk with a subject that is found again.
    static func letter(_ subject: String, text: String = "Hello") throws -> [UInt8] {
        var letter = try LetterTests.letter(subject: subject, text: text)
        letter.to = [try Mailbox(address: "desk@example.test")]
        return try letter.bytes()
    }
}
