import KeptDomain

/// Where a mail server is and how it is spoken to.
package struct MailServer: Hashable, Sendable {
    package enum Security: String, Hashable, Sendable, CaseIterable {
        /// Nothing is encrypted: on the same machine only.
        case plain
        /// Begins in the open and is then encrypted (STARTTLS); never goes on without.
        case startTLS = "starttls"
        /// Encrypted from the first byte.
        case tls
    }

    package enum Login: Hashable, Sendable {
        case none
        case password(user: String, password: String)
        /// A token of OAuth 2 (XOAUTH2, OAUTHBEARER).
        case token(user: String, token: String)
    }

    package var host: String
    package var port: Int
    package var security: Security
    package var login: Login
    /// A file of certificates to trust instead of the system's.
    package var certificates: String?
    package var limits: TimeLimits

    package init(
        host: String, port: Int, security: Security, login: Login = .none, certificates: String? = nil,
        limits: TimeLimits = TimeLimits()
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.login = login
        self.certificates = certificates
        self.limits = limits
    }

    /// How long is waited, in whole milliseconds.
    package struct TimeLimits: Hashable, Sendable {
        /// Until the connection stands, greeting of TLS included.
        package var connecting: Span
        /// For each answer of the server, its first greeting among them.
        package var answering: Span
        /// For one message or command as a whole.
        package var whole: Span

        package init(
            connecting: Span = .seconds(20), answering: Span = .seconds(60), whole: Span = .minutes(10)
        ) {
            self.connecting = connecting
            self.answering = answering
            self.whole = whole
        }
    }
}
