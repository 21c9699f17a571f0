import KeptDomain

/// A chat that waits for us, in a short list.
package struct WaitingChat: Sendable {
    package let `case`: ID<Case>
    package let number: Int
    package let subject: String
    package let name: String?
    /// When the earliest promise on it is due, or was where it broke and nobody has answered since.
    package let due: Instant?
    package let isHere: Bool
}

/// How somebody who writes to us on a page of their own fares, for whoever works on the case.
package struct TalkStanding: Sendable {
    package let talk: Talk
    package let form: String
    /// Whether the case is about somebody we know by the contact that was typed.
    package let isHere: Bool
    package let wentAway: Instant?
    /// An answer stands on their page that they have not read.
    package let hasUnread: Bool
    /// It follows by e-mail; without an address it cannot.
    package let canBeMailed: Bool
}

/// Everything that the page of a talk shows. Nothing in it is internal.
package struct TalkPage: Sendable {
    package let talk: Talk
    package let form: ContactForm
    package let number: Int
    package let isClosed: Bool
    package let owner: String
    package let place: Place
    package let thread: [(message: CustomerMessage, files: [Attachment])]
    /// Colleagues' names by the messages they wrote.
    package let writers: [ID<Message>: String]
    /// What was told of when we answer, the last of it.
    package let promise: Promise?
    /// What the customer said of how it was, by question; `nil` while it is not settled and they said nothing.
    package let ratings: [Rating.Question: Rating]?
}

extension Reading {
    /// Open chats in which the next move is ours, whose promise is due first coming first, then the longest waiting.
    package func waitingChats(at places: Set<ID<Place>>?, now: Instant, limit: Int = 20) throws -> [WaitingChat] {
        let atPlace = SQL.and("c.place_id", in: places)
        return try rows(
            """
            WITH RECURSIVE part (id, at_id) AS (
              SELECT c.id, c.id FROM cases c WHERE c.status = 'open' AND c.whose_move = 'us'\(atPlace) UNION ALL
              SELECT m.id, part.at_id FROM part JOIN cases m ON m.merged_into_id = part.id)
            SELECT c.id, c.number, c.subject, t.name, \(Promise.pressingDue) AS due,
              CASE WHEN t.left_at IS NULL AND t.seen_at > \(now - Talk.silence) THEN 1 ELSE 0 END
            FROM part CROSS JOIN talks t CROSS JOIN cases c
            WHERE t.case_id = part.id AND t.channel = 'chat' AND c.id = part.at_id
            AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.case_id = c.id AND m.direction = 'out'
              AND m.is_automatic = 0 AND m.id > (SELECT max(i.id) FROM messages i WHERE i.source = 'talk-' || t.id))
            ORDER BY due NULLS LAST, c.opened_at, c.id, t.id LIMIT \(limit)
            """
        ) { row in
            WaitingChat(
                case: row.id(), number: row.int(), subject: row.text(), name: row.optionalText(),
                due: row.optionalInstant(), isHere: row.flag())
        }
    }

    /// Of every talk whose next word goes to the case, the oldest first.
    package func talkStandings(of id: ID<Case>, at now: Instant) throws -> [TalkStanding] {
        try talks(of: id).map { talk in
            TalkStanding(
                talk: talk, form: try knownContactForm(talk.form).name, isHere: talk.isHere(at: now),
                wentAway: talk.wentAway(by: now), hasUnread: talk.unreadSince != nil, canBeMailed: talk.email != nil)
        }
    }

    /// `nil` for a key that no talk has.
    package func talkPage(_ key: TrackingKey) throws -> TalkPage? {
        guard let talk = try talk(key) else { return nil }
        let found = try standingCase(of: talk)
        let thread = try thread(of: talk)
        let people = Set(thread.compactMap(\.message.message.writer)).sorted()
        let names = Dictionary(
            uniqueKeysWithValues: try rows(
                "SELECT id, name FROM people WHERE id IN \(anyOf: people + [found.owner]) ORDER BY id"
            ) {
                ($0.id(Person.self), $0.text())
            })
        var writers: [ID<Message>: String] = [:]
        for piece in thread {
            let message = piece.message.message
            if let writer = message.writer { writers[message.id] = names[writer] }
        }
        let told = try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE case_id IN
              (SELECT case_id FROM messages WHERE source = \(talk.source) UNION ALL SELECT CAST(\(talk.case) AS BIGINT))
            AND is_told = 1 AND starts_at >= \(talk.startedAt) ORDER BY id DESC LIMIT 1
            """, Promise.init)
        let ratings = try self.ratings(of: .case(found.id))
        return TalkPage(
            talk: talk, form: try knownContactForm(talk.form), number: found.number,
            isClosed: found.status == .closed, owner: names[found.owner] ?? "",
            place: try place(orDefault: found.place), thread: thread, writers: writers, promise: told.first,
            ratings: found.status == .closed || !ratings.isEmpty ? ratings : nil)
    }

    /// A file of a talk; those of nothing else. - Throws: `notFound`.
    package func talkFile(_ id: ID<Attachment>, on key: TrackingKey) throws -> Attachment {
        let files = try thread(of: knownTalk(key)).flatMap(\.files)
        guard let found = files.first(where: { $0.id == id }) else { throw StoreError.notFound("attachment \(id)") }
        return found
    }
}
