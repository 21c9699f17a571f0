import KeptDomain

/// A message with its files and how it fares outside.
package struct ThreadMessage: Sendable, Hashable {
    package let message: Message
    package let attachments: [Attachment]
    /// `nil` for what nothing carries.
    package let send: Send?
}

extension Reading {
    package func message(_ id: ID<Message>) throws -> Message? {
        try row("SELECT \(Message.columns) FROM messages WHERE id = \(id)", Message.init)
    }

    package func knownMessage(_ id: ID<Message>) throws -> Message {
        guard let found = try message(id) else { throw StoreError.notFound("message \(id)") }
        return found
    }

    package func message(source: String, externalID: String) throws -> Message? {
        try row(
            "SELECT \(Message.columns) FROM messages WHERE source = \(source) AND external_id = \(externalID)",
            Message.init)
    }

    /// The conversation on a case in the order in which it was written, the last `limit` of it.
    package func thread(of id: ID<Case>, limit: Int = 500) throws -> [ThreadMessage] {
        let found = try rows(
            """
            SELECT \(Message.columns) FROM messages WHERE case_id = \(id) ORDER BY written_at DESC, id DESC LIMIT \(limit)
            """, Message.init)
        return try withPieces(found.reversed())
    }

    /// Messages of a case, the oldest first by their ids, going on after `after`.
    package func messages(of id: ID<Case>, after: ID<Message>? = nil, limit: Int) throws -> [ThreadMessage] {
        try withPieces(
            rows(
                """
                SELECT \(Message.columns) FROM messages WHERE case_id = \(id) AND id > \(after?.rawValue ?? 0)
                ORDER BY id LIMIT \(limit)
                """, Message.init))
    }

    package func threadMessage(_ id: ID<Message>) throws -> ThreadMessage {
        guard let found = try withPieces([knownMessage(id)]).first else { throw StoreError.notFound("message \(id)") }
        return found
    }

    /// What colleagues noted on a case, the oldest first.
    package func notes(of id: ID<Case>) throws -> [Message] {
        try rows(
            """
            SELECT \(Message.columns) FROM messages WHERE case_id = \(id) AND direction = 'internal' ORDER BY id
            """, Message.init)
    }

    private func withPieces(_ messages: [Message]) throws -> [ThreadMessage] {
        let files = try attachments(of: messages.map(\.id))
        let sends = try sends(of: messages.filter { $0.direction == .outgoing }.map(\.id))
        return messages.map { ThreadMessage(message: $0, attachments: files[$0.id] ?? [], send: sends[$0.id]) }
    }

    package func sends(of messages: [ID<Message>]) throws -> [ID<Message>: Send] {
        guard !messages.isEmpty else { return [:] }
        let found = try rows(
            "SELECT \(Send.columns) FROM sends WHERE message_id IN \(anyOf: messages) ORDER BY message_id", Send.init)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.message, $0) })
    }
}
