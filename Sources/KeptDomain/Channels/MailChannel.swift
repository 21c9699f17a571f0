/// An address of the desk: what customers write to it is fetched and filed, and answers go out from it.
package struct MailChannel: Sendable, Hashable {
    package enum Security: String, Sendable, CaseIterable, Codable {
        /// Nothing is encrypted: on the same machine only.
        case plain
        /// Begins in the open, is then encrypted, and never goes on without.
        case startTLS = "starttls"
        /// Encrypted from the first byte.
        case tls
    }

    /// A mail server as the channel uses it.
    package struct Server: Sendable, Hashable {
        package var host: String
        package var port: Int
        package var security: Security
        /// `nil` where nobody logs in.
        package var user: String?
        /// The password, sealed.
        package var secret: [UInt8]?

        package init(
            host: String, port: Int, security: Security, user: String? = nil, secret: [UInt8]? = nil
        ) {
            self.host = host
            self.port = port
            self.security = security
            self.user = user
            self.secret = secret
        }
    }

    package let id: ID<MailChannel>
    /// As customers read it before the address.
    package let name: String
    /// `local@domain`, ASCII letters small.
    package let address: String
    package let place: ID<Place>
    /// Where what came waits; the place's own line for what customers write where it is `nil`.
    package let line: ID<Line>?
    /// Of the cases that mail opens.
    package let kind: Case.Kind
    /// Whether mail to `local+anything@domain` arrives at the address too, so that answers can carry their case.
    package let takesMarks: Bool
    package let sending: Server
    /// `nil` where a mail server hands messages over by itself.
    package let fetching: Server?
    /// The folder that is read.
    package let folder: String
    /// Where what was filed is moved; `nil` where it stays, marked as seen.
    package let doneFolder: String?
    /// Whether what lay there before the first poll is filed as well, as history.
    package let takesExisting: Bool
    package let pollSeconds: Int
    /// A file of certificates to trust instead of the system's.
    package let certificates: String?
    package let pausedAt: Instant?
    package let closedAt: Instant?
    package let createdAt: Instant
    package let revision: Int

    package init(
        id: ID<MailChannel>, name: String, address: String, place: ID<Place>, line: ID<Line>?, kind: Case.Kind,
        takesMarks: Bool, sending: Server, fetching: Server?, folder: String, doneFolder: String?, takesExisting: Bool,
        pollSeconds: Int, certificates: String?, pausedAt: Instant?, closedAt: Instant?, createdAt: Instant,
        revision: Int
    ) {
        self.id = id
        self.name = name
        self.address = address
        self.place = place
        self.line = line
        self.kind = kind
        self.takesMarks = takesMarks
        self.sending = sending
        self.fetching = fetching
        self.folder = folder
        self.doneFolder = doneFolder
        self.takesExisting = takesExisting
        self.pollSeconds = pollSeconds
        self.certificates = certificates
        self.pausedAt = pausedAt
        self.closedAt = closedAt
        self.createdAt = createdAt
        self.revision = revision
    }

    package var isWorking: Bool { pausedAt == nil && closedAt == nil }

    /// What follows the `@`.
    package var domain: String { address.split(separator: "@").last.map(String.init) ?? address }

    /// Whether mail to `other` is mail to this address: the same, or with a mark after a `+`.
    package func isAddress(_ other: String) -> Bool {
        guard let folded = CustomerDraft.normalizedEmail(other) else { return false }
        if folded == address { return true }
        let parts = folded.split(separator: "@")
        guard parts.count == 2, let plus = parts[0].firstIndex(of: "+") else { return false }
        return "\(parts[0][..<plus])@\(parts[1])" == address
    }
}

/// How a channel does: what the servers said last. No part of what somebody set.
package struct ChannelState: Sendable, Hashable {
    /// What went wrong with one of the two servers.
    package struct Fault: Sendable, Hashable {
        /// A word of `channels.faults`.
        package let kind: String
        package let since: Instant

        package init(kind: String, since: Instant) {
            self.kind = kind
            self.since = since
        }
    }

    /// How it stands with one of the two servers.
    package struct Line: Sendable, Hashable {
        /// When it last went well: the mailbox was read to its end, a letter was taken; `nil` before the first time.
        package let wentAt: Instant?
        /// What the server, or the library that speaks with it, said last.
        package let answer: String?
        package let fault: Fault?

        package init(wentAt: Instant?, answer: String?, fault: Fault?) {
            self.wentAt = wentAt
            self.answer = answer
            self.fault = fault
        }
    }

    package let fetching: Line
    package let sending: Line

    package init(fetching: Line, sending: Line) {
        self.fetching = fetching
        self.sending = sending
    }
}

package enum ChannelRefusal: String, Refusal, Hashable {
    case pausedAlready = "channel-paused-already"
    case notPaused = "channel-not-paused"
    /// A stored password cannot be read with the key that this process has.
    case secretUnreadable = "channel-secret-unreadable"

    package var key: String { "refusals.\(rawValue)" }
    package var facts: [Fact] { [] }
}
