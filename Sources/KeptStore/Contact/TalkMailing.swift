import KeptDomain
import KeptWords

extension Reading {
    /// Talks with an answer that stood unread long enough, that nobody is there to read, and whose reader left an address,
    /// the longest unread first; without those that rest.
    package func talksToMail(at now: Instant, only: ID<Talk>? = nil, limit: Int = 100) throws -> [ID<Talk>] {
        let which: SQL = if let only { " AND t.id = \(only)" } else { "" }
        return try rows(
            """
            SELECT t.id FROM talks t JOIN contact_forms f ON f.id = t.form_id
            WHERE t.unread_since IS NOT NULL AND t.unread_since + f.mail_after_seconds * 1000000 <= \(now)
            AND (t.left_at IS NOT NULL OR t.seen_at IS NULL OR t.seen_at <= \(now - Talk.silence))
            AND t.contact LIKE '%@%' AND coalesce(t.mail_rests_until, 0) <= \(now)\(which)
            ORDER BY t.unread_since, t.id LIMIT \(limit)
            """
        ) { $0.id() }
    }
}

extension Transaction {
    /// Sends what stood unread on a page, and that nobody is there to read, to the address that was left: every answer since
    /// the last that was read in one e-mail, or in several where they are longer than one message may be. Without an address
    /// nothing goes; the case says so to its owner.
    ///
    /// - Parameters:
    ///   - only: this talk alone, if its time has come.
    ///   - link: the address of the talk with this key; `nil` where nobody said how this site is reached.
    /// - Returns: how many e-mails were put on their way.
    package func mailUnreadAnswers(
        words: Vocabulary, only: ID<Talk>? = nil, link: (TrackingKey) -> String?
    ) throws -> Int {
        var sent = 0
        for id in try talksToMail(at: now, only: only) {
            let key = try talkKey(id)
            sent += try mailUnread(on: knownTalk(key), words: words, link: link(key))
        }
        return sent
    }

    /// A talk whose answers cannot be mailed rests, so that it holds up nobody else.
    package func putOffMail(of talk: ID<Talk>, until instant: Instant) {
        put("UPDATE talks SET mail_rests_until = \(instant) WHERE id = \(talk)")
    }

    private func mailUnread(on talk: Talk, words: Vocabulary, link: String?) throws -> Int {
        guard let email = talk.email, let since = talk.unreadSince else { return 0 }
        let unread = try thread(of: talk).map(\.message.message).filter {
            Self.standsOnPage($0) && $0.writtenAt >= since && $0.id > talk.readUpTo ?? ID(0)
        }
        put("UPDATE talks SET unread_since = NULL, mail_rests_until = NULL WHERE id = \(talk.id)")
        let letters = Self.letters(of: unread)
        guard !letters.isEmpty else { return 0 }
        let found = try standingCase(of: talk)
        let told = words[words.language(for: talk.language) ?? .english]
        let address = link.map { told("told.talk-page", ["link": $0]) }
        for answers in letters {
            let said = answers.map(\.body).joined(separator: "\n\n")
            // The longest of messages leaves no room for anything beside it.
            let isFull = Self.length(said) > MessageDraft.longest - Self.linkRoom
            let text = isFull ? said : ([said] + (address.map { [$0] } ?? [])).joined(separator: "\n\n")
            var draft = MessageDraft(.email, text)
            draft.contact = email
            draft.subject = told("told.acknowledged", ["number": String(found.number), "subject": found.subject])
            (draft.language, draft.zone) = (talk.language, talk.zone)
            // What a machine said is no answer, by whatever way it goes.
            draft.isAutomatic = answers.allSatisfy(\.isAutomatic)
            let mail = try reply(to: found.id, with: draft).message.id
            for answer in answers {
                put("INSERT INTO answers_mailed (mail_id, answer_id) VALUES (\(mail), \(answer.id))")
            }
            journal(JournalEntry("case.answer-mailed", of: .case(found.id), customer: found.customer))
        }
        return letters.count
    }

    // MARK: Parting what is too long for one e-mail

    /// Characters kept free for the sentence with the link.
    private static let linkRoom = 2_000

    /// In order, as many in each as one e-mail takes.
    private static func letters(of answers: [Message]) -> [[Message]] {
        var (letters, filled): ([[Message]], Int) = ([], 0)
        for answer in answers {
            let length = length(answer.body) + 2
            if letters.isEmpty || filled + length > MessageDraft.longest - linkRoom {
                letters.append([answer])
                filled = length
            } else {
                letters[letters.count - 1].append(answer)
                filled += length
            }
        }
        return letters
    }

    /// Of what a message may be long: characters, each of four bytes at most.
    private static func length(_ text: String) -> Int { max(text.count, (text.utf8.count + 3) / 4) }
}
