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
    /// the last that was read in one e-mail with its files, or in several where they are more than one message may hold. Without
    /// an address nothing goes; the case says so to its owner.
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
        let files = try attachments(of: unread.map(\.id))
        let letters = Self.letters(of: unread, with: files)
        guard !letters.isEmpty else { return 0 }
        let found = try standingCase(of: talk)
        let told = words[words.language(for: talk.language) ?? .english]
        let address = link.map { told("told.talk-page", ["link": $0]) }
        for answers in letters {
            let sent = answers.flatMap { files[$0.id] ?? [] }
            var parts = answers.map(\.body).filter { !$0.allSatisfy(\.isWhitespace) }
            // Whoever wrote nothing beside a file answers with the file.
            if parts.isEmpty, !sent.isEmpty {
                parts = [told("told.talk-files", count: sent.count, ["names": told.list(sent.map(\.name))])]
            }
            let said = parts.joined(separator: "\n\n")
            // The longest of messages leaves no room for anything beside it.
            let isFull = Self.length(said) > MessageDraft.longest - Self.linkRoom
            let text = isFull ? said : ([said] + (address.map { [$0] } ?? [])).joined(separator: "\n\n")
            var draft = MessageDraft(.email, text)
            draft.contact = email
            draft.attachments = try sent.map { AttachmentDraft(name: $0.name, bytes: try blob($0.sha256)) }
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

    /// In order, as many in each as one e-mail takes with their files.
    private static func letters(of answers: [Message], with files: [ID<Message>: [Attachment]]) -> [[Message]] {
        var (letters, filled, sent, bytes): ([[Message]], Int, Int, Int) = ([], 0, 0, 0)
        for answer in answers {
            let (length, own) = (length(answer.body) + 2, files[answer.id] ?? [])
            let ownBytes = own.reduce(0) { $0 + $1.byteCount }
            if letters.isEmpty || filled + length > MessageDraft.longest - linkRoom
                || sent + own.count > Attachment.most || bytes + ownBytes > Attachment.largestTogether
            {
                letters.append([answer])
                (filled, sent, bytes) = (length, own.count, ownBytes)
            } else {
                letters[letters.count - 1].append(answer)
                (filled, sent, bytes) = (filled + length, sent + own.count, bytes + ownBytes)
            }
        }
        return letters
    }

    /// Of what a message may be long: characters, each of four bytes at most.
    private static func length(_ text: String) -> Int { max(text.count, (text.utf8.count + 3) / 4) }
}
