import Crypto
import KeptDomain

extension Transaction {
    /// Stores bytes under their SHA-256, once however often they come.
    func putBlob(_ bytes: [UInt8]) -> (sha256: [UInt8], type: String) {
        let (hash, type) = (Array(SHA256.hash(data: bytes)), FileType.of(bytes))
        put(
            """
            INSERT INTO blobs (sha256, bytes, byte_count, type, created_at)
            VALUES (\(hash), \(bytes), \(bytes.count), \(type), \(now)) ON CONFLICT (sha256) DO NOTHING
            """)
        return (hash, type)
    }

    /// - Parameter first: the position of the first of them in the message.
    func attach(_ files: [AttachmentDraft], to message: ID<Message>, first: Int = 1) {
        for (index, file) in files.enumerated() {
            let blob = putBlob(file.bytes)
            put(
                """
                INSERT INTO attachments (id, message_id, position, name, type, blob_sha256)
                VALUES (\(newID(Attachment.self)), \(message), \(first + index), \(file.name), \(blob.type), \(blob.sha256))
                """)
        }
    }

    /// Adds a file to a message that did not leave yet, or that came in or is internal.
    @discardableResult
    package func addAttachment(_ file: AttachmentDraft, to id: ID<Message>) throws -> Attachment {
        let message = try knownMessage(id)
        let found = try workable(message.case, revision: nil)
        try AttachmentDraft.problems([file], "file").check()
        guard message.direction != .outgoing || message.leftAt == nil else { throw CaseRefusal.messageLeft }
        let known = try attachments(of: [id])[id] ?? []
        guard known.count < Attachment.most else {
            throw InvalidInput("file", "problems.too-many", [Fact("limit", Attachment.most)])
        }
        guard known.reduce(file.bytes.count, { $0 + $1.byteCount }) <= Attachment.largestTogether else {
            throw InvalidInput("file", "problems.file-too-large", [Fact("limit", Attachment.largestTogether >> 20)])
        }
        attach([file], to: id, first: known.count + 1)
        journal(
            JournalEntry(
                "case.file-added", of: .case(found.id), customer: found.customer, facts: [Fact("file", file.name)]))
        guard let added = try attachments(of: [id])[id]?.last else {
            preconditionFailure("an attachment without a row")
        }
        return added
    }
}

extension Reading {
    /// By message, each in order of its positions.
    package func attachments(of messages: [ID<Message>]) throws -> [ID<Message>: [Attachment]] {
        guard !messages.isEmpty else { return [:] }
        let found = try rows(
            """
            SELECT \(Attachment.columns) FROM \(Attachment.tables)
            WHERE a.message_id IN \(anyOf: messages) ORDER BY a.message_id, a.position
            """, Attachment.init)
        return Dictionary(grouping: found, by: \.message)
    }

    /// An attachment with the case that it came with. - Throws: `notFound`.
    package func attachment(_ id: ID<Attachment>) throws -> (attachment: Attachment, on: Case) {
        let found = try row(
            "SELECT \(Attachment.columns) FROM \(Attachment.tables) WHERE a.id = \(id)", Attachment.init)
        guard let found else { throw StoreError.notFound("attachment \(id)") }
        return (found, try knownCase(knownMessage(found.message).case))
    }

    /// The bytes of an attachment. - Throws: `notFound`.
    package func blob(_ sha256: [UInt8]) throws -> [UInt8] {
        guard let bytes = try row("SELECT bytes FROM blobs WHERE sha256 = \(sha256)", { $0.bytes() }) else {
            throw StoreError.notFound("blob")
        }
        return bytes
    }
}
