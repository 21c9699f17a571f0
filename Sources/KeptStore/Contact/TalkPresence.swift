import KeptDomain

extension Transaction {
    /// The page of a talk is open in somebody's browser. Colleagues are told once, when they come.
    package func customerIsHere(_ key: TrackingKey) throws {
        let talk = try knownTalk(key)
        put("UPDATE talks SET seen_at = \(now), left_at = NULL WHERE id = \(talk.id)")
        if !talk.isHere(at: now) { try tell("case.customer-here", of: talk) }
    }

    /// The last page that was open on a talk was closed.
    package func customerLeft(_ key: TrackingKey) throws {
        let talk = try knownTalk(key)
        guard talk.isHere(at: now) else { return }
        put("UPDATE talks SET left_at = \(now), seen_at = \(now) WHERE id = \(talk.id)")
        try tell("case.customer-left", of: talk)
    }

    private func tell(_ kind: String, of talk: Talk) throws {
        let found = try standingCase(of: talk)
        journal(JournalEntry(kind, of: .case(found.id), customer: found.customer))
    }

    /// Somebody looked at the page while it showed everything up to `message`: no e-mail need follow for that.
    package func readTalk(_ key: TrackingKey, upTo message: ID<Message>) throws {
        let talk = try knownTalk(key)
        guard message > talk.readUpTo ?? ID(0) else { return }
        let thread = try thread(of: talk)
        guard thread.contains(where: { $0.message.message.id == message }) else { return }
        let unread = thread.filter { $0.message.message.id > message && Self.standsOnPage($0.message.message) }
        put(
            """
            UPDATE talks SET read_up_to = \(message), unread_since = \(unread.map(\.message.message.writtenAt).min())
            WHERE id = \(talk.id)
            """)
        if talk.unreadSince != nil { try tell("case.customer-read", of: talk) }
        // Where the e-mail that carried it came back, the answer is with them now.
        let read = thread.map(\.message.message).filter { Self.standsOnPage($0) && $0.id <= message }
        let found = try standingCase(of: talk)
        for answer in read where !answer.isAutomatic && answer.id > talk.readUpTo ?? ID(0) {
            try keepReplies(on: found, by: answer, at: now)
        }
    }

    /// An answer that a page alone shows has to be read there, or it follows by e-mail.
    func standOnPage(_ message: Message) throws {
        if Self.standsOnPage(message) { try standOnPages(of: [message.case], since: message.writtenAt) }
    }

    /// As `standOnPage`, of what was written on the pages of many cases at once, now.
    func standOnPages(of cases: [ID<Case>], since: Instant? = nil) throws {
        let parts = try parts(of: cases)
        put(
            """
            UPDATE talks SET unread_since = coalesce(unread_since, \(since ?? now)) WHERE case_id IN \(anyOf: parts)
            """)
    }

    /// What a machine says there need not be read, but for what the customer is told of remedies.
    static func standsOnPage(_ message: Message) -> Bool {
        message.direction == .outgoing && (message.channel == .chat || message.channel == .form)
            && (!message.isAutomatic || message.author == TellingBatch.author)
    }
}
