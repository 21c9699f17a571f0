import KeptDomain

extension Transaction {
    package func addChannel(_ draft: MailChannelDraft) throws -> MailChannel {
        try permit(.setChannels)
        try check(draft, besides: nil)
        let id = newID(MailChannel.self)
        put(
            """
            INSERT INTO mail_channels (id, name, address, place_id, line_id, kind, takes_marks, send_host, send_port, \
            send_security, send_user, send_secret, fetch_host, fetch_port, fetch_security, fetch_user, fetch_secret, \
            folder, done_folder, takes_existing, poll_seconds, certificates, created_at, next_poll_at) VALUES (\(id), \
            \(draft.name), \(folded(draft)), \(draft.place), \(draft.line), \(draft.kind), \(draft.takesMarks), \
            \(draft.sending.host), \(draft.sending.port), \(draft.sending.security), \(draft.sending.user), \
            \(sealed(draft.sending)), \(draft.fetching?.host), \(draft.fetching?.port), \(draft.fetching?.security), \
            \(draft.fetching?.user), \(sealed(draft.fetching)), \(draft.folder), \(draft.doneFolder?.trimmedOrNil), \
            \(draft.takesExisting), \(draft.pollSeconds), \(draft.certificates?.trimmedOrNil), \(now), \(now))
            """)
        journal(JournalEntry("channel.added", of: .channel(id), facts: [Fact("address", folded(draft))]))
        releaseHeldSends()
        return try knownChannel(id)
    }

    /// Changes a channel. A password that the draft leaves out stays, as long as the server and its user stay the same.
    package func changeChannel(
        _ id: ID<MailChannel>, to draft: MailChannelDraft, revision: Int, why: String? = nil
    ) throws {
        try permit(.setChannels)
        let stands = try standing(id)
        var draft = draft
        draft.sending.secret = draft.sending.secret ?? kept(stands.sending, for: draft.sending)
        if let fetching = draft.fetching {
            draft.fetching?.secret = fetching.secret ?? stands.fetching.flatMap { kept($0, for: fetching) }
        }
        try check(draft, besides: id)
        try runGuarded(
            """
            UPDATE mail_channels SET name = \(draft.name), address = \(folded(draft)), place_id = \(draft.place), \
            line_id = \(draft.line), kind = \(draft.kind), takes_marks = \(draft.takesMarks), \
            send_host = \(draft.sending.host), send_port = \(draft.sending.port), \
            send_security = \(draft.sending.security), send_user = \(draft.sending.user), \
            send_secret = \(sealed(draft.sending)), fetch_host = \(draft.fetching?.host), \
            fetch_port = \(draft.fetching?.port), fetch_security = \(draft.fetching?.security), \
            fetch_user = \(draft.fetching?.user), fetch_secret = \(sealed(draft.fetching)), folder = \(draft.folder), \
            done_folder = \(draft.doneFolder?.trimmedOrNil), takes_existing = \(draft.takesExisting), \
            poll_seconds = \(draft.pollSeconds), certificates = \(draft.certificates?.trimmedOrNil), \
            revision = revision + 1 WHERE id = \(id) AND revision = \(revision)
            """, current: try channel(id)?.revision)
        // Another mailbox has other numbers; and whatever was wrong is tried at once.
        if stands.fetching?.host != draft.fetching?.host || stands.fetching?.user != draft.fetching?.user
            || stands.folder != draft.folder
        {
            put("UPDATE mail_channels SET uid_validity = NULL, last_uid = NULL WHERE id = \(id)")
            try leaveUnfetched(of: id)
        }
        put("UPDATE mail_channels SET next_poll_at = \(now) WHERE id = \(id)")
        journal(JournalEntry("channel.changed", of: .channel(id), why: why, facts: [Fact("address", folded(draft))]))
        releaseHeldSends()
    }

    /// Nothing is fetched and nothing sent by it until it is resumed; what is written meanwhile waits.
    package func pauseChannel(_ id: ID<MailChannel>, why: String? = nil, revision: Int) throws {
        try permit(.setChannels)
        guard try standing(id).pausedAt == nil else { throw ChannelRefusal.pausedAlready }
        try turn(id, "UPDATE mail_channels SET paused_at = \(now), revision = revision + 1", revision)
        unrouteSends(by: id)
        journal(JournalEntry("channel.paused", of: .channel(id), why: why))
    }

    /// What waited for it goes out.
    package func resumeChannel(_ id: ID<MailChannel>, why: String? = nil, revision: Int) throws {
        try permit(.setChannels)
        guard try standing(id).pausedAt != nil else { throw ChannelRefusal.notPaused }
        try turn(
            id, "UPDATE mail_channels SET paused_at = NULL, next_poll_at = \(now), revision = revision + 1", revision)
        journal(JournalEntry("channel.resumed", of: .channel(id), why: why))
        releaseHeldSends()
    }

    /// It is used no more. Answers to what it sent are still understood where another channel gets them.
    package func closeChannel(_ id: ID<MailChannel>, revision: Int, why: String? = nil) throws {
        try permit(.setChannels)
        _ = try standing(id)
        try turn(id, "UPDATE mail_channels SET closed_at = \(now), revision = revision + 1", revision)
        unrouteSends(by: id)
        journal(JournalEntry("channel.closed", of: .channel(id), why: why))
    }

    private func turn(_ id: ID<MailChannel>, _ update: SQL, _ revision: Int) throws {
        try runGuarded(
            "\(update) WHERE id = \(id) AND revision = \(revision)", current: try channel(id)?.revision)
    }

    private func standing(_ id: ID<MailChannel>) throws -> MailChannel {
        let found = try knownChannel(id)
        guard found.closedAt == nil else { throw SetUpRefusal.closedAlready }
        return found
    }

    private func folded(_ draft: MailChannelDraft) -> String {
        CustomerDraft.normalizedEmail(draft.address) ?? draft.address
    }

    private func sealed(_ server: MailChannel.Server?) -> Value {
        server?.secret.map { .bytes($0) } ?? .null
    }

    /// A password is for the server and user that it was given for; typed anew it could be sent to a stranger's server.
    private func kept(_ stands: MailChannel.Server, for wanted: MailChannel.Server) -> [UInt8]? {
        stands.host == wanted.host && stands.user == wanted.user ? stands.secret : nil
    }

    private func check(_ draft: MailChannelDraft, besides id: ID<MailChannel>?) throws {
        var problems = draft.problems()
        if try place(draft.place) == nil || isClosed(draft.place) {
            problems.append(FieldProblem("place", "problems.no-such-place"))
        }
        if let line = draft.line {
            let known = try self.line(line)
            if known == nil || known?.closedAt != nil {
                problems.append(FieldProblem("line", "requests.unknown-id"))
            } else if known?.place != draft.place {
                problems.append(FieldProblem("line", "problems.line-elsewhere"))
            }
        }
        let holder: SQL = "SELECT id FROM mail_channels WHERE address = \(folded(draft))"
        problems.append(try taken("address", by: holder, besides: id))
        try problems.check()
    }
}
