import KeptDomain

extension Talk {
    static let columns: SQL = """
        id, form_id, case_id, channel, name, contact, order_typed, language, zone, started_at, seen_at, left_at, \
        read_up_to, unread_since
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), form: row.id(), case: row.id(), channel: row.word(), name: row.optionalText(),
            contact: row.optionalText(), orderTyped: row.optionalText(), language: row.text(), zone: row.text(),
            startedAt: row.instant(), seenAt: row.optionalInstant(), leftAt: row.optionalInstant(),
            readUpTo: row.optionalID(), unreadSince: row.optionalInstant())
    }
}

extension Reading {
    /// The talk that a link leads to; `nil` for a key that was given to nobody.
    package func talk(_ key: TrackingKey) throws -> Talk? {
        try row("SELECT \(Talk.columns) FROM talks WHERE talk_key = \(key.bytes)", Talk.init)
    }

    package func knownTalk(_ key: TrackingKey) throws -> Talk {
        guard let found = try talk(key) else { throw StoreError.notFound("talk key") }
        return found
    }

    package func talkKey(_ id: ID<Talk>) throws -> TrackingKey {
        guard let key = try row("SELECT talk_key FROM talks WHERE id = \(id)", { TrackingKey(bytes: $0.bytes()) })
        else {
            throw StoreError.notFound("talk \(id)")
        }
        return key
    }

    /// The talks whose next word goes to a case, the oldest first: its own, and those of cases that became part of it.
    package func talks(of id: ID<Case>) throws -> [Talk] {
        try rows("SELECT \(Talk.columns) FROM talks WHERE case_id IN \(anyOf: parts(of: [id])) ORDER BY id", Talk.init)
    }

    /// The case where a talk goes on: its own, or the one that it became part of.
    package func standingCase(of talk: Talk) throws -> Case { try standingCase(talk.case) }

    /// What whoever holds the link may read, in the order in which it was written: what came in by it or by mail from the
    /// same address, and what we answered since it began.
    ///
    /// Where the case became part of another, what had been said there before stays there: the merge knows which messages
    /// came over. Nothing internal, and no e-mail that only carried an answer that stands here.
    package func thread(of talk: Talk, limit: Int = 300) throws -> [(message: CustomerMessage, files: [Attachment])] {
        let own: SQL = "SELECT id, case_id FROM messages WHERE source = \(talk.source)"
        let mail: SQL =
            if let email = talk.email {
                " OR (m.direction = 'in' AND m.channel = 'email' AND m.contact = \(email) AND m.case_id = \(talk.case))"
            } else {
                ""
            }
        let found = try rows(
            """
            SELECT \(Message.columns) FROM messages m WHERE m.source = \(talk.source)\(mail)
            OR (m.direction = 'out' AND m.written_at >= \(talk.startedAt) AND m.author <> \(Talk.carrier)
              AND m.case_id IN (SELECT case_id FROM (\(own)) o)
              AND NOT EXISTS (SELECT 1 FROM case_merges g WHERE g.undone_at IS NULL AND g.merged_at > m.written_at
                AND EXISTS (SELECT 1 FROM merged_messages x WHERE x.merge_id = g.id
                  AND x.message_id IN (SELECT id FROM (\(own)) w))
                AND NOT EXISTS (SELECT 1 FROM merged_messages y WHERE y.merge_id = g.id AND y.message_id = m.id)))
            ORDER BY m.written_at DESC, m.id DESC LIMIT \(limit)
            """, Message.init)
        let files = try attachments(of: found.map(\.id))
        return found.reversed().compactMap { message in
            CustomerMessage(message).map { ($0, files[message.id] ?? []) }
        }
    }
}

extension Talk {
    /// Writes the e-mails by which an answer follows somebody who left the page.
    static let carrier = Actor.system("talks").description
}
