import KeptDomain
import KeptWords

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
    private static func standsOnPage(_ message: Message) -> Bool {
        message.direction == .outgoing && (message.channel == .chat || message.channel == .form)
            && (!message.isAutomatic || message.author == TellingBatch.author)
    }

    /// Sends what stood unread on a page, and that nobody is there to read, to the address that was left: one e-mail with
    /// every answer since the last that was read. Without an address nothing goes; the case says so to its owner.
    ///
    /// - Parameter link: the address of the talk with this key; `nil` where nobody said how this site is reached.
    /// - Returns: how many e-mails were put on their way.
    package func mailUnreadAnswers(words: Vocabulary, link: (TrackingKey) -> String?) throws -> Int {
        let waiting = try rows(
            """
            SELECT t.talk_key FROM talks t JOIN contact_forms f ON f.id = t.form_id
            WHERE t.unread_since IS NOT NULL AND t.unread_since + f.mail_after_seconds * 1000000 <= \(now)
            AND (t.left_at IS NOT NULL OR t.seen_at IS NULL OR t.seen_at <= \(now - Talk.silence))
            AND t.contact LIKE '%@%' ORDER BY t.unread_since, t.id LIMIT 100
            """
        ) { TrackingKey(bytes: $0.bytes()) }
        var sent = 0
        for key in waiting where try mailUnread(key, words: words, link: link(key)) { sent += 1 }
        return sent
    }

    private func mailUnread(_ key: TrackingKey, words: Vocabulary, link: String?) throws -> Bool {
        let talk = try knownTalk(key)
        guard let email = talk.email, let since = talk.unreadSince else {
            return false
        }
        let unread = try thread(of: talk).map(\.message.message).filter {
            Self.standsOnPage($0) && $0.writtenAt >= since && $0.id > talk.readUpTo ?? ID(0)
        }
        put("UPDATE talks SET unread_since = NULL WHERE id = \(talk.id)")
        guard !unread.isEmpty else { return false }
        let found = try standingCase(of: talk)
        let told = words[words.language(for: talk.language) ?? .english]
        let texts = unread.map(\.body) + (link.map { [told("told.talk-page", ["link": $0])] } ?? [])
        var draft = MessageDraft(.email, texts.joined(separator: "\n\n"))
        draft.contact = email
        draft.subject = told("told.acknowledged", ["number": String(found.number), "subject": found.subject])
        (draft.language, draft.zone) = (talk.language, talk.zone)
        // What a machine said is no answer, by whatever way it goes.
        draft.isAutomatic = unread.allSatisfy(\.isAutomatic)
        let mail = try reply(to: found.id, with: draft).message.id
        for answer in unread {
            put("INSERT INTO answers_mailed (mail_id, answer_id) VALUES (\(mail), \(answer.id))")
        }
        journal(JournalEntry("case.answer-mailed", of: .case(found.id), customer: found.customer))
        return true
    }
}
