import KeptDomain
import KeptStore

/// Notes of phone and counter for programs: a telephone system, a till.
enum NoteAPI {
    static let routes: [APIRoute] = [
        .get(
            "/notes/candidates", "Whom a note may be about", tag: "Contact", needs: .writeToUs,
            query: [QueryField("q", .text, "A name, phone, e-mail address or order number.")],
            answers: .object([SchemaField("items", .array(.named("NoteCandidate")))])
        ) { api in
            let text = try api.asked { $0.text("q") ?? "" }
            let found = try await api.read { try $0.noteCandidates(text) }
            return APIAnswer { json in json.object { $0.array("items", found) { $0.write($1) } } }
        },
        .post(
            "/notes", "Write down what somebody said on the phone or at the counter", tag: "Contact", needs: .writeToUs,
            body: .object([
                .optional("customer", .id), .optional("order", .id),
                .optional("new_customer", .named("CustomerDraft"), "Instead of the two above."),
                .optional(
                    "is_new", .boolean,
                    "true where new_customer is somebody new although their phone is known; else that is refused."),
                SchemaField("channel", .text, "phone or counter"), SchemaField("kind", .word(Case.Kind.self)),
                SchemaField("said", .text), .optional("place", .id),
                .optional("owed_by", .instant, "What is owed until then; answered as they spoke when left out."),
                .optional("promise", .text, "What they were told of it."),
                .optional("source", .text), .optional("external_id", .text),
            ]), status: 201, answers: .named("SpokenNote"), or: [.known], takesKey: true, take),
    ]

    @Sendable private static func take(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let (customer, order) = (
            fields.optionalID("customer", of: Customer.self), fields.optionalID("order", of: Order.self)
        )
        let channel = fields.word("channel", Message.Channel.self) ?? .phone
        let kind = fields.word("kind", Case.Kind.self) ?? .question
        let said = fields.text("said", limit: Case.longestNote)
        let (due, promise) = (fields.optionalInstant("owed_by"), fields.optionalText("promise", limit: 1_000))
        let place = fields.optionalID("place", of: Place.self)
        let (source, externalID) = (
            fields.optionalText("source", limit: 200), fields.optionalText("external_id", limit: 200)
        )
        var who: SpokenNoteDraft.Who? = order.map { .order($0) } ?? customer.map { .customer($0) }
        if who == nil, let draft = fields.object("new_customer").map({ CustomerDraft($0) }) { who = .new(draft) }
        let isNew = fields.optionalFlag("is_new") ?? false
        if who == nil { fields.refuse("customer", "requests.missing") }
        try fields.finish()
        guard let who else { throw InvalidInput("customer", "requests.missing") }
        var draft = SpokenNoteDraft(
            who, channel, kind, said: said, outcome: due.map { .owed(by: $0, said: promise) } ?? .answered)
        (draft.place, draft.isSurelyNew) = (place, isNew)
        (draft.source, draft.externalID) = (source, externalID)
        let words = api.site.vocabulary
        return try await api.write { [draft] tx in
            let taken = try tx.takeNote(draft, words: words)
            return APIAnswer(taken.isNew ? 201 : 200) { $0.write(taken) }
        }
    }
}

extension JSONWriter {
    mutating func write(_ candidate: NoteCandidate) {
        object { json in
            switch candidate.about {
            case .customer(let id):
                json.field("customer", id)
                json.field("order", nil as ID<Order>?)
            case .order(let id):
                json.field("customer", nil as ID<Customer>?)
                json.field("order", id)
            }
            json.field("name", candidate.name)
            json.field("city", candidate.city)
            json.field("phone", candidate.phone)
            json.field("order_number", candidate.order)
        }
    }

    mutating func write(_ taken: SpokenNoteTaken) {
        object { json in
            json.field("case", taken.case.id)
            json.field("number", taken.case.number)
            json.field("status", taken.case.status)
            json.field("message", taken.message.id)
            json.field("promise", taken.promise?.id)
            json.field("due_at", taken.promise?.due)
        }
    }
}

extension Schema {
    static let noteCandidate = Schema.object([
        SchemaField("customer", .nullable(.id)), SchemaField("order", .nullable(.id)), SchemaField("name", .text),
        SchemaField("city", .nullable(.text)), SchemaField("phone", .nullable(.text)),
        SchemaField("order_number", .nullable(.integer)),
    ])

    static let spokenNote = Schema.object([
        SchemaField("case", .id), SchemaField("number", .integer), SchemaField("status", .word(Case.Status.self)),
        SchemaField("message", .id), SchemaField("promise", .nullable(.id)), SchemaField("due_at", .nullable(.instant)),
    ])
}
