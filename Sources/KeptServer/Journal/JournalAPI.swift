import KeptDomain
import KeptStore

extension Schema {
    static let journalEntry = Schema.object([
        SchemaField("position", .text, "Go on after it."), SchemaField("at", .instant),
        SchemaField("kind", .text, "Past tense, for instance promise.broken."),
        SchemaField("subject", .object([SchemaField("kind", .text), SchemaField("id", .id)])),
        SchemaField("customer", .nullable(.id)), SchemaField("actor", .text), SchemaField("why", .nullable(.text)),
        SchemaField("facts", .map(.text)),
    ])
}

extension JSONWriter {
    mutating func write(_ record: JournalRecord) {
        object { json in
            json.field("position", record.position.description)
            json.field("at", record.at.isoExact)
            json.field("kind", record.entry.kind)
            json.object("subject") {
                $0.field("kind", record.entry.subject.kind)
                $0.field("id", String(record.entry.subject.id))
            }
            json.field("customer", record.entry.customer)
            json.field("actor", record.actor)
            json.field("why", record.entry.why)
            json.object("facts") { json in
                for fact in record.entry.facts {
                    json.key(named: fact.name)
                    json.value(fact.value)
                }
            }
        }
    }
}

/// The journal for programs: everything that changed, in order, each entry once.
enum JournalAPI {
    static let routes: [APIRoute] = [
        .get(
            "/journal", "What changed after a position, in order", tag: "Journal", needs: .seeJournal,
            query: [
                QueryField("after", .text, "The position of the last entry that was read; 0 for the beginning."),
                QueryField("kind", .text, "Only entries of this kind."),
                QueryField("subject", .text, "Only entries of this thing, as promise:17."),
                QueryField("customer", .id, "Only entries of this customer."),
                QueryField("limit", .integer, "How many at most, 1 to 500; 50 when left out."),
            ],
            answers: .object([
                SchemaField("items", .array(.named("JournalEntry"))),
                SchemaField("next", .nullable(.text), "A position to go on after while there is more, else null."),
            ]), read)
    ]

    @Sendable private static func read(_ api: APIRequest) async throws -> APIAnswer {
        let (position, filter, limit) = try api.asked { query in
            (
                start(&query),
                JournalFilter(
                    subject: subject(&query), customer: query.id("customer"),
                    kinds: query.text("kind").map { [$0] } ?? []),
                query.limit()
            )
        }
        let found = try await api.read { try $0.journal(after: position, limit: limit + 1, matching: filter) }
        let page = found.prefix(limit)
        return APIAnswer(capacity: page.count * 400 + 100) { json in
            json.object { json in
                json.array("items", page) { $0.write($1) }
                json.field("next", found.count > limit ? page.last?.position.description : nil)
            }
        }
    }

    /// The beginning when left out, and after a problem.
    private static func start(_ query: inout QueryReader) -> JournalPosition {
        guard let text = query.text("after") else { return .start }
        if let position = JournalPosition(text) { return position }
        query.refuse("after", "requests.bad-position")
        return .start
    }

    private static func subject(_ query: inout QueryReader) -> Subject? {
        guard let text = query.text("subject") else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1)
        if parts.count == 2, let kind = Subject.Kind(rawValue: String(parts[0])), let id = Int64(parts[1]) {
            return Subject(kind: kind, id: id)
        }
        query.refuse("subject", "requests.not-id")
        return nil
    }
}
