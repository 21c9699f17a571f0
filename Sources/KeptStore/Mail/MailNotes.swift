import KeptDomain

/// What mail adds to a message that came in, for whoever reads the conversation.
package struct MailNote: Sendable, Hashable {
    package let senderName: String?
    /// Pictures of other machines that its HTML names.
    package let remotePictures: Int
    /// Files that are in its source alone.
    package let filesLeftOut: Int
    package let isCut: Bool
    /// Nobody was told that it came in, because their address had been told too often.
    package let isUnconfirmed: Bool
}

/// An answer that its recipient does not have, and that nothing was written after.
package struct UndeliveredAnswer: Sendable, Hashable {
    package let `case`: ID<Case>
    package let number: Int
    package let subject: String
    package let contact: String
    package let answer: String?
    package let at: Instant
}

extension Reading {
    /// Of those that came by mail.
    package func mailNotes(of messages: [ID<Message>]) throws -> [ID<Message>: MailNote] {
        guard !messages.isEmpty else { return [:] }
        let found = try rows(
            """
            SELECT message_id, sender_name, remote_pictures, files_left_out, is_cut, unconfirmed FROM mails
            WHERE message_id IN \(anyOf: messages) ORDER BY message_id
            """
        ) { row in
            (
                row.id(Message.self),
                MailNote(
                    senderName: row.optionalText(), remotePictures: row.int(), filesLeftOut: row.int(),
                    isCut: row.flag(), isUnconfirmed: row.optionalText() != nil)
            )
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// Answers on open cases of a person, and what customers are told of remedies, that failed, came back or are held, the newest first, until another one goes out.
    package func undeliveredAnswers(of person: ID<Person>, limit: Int = 10) throws -> [UndeliveredAnswer] {
        try rows(
            """
            SELECT c.id, c.number, c.subject, s.contact, s.answer, coalesce(s.settled_at, s.queued_at)
            FROM sends s JOIN messages m ON m.id = s.message_id JOIN cases c ON c.id = m.case_id
            WHERE (s.state IN ('failed', 'bounced') OR s.held IS NOT NULL)
            AND c.owner_id = \(person) AND c.status = 'open'
            AND (m.is_automatic = 0 OR m.author IN \(anyOf: Message.remedyTellers))
            AND NOT EXISTS (SELECT 1 FROM messages l WHERE l.case_id = c.id AND l.direction = 'out'
              AND l.is_automatic = 0 AND l.id > m.id)
            ORDER BY m.id DESC LIMIT \(limit)
            """
        ) { row in
            UndeliveredAnswer(
                case: row.id(), number: row.int(), subject: row.text(), contact: row.text(),
                answer: row.optionalText(), at: row.instant())
        }
    }
}
