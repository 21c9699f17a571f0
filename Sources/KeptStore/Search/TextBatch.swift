import KeptDomain

/// Texts that wait to be taken into the search, read and made into terms outside of any change: the writer has other work.
package struct TextBatch: Sendable {
    struct CaseText: Sendable {
        let id: ID<Case>
        let at: Instant
        let fingerprint: Int64
        let terms: String
    }

    struct MessageText: Sendable {
        let id: ID<Message>
        let `case`: ID<Case>
        let revision: Int
        let at: Instant
        let terms: String
    }

    /// Rows of the queue that are done with this batch.
    var done: [Int64] = []
    var customers: [ID<Customer>] = []
    var cases: [CaseText] = []
    var messages: [MessageText] = []
    /// The newest row of the queue: whether anybody writes meanwhile shows in it.
    package fileprivate(set) var newest: Int64 = 0

    package var count: Int { cases.count + messages.count }

    /// How much one batch takes: little beside other work, more where nothing else is to be done.
    package enum Size: Sendable {
        case small, large

        /// Rows of the queue.
        fileprivate var rows: Int { self == .small ? 50 : 500 }
        fileprivate var messages: Int { self == .small ? 100 : 2_000 }
    }

    /// Characters of a body that are read.
    fileprivate static let deepest = 50_000
}

extension Reading {
    /// How many cases and customers wait.
    package func textsWaiting() throws -> Int { try count("SELECT count(*) FROM search_queue") }

    /// What waits longest; `nil` when nothing does.
    package func waitingTexts(_ size: TextBatch.Size = .small) throws -> TextBatch? {
        let queue = try rows(
            "SELECT id, kind, subject_id FROM search_queue ORDER BY id LIMIT \(size.rows)"
        ) { (id: $0.int64(), kind: $0.text(), subject: $0.int64()) }
        guard !queue.isEmpty else { return nil }
        var batch = TextBatch()
        let cases = Set(queue.filter { $0.kind == "case" }.map { ID<Case>($0.subject) }).sorted()
        batch.customers = Set(queue.filter { $0.kind == "customer" }.map { ID<Customer>($0.subject) }).sorted()
        batch.newest = try row("SELECT max(id) FROM search_queue") { $0.optionalInt64() ?? 0 } ?? 0
        batch.cases = try caseTexts(cases)
        batch.messages = try messageTexts(of: cases, limit: size.messages)
        // Where there are more messages than one batch takes, their cases stay in the queue and the next one goes on.
        let isWhole = batch.messages.count < size.messages
        batch.done = queue.filter { isWhole || $0.kind == "customer" }.map(\.id)
        return batch
    }

    private func caseTexts(_ ids: [ID<Case>]) throws -> [TextBatch.CaseText] {
        guard !ids.isEmpty else { return [] }
        let tags = Dictionary(
            grouping: try rows(
                "SELECT case_id, tag FROM case_tags WHERE case_id IN \(anyOf: ids) ORDER BY case_id, tag"
            ) { (id: $0.id(Case.self), tag: $0.text()) }, by: \.id)
        let texts = try rows(
            """
            SELECT c.id, c.opened_at, c.place_id, c.subject, u.name, c.cause, t.fingerprint FROM cases c
            LEFT JOIN customers u ON u.id = c.customer_id LEFT JOIN case_texts t ON t.case_id = c.id
            WHERE c.id IN \(anyOf: ids) ORDER BY c.id
            """
        ) { row -> TextBatch.CaseText? in
            let (id, at, place) = (row.id(Case.self), row.instant(), row.id(Place.self))
            let parts = [row.text(), row.optionalText(), row.optionalText()].compactMap(\.self)
            let terms = terms(of: parts + (tags[id] ?? []).map(\.tag), at: at, place: place)
            let fingerprint = Self.fingerprint(of: terms)
            if row.optionalInt64() == fingerprint { return nil }
            return TextBatch.CaseText(id: id, at: at, fingerprint: fingerprint, terms: terms)
        }
        return texts.compactMap(\.self)
    }

    /// Those of the cases' messages that the search does not have as they are.
    private func messageTexts(of cases: [ID<Case>], limit: Int) throws -> [TextBatch.MessageText] {
        guard !cases.isEmpty else { return [] }
        let wanted: SQL = """
            SELECT m.id FROM messages m LEFT JOIN message_texts t ON t.message_id = m.id WHERE m.case_id IN \(anyOf: cases)
            AND (t.message_id IS NULL OR t.revision <> m.revision OR t.case_id <> m.case_id)
            ORDER BY m.id LIMIT \(limit)
            """
        let ids = try rows(wanted) { $0.id(Message.self) }
        guard !ids.isEmpty else { return [] }
        let files = Dictionary(
            grouping: try rows(
                "SELECT message_id, name FROM attachments WHERE message_id IN \(anyOf: ids) ORDER BY message_id, position"
            ) { (id: $0.id(Message.self), name: $0.text()) }, by: \.id)
        return try rows(
            """
            SELECT m.id, m.case_id, m.revision, m.written_at, c.place_id, m.subject, substr(m.body, 1, \(TextBatch.deepest)),
              m.contact, u.name
            FROM messages m JOIN cases c ON c.id = m.case_id LEFT JOIN customers u ON u.id = c.customer_id
            WHERE m.id IN \(anyOf: ids) ORDER BY m.id
            """
        ) { row in
            let (id, found, revision) = (row.id(Message.self), row.id(Case.self), row.int())
            let (at, place) = (row.instant(), row.id(Place.self))
            let parts = [row.optionalText(), row.text(), row.optionalText(), row.optionalText()].compactMap(\.self)
            return TextBatch.MessageText(
                id: id, case: found, revision: revision, at: at,
                terms: terms(of: parts + (files[id] ?? []).map(\.name), at: at, place: place))
        }
    }

    /// Terms as the index of the engine takes them, parted by blanks.
    private func terms(of parts: [String], at: Instant, place: ID<Place>) -> String {
        var terms = SearchTerms.of(SearchFolding.folded(parts.joined(separator: "\n")))
        if engine == .postgres {
            terms += Set(terms.compactMap(SearchTerms.head)).sorted()
            terms.append(SearchTerms.month(SearchMonth.of(at)))
        }
        terms.append(SearchTerms.place(place))
        return terms.joined(separator: " ")
    }

    /// FNV-1a (Fowler, Noll, Vo).
    private static func fingerprint(of text: String) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}

extension Store {
    /// Takes in one batch of what waits. Returns the newest row of the queue that was seen; `nil` when nothing waited.
    @discardableResult
    package func takeInTexts(at now: Instant) async throws -> Int64? {
        guard let batch = try await read({ try $0.waitingTexts() }) else { return nil }
        try await write(as: .system("search"), at: now) { try $0.takeIn(batch) }
        return batch.newest
    }

    /// Reads all texts anew.
    package func readAllTextsAnew(as actor: Actor, at now: Instant) async throws {
        var last: ID<Case>?
        repeat {
            last = try await write(as: actor, at: now) { [last] in try $0.readTextsAnew(after: last) }
        } while last != nil
    }

    /// Takes in everything that waits.
    package func takeInAllTexts(at now: Instant, progress: (Int) -> Void = { _ in }) async throws {
        var count = 0
        while let batch = try await read({ try $0.waitingTexts(.large) }) {
            try await write(as: .system("search"), at: now) { try $0.takeIn(batch) }
            count += batch.count
            progress(count)
        }
    }
}
