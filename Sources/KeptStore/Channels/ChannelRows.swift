import KeptDomain

extension MailChannel {
    static let columns: SQL = """
        id, name, address, place_id, line_id, kind, takes_marks, send_host, send_port, send_security, send_user, \
        send_secret, fetch_host, fetch_port, fetch_security, fetch_user, fetch_secret, folder, done_folder, \
        takes_existing, poll_seconds, certificates, paused_at, closed_at, created_at, revision
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), name: row.text(), address: row.text(), place: row.id(), line: row.optionalID(),
            kind: row.word(), takesMarks: row.flag(), sending: Server(&row), fetching: Server(optional: &row),
            folder: row.text(), doneFolder: row.optionalText(), takesExisting: row.flag(), pollSeconds: row.int(),
            certificates: row.optionalText(), pausedAt: row.optionalInstant(), closedAt: row.optionalInstant(),
            createdAt: row.instant(), revision: row.int())
    }
}

extension MailChannel.Server {
    init(_ row: inout Row) {
        self.init(
            host: row.text(), port: row.int(), security: row.word(), user: row.optionalText(),
            secret: row.optionalBytes())
    }

    /// Five columns that are empty together; `nil` where they are.
    init?(optional row: inout Row) {
        let (host, port) = (row.optionalText(), row.optionalInt())
        let security: MailChannel.Security? = row.optionalWord()
        let (user, secret) = (row.optionalText(), row.optionalBytes())
        guard let host, let port, let security else { return nil }
        self.init(host: host, port: port, security: security, user: user, secret: secret)
    }
}

extension ChannelState {
    static let columns: SQL = """
        polled_at, poll_failure, poll_answer, poll_failing_since, sent_at, send_failure, send_answer, send_failing_since
        """

    init(_ row: inout Row) {
        self.init(fetching: Line(&row), sending: Line(&row))
    }
}

extension ChannelState.Line {
    /// When it last went well, what is wrong, what was said and since when it is wrong.
    init(_ row: inout Row) {
        let (wentAt, kind, answer, since) = (
            row.optionalInstant(), row.optionalText(), row.optionalText(), row.optionalInstant()
        )
        let fault = kind.map { ChannelState.Fault(kind: $0, since: since ?? Instant(microseconds: 0)) }
        self.init(wentAt: wentAt, answer: answer, fault: fault)
    }
}

/// A channel with how it does.
package struct ChannelListing: Sendable {
    package let channel: MailChannel
    package let state: ChannelState

    package init(channel: MailChannel, state: ChannelState) {
        self.channel = channel
        self.state = state
    }
}

extension Reading {
    package func channel(_ id: ID<MailChannel>) throws -> MailChannel? {
        try row("SELECT \(MailChannel.columns) FROM mail_channels WHERE id = \(id)", MailChannel.init)
    }

    package func knownChannel(_ id: ID<MailChannel>) throws -> MailChannel {
        guard let found = try channel(id) else { throw StoreError.notFound("channel \(id)") }
        return found
    }

    /// All that ever were, those that are closed among them: mail to their addresses is still understood.
    func allChannels() throws -> [MailChannel] {
        try rows("SELECT \(MailChannel.columns) FROM mail_channels ORDER BY id", MailChannel.init)
    }

    /// Those that are not closed, by name.
    package func channels() throws -> [ChannelListing] {
        try rows(
            """
            SELECT \(MailChannel.columns), \(ChannelState.columns) FROM mail_channels WHERE closed_at IS NULL
            ORDER BY name, id
            """
        ) { ChannelListing(channel: MailChannel(&$0), state: ChannelState(&$0)) }
    }

    package func channelListing(_ id: ID<MailChannel>) throws -> ChannelListing {
        let found = try row(
            "SELECT \(MailChannel.columns), \(ChannelState.columns) FROM mail_channels WHERE id = \(id)"
        ) { ChannelListing(channel: MailChannel(&$0), state: ChannelState(&$0)) }
        guard let found else { throw StoreError.notFound("channel \(id)") }
        return found
    }
}
