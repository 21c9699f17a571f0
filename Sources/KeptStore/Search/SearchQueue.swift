import KeptDomain

extension Transaction {
    /// Notes that the texts of these cases are to be taken into the search. Whatever tells the journal of a case is noted by
    /// itself; this is for work in bulk that tells of many at once.
    package func noteTexts(of cases: [ID<Case>]) throws {
        guard !cases.isEmpty else { return }
        var queue = NewRows(into: "search_queue", capacity: cases.count * 2)
        for id in cases {
            queue.begin()
            queue.set("kind", "case")
            queue.set("subject_id", id)
        }
        try add(queue)
    }

    /// One row for each case or customer that the entries tell of. A customer who is new has no texts yet.
    static func noteOfTexts(in entries: some Sequence<JournalEntry>) -> [SQL] {
        var noted = Set<Subject>()
        return entries.compactMap { entry in
            guard entry.subject.kind == .case || entry.kind == "customer.changed", noted.insert(entry.subject).inserted
            else { return nil }
            return "INSERT INTO search_queue (kind, subject_id) VALUES (\(entry.subject.kind), \(entry.subject.id))"
        }
    }

    /// Takes in the texts of a batch that was read, and what it was read for off the queue.
    ///
    /// What changed since then stands in the queue again.
    package func takeIn(_ batch: TextBatch) throws {
        if !batch.customers.isEmpty {
            put(
                """
                UPDATE message_texts SET revision = 0
                WHERE case_id IN (SELECT id FROM cases WHERE customer_id IN \(anyOf: batch.customers))
                """)
            put(
                """
                INSERT INTO search_queue (kind, subject_id)
                SELECT 'case', id FROM cases WHERE customer_id IN \(anyOf: batch.customers) ORDER BY id
                """)
        }
        var numbers = try nextNumbers(.text, count: batch.cases.count + batch.messages.count)[...]
        try add(batch.cases, &numbers)
        try add(batch.messages, &numbers)
        put("DELETE FROM search_queue WHERE id IN \(anyOf: batch.done)")
    }

    private func add(_ texts: [TextBatch.CaseText], _ numbers: inout ArraySlice<Int>) throws {
        guard !texts.isEmpty else { return }
        put("DELETE FROM case_texts WHERE case_id IN \(anyOf: texts.map(\.id))")
        var rows = NewRows(into: "case_texts", capacity: texts.count * 4)
        for text in texts.sorted(by: { $0.at < $1.at }) {
            rows.begin()
            rows.set("position", TextPosition.of(text.at, number: numbers.popFirst() ?? 0))
            rows.set("case_id", text.id)
            rows.set("fingerprint", text.fingerprint)
            rows.set("terms", text.terms)
        }
        try add(rows)
    }

    private func add(_ texts: [TextBatch.MessageText], _ numbers: inout ArraySlice<Int>) throws {
        guard !texts.isEmpty else { return }
        put("DELETE FROM message_texts WHERE message_id IN \(anyOf: texts.map(\.id))")
        var rows = NewRows(into: "message_texts", capacity: texts.count * 5)
        // In order of position: the index of SQLite writes what it has gathered when one goes back.
        for text in texts.sorted(by: { $0.at < $1.at }) {
            rows.begin()
            rows.set("position", TextPosition.of(text.at, number: numbers.popFirst() ?? 0))
            rows.set("message_id", text.id)
            rows.set("case_id", text.case)
            rows.set("revision", text.revision)
            rows.set("terms", text.terms)
        }
        try add(rows)
    }

    /// Lets the texts of cases after `last` be read anew, whatever the search has of them: a page of cases at a time. What it
    /// has stays findable until then.
    ///
    /// - Returns: the last case of the page; `nil` after the last page.
    package func readTextsAnew(after last: ID<Case>?) throws -> ID<Case>? {
        if last == nil { journal(JournalEntry("business.search-rebuilt", of: .business)) }
        let ids = try rows("SELECT id FROM cases WHERE id > \(last ?? ID(0)) ORDER BY id LIMIT 2000") {
            $0.id(Case.self)
        }
        put("UPDATE case_texts SET fingerprint = 0 WHERE case_id IN \(anyOf: ids)")
        put("UPDATE message_texts SET revision = 0 WHERE case_id IN \(anyOf: ids)")
        try noteTexts(of: ids)
        return ids.last
    }
}

/// Where a text stands among all: in order of time, with a number that no other has.
enum TextPosition {
    static func of(_ instant: Instant, number: Int) -> Int64 { first(at: instant) | Int64(number) & 0x7FFF_FFFF }

    /// The first that a text of this second could have.
    static func first(at instant: Instant) -> Int64 {
        instant.seconds << 31
    }

    static func month(of position: Int64) -> Int64 {
        let seconds = position >> 31
        return seconds >= 0 ? seconds / SearchMonth.seconds : (seconds + 1) / SearchMonth.seconds - 1
    }
}
