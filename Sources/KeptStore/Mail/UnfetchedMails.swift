import KeptDomain

extension UnfetchedMail {
    static let columns: SQL = """
        u.id, u.channel_id, c.place_id, c.address, u.uid_validity, u.uid, u.is_existing, u.answer, u.found_at, u.attempts, \
        u.next_attempt_at, u.settled_at, u.outcome, u.why, u.revision
        """
    static let tables: SQL = "unfetched_mails u JOIN mail_channels c ON c.id = u.channel_id"

    init(_ row: inout Row) {
        self.init(
            id: row.id(), channel: row.id(), place: row.id(), address: row.text(),
            validity: UInt32(truncatingIfNeeded: row.int64()), uid: UInt32(truncatingIfNeeded: row.int64()),
            isExisting: row.flag(), answer: row.text(), foundAt: row.instant(), attempts: row.int(),
            nextAttemptAt: row.instant(), settledAt: row.optionalInstant(), outcome: row.optionalWord(),
            why: row.optionalText(), revision: row.int())
    }
}

extension Reading {
    package func unfetchedMail(_ id: ID<UnfetchedMail>) throws -> UnfetchedMail {
        let found = try row(
            "SELECT \(UnfetchedMail.columns) FROM \(UnfetchedMail.tables) WHERE u.id = \(id)", UnfetchedMail.init)
        guard let found else { throw StoreError.notFound("unfetched mail \(id)") }
        return found
    }

    /// Messages that lie in mailboxes and are not in the record, the longest known first.
    ///
    /// - Parameter places: of their channels, these alone; `nil` for all.
    package func unfetchedMails(
        at places: Set<ID<Place>>?, after: ID<UnfetchedMail>? = nil, limit: Int
    ) throws -> [UnfetchedMail] {
        let atPlace = SQL.and("c.place_id", in: places)
        return try rows(
            """
            SELECT \(UnfetchedMail.columns) FROM \(UnfetchedMail.tables)
            WHERE u.settled_at IS NULL AND u.id > \(after?.rawValue ?? 0)\(atPlace) ORDER BY u.id LIMIT \(limit)
            """, UnfetchedMail.init)
    }

    /// How many there are. - Parameter places: only those there, everywhere for `nil`.
    package func unfetchedCount(at places: Set<ID<Place>>?) throws -> Int {
        let atPlace = SQL.and("c.place_id", in: places)
        return try count("SELECT count(*) FROM \(UnfetchedMail.tables) WHERE u.settled_at IS NULL\(atPlace)")
    }

    /// Those of a channel that are to be tried again at `now`.
    package func dueUnfetched(of channel: ID<MailChannel>, at now: Instant, limit: Int) throws -> [UnfetchedMail] {
        try rows(
            """
            SELECT \(UnfetchedMail.columns) FROM \(UnfetchedMail.tables)
            WHERE u.channel_id = \(channel) AND u.settled_at IS NULL AND u.next_attempt_at <= \(now)
            ORDER BY u.next_attempt_at, u.id LIMIT \(limit)
            """, UnfetchedMail.init)
    }
}

extension Transaction {
    /// A message that the server has and will not give, that is larger than what is taken, or that could not be filed: it
    /// stays in the mailbox, is tried again later and stands before people until then.
    package func mailNotFetched(
        in channel: ID<MailChannel>, validity: UInt32, uid: UInt32, isExisting: Bool, answer: String
    ) {
        let answer = String(answer.prefix(500))
        put(
            """
            INSERT INTO unfetched_mails (id, channel_id, uid_validity, uid, is_existing, answer, found_at, attempted_at,
              next_attempt_at) VALUES (\(newID(UnfetchedMail.self)), \(channel), \(Int64(validity)), \(Int64(uid)),
              \(isExisting), \(answer), \(now), \(now), \(now + UnfetchedMail.wait(after: 1)))
            ON CONFLICT (channel_id, uid_validity, uid) WHERE settled_at IS NULL DO UPDATE SET answer = excluded.answer
            """)
        journal(
            JournalEntry(
                "channel.message-skipped", of: .channel(channel), why: answer, facts: [Fact("number", Int(uid))]))
    }

    /// It could not be had this time either.
    package func mailStillNotFetched(_ mail: UnfetchedMail, answer: String) {
        put(
            """
            UPDATE unfetched_mails SET attempts = attempts + 1, attempted_at = \(now), answer = \(String(answer.prefix(500))),
              next_attempt_at = \(now + UnfetchedMail.wait(after: mail.attempts + 1)), revision = revision + 1
            WHERE id = \(mail.id) AND settled_at IS NULL
            """)
    }

    /// It is in the record, or lies there no more.
    package func mailFetchedAfterAll(_ mail: UnfetchedMail, _ outcome: UnfetchedMail.Outcome) throws {
        try settle(mail, outcome, why: nil)
    }

    /// Has a message tried again at once.
    package func tryUnfetchedAgain(_ id: ID<UnfetchedMail>) throws {
        let mail = try waiting(id)
        put("UPDATE unfetched_mails SET next_attempt_at = \(now), revision = revision + 1 WHERE id = \(id)")
        put("UPDATE mail_channels SET next_poll_at = \(now) WHERE id = \(mail.channel) AND next_poll_at > \(now)")
        journal(
            JournalEntry(
                "channel.message-asked-again", of: .channel(mail.channel), facts: [Fact("number", Int(mail.uid))]))
    }

    /// Leaves it in the mailbox for good; who said so and why is told.
    package func leaveUnfetched(_ id: ID<UnfetchedMail>, why: String) throws {
        let mail = try waiting(id)
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        try settle(mail, .left, why: why)
    }

    /// The channel reads another mailbox from now on: what could not be had of the one before is not looked for in it.
    func leaveUnfetched(of channel: ID<MailChannel>) throws {
        let waiting = try rows(
            """
            SELECT \(UnfetchedMail.columns) FROM \(UnfetchedMail.tables)
            WHERE u.channel_id = \(channel) AND u.settled_at IS NULL ORDER BY u.id
            """, UnfetchedMail.init)
        for mail in waiting { try settle(mail, .left, why: nil) }
    }

    private func waiting(_ id: ID<UnfetchedMail>) throws -> UnfetchedMail {
        let mail = try unfetchedMail(id)
        try permit(.workCase, at: mail.place)
        guard mail.settledAt == nil else { throw MailRefusal.settledAlready }
        return mail
    }

    private func settle(_ mail: UnfetchedMail, _ outcome: UnfetchedMail.Outcome, why: String?) throws {
        let changed = try run(
            """
            UPDATE unfetched_mails SET settled_at = \(now), settled_by = \(actor.description), outcome = \(outcome),
              why = \(why), revision = revision + 1 WHERE id = \(mail.id) AND settled_at IS NULL
            """)
        guard changed == 1 else { return }
        journal(
            JournalEntry(
                "channel.message-\(outcome.rawValue)", of: .channel(mail.channel), why: why,
                facts: [Fact("number", Int(mail.uid))]))
    }
}
