import KeptDomain

extension Message {
    static let columns: SQL = """
        id, case_id, direction, channel, author, customer_id, contact, subject, body, quoted, html, language, zone, \
        written_at, learned_at, is_automatic, message_identifier, in_reply_to, raw_sha256, source, external_id, left_at, \
        revision
        """

    /// Reads `columns`.
    init(_ row: inout Row) {
        self.init(
            id: row.id(), case: row.id(), direction: row.word(), channel: row.optionalWord(), author: row.text(),
            customer: row.optionalID(), contact: row.optionalText(), subject: row.optionalText(), body: row.text(),
            quoted: row.optionalText(), html: row.optionalText(), language: row.text(), zone: row.text(),
            writtenAt: row.instant(), learnedAt: row.instant(), isAutomatic: row.flag(),
            identifier: row.optionalText(), inReplyTo: row.optionalText(), raw: row.optionalBytes(),
            source: row.optionalText(), externalID: row.optionalText(), leftAt: row.optionalInstant(),
            revision: row.int())
    }

    var insertion: SQL {
        let rawSource: Value = raw.map { .bytes($0) } ?? .null
        return """
            INSERT INTO messages (\(Self.columns)) VALUES (\(id), \(`case`), \(direction), \(channel), \(author), \
            \(customer), \(contact), \(subject), \(body), \(quoted), \(html), \(language), \(zone), \(writtenAt), \
            \(learnedAt), \(isAutomatic), \(identifier), \(inReplyTo), \(rawSource), \(source), \(externalID), \(leftAt), \
            \(revision))
            """
    }

    /// The colleague who wrote it or wrote it down, as `Actor.description` names them.
    package var writer: ID<Person>? {
        author.hasPrefix("person:") ? ID(author.dropFirst("person:".count)) : nil
    }
}

extension Attachment {
    static let columns: SQL = """
        a.id, a.message_id, a.position, a.name, a.type, b.byte_count, a.blob_sha256
        """
    static let tables: SQL = "attachments a JOIN blobs b ON b.sha256 = a.blob_sha256"

    init(_ row: inout Row) {
        self.init(
            id: row.id(), message: row.id(), position: row.int(), name: row.text(), type: row.text(),
            byteCount: row.int(), sha256: row.bytes())
    }
}

/// How an outgoing message fares with what carries it.
package struct Send: Sendable, Hashable {
    /// Whom something in the outbox goes to.
    package enum Receiver: String, Sendable, CaseIterable, Codable {
        /// By a message of the conversation.
        case customer
        /// By a letter that stands in no conversation, keeps no promise and is no answer to anybody.
        case colleague
    }
    package enum State: String, Sendable, CaseIterable, Codable { case waiting, accepted, failed, bounced }
    /// Why it waits until a person does something.
    package enum Held: String, Sendable, CaseIterable, Codable {
        /// What it should go to is no address.
        case noAddress = "no-address"
        /// No channel is there that sends, or the one that is there is paused.
        case noChannel = "no-channel"
    }

    package let id: ID<Send>
    package let message: ID<Message>
    package let contact: String
    package let state: State
    package let queuedAt: Instant
    package let settledAt: Instant?
    /// What the other side said, as far as it said anything.
    package let answer: String?
    /// How often it was tried.
    package let attempts: Int
    /// Not before this; while it waits.
    package let nextAttemptAt: Instant
    package let held: Held?

    /// Of rows that go to customers alone.
    static let columns: SQL = """
        id, message_id, contact, state, queued_at, settled_at, answer, attempts, next_attempt_at, held
        """

    init(_ row: inout Row) {
        id = row.id()
        message = row.id()
        contact = row.text()
        state = row.word()
        queuedAt = row.instant()
        settledAt = row.optionalInstant()
        answer = row.optionalText()
        attempts = row.int()
        nextAttemptAt = row.instant()
        held = row.optionalWord()
    }
}

extension Message {
    /// Who write for us what customers are told of remedies: as it is booked, and once more where it stood on a page unread.
    /// Where that does not arrive somebody has to tell them.
    static let remedyTellers = [TellingBatch.author, Talk.carrier]
}
