import KeptDomain
import KeptStore
import KeptWords

/// What is unusual in the remedies of late, put to a lead as questions, for programs.
enum QuestionAPI {
    static let routes: [APIRoute] = [
        .get(
            "/authority-questions",
            "What is unusual and was not answered lately; about customers and limits, never people",
            tag: "Remedies", needs: .approveRemedy, answers: .listed("AuthorityQuestion")
        ) { api in
            let now = api.now
            return .list(try await api.read { try $0.authorityQuestions(at: nil, now: now) }) { $0.write($1) }
        },
        .post(
            "/authority-answers", "Answer a question; it rests for a month", tag: "Remedies", needs: .approveRemedy,
            body: .object([
                SchemaField("question", .text, "Its key."), SchemaField("place", .id), SchemaField("answer", .text),
            ]), status: 201, answers: .object([SchemaField("question", .text)])
        ) { api in
            let fields = try api.fields()
            let (key, answer) = (fields.text("question"), fields.text("answer", limit: 500))
            if !fields.has("place") { fields.refuse("place", "requests.missing") }
            let place = fields.optionalID("place", of: Place.self)
            try fields.finish()
            guard let place else { throw InvalidInput("place", "requests.missing") }
            return try await api.write { tx in
                guard try tx.place(place) != nil else { throw InvalidInput("place", "problems.no-such-place") }
                try tx.answerQuestion(key, at: place, answer: answer)
                return APIAnswer(201) { json in json.object { $0.field("question", key) } }
            }
        },
    ]
}

extension JSONWriter {
    mutating func write(_ question: AuthorityQuestion) {
        let pattern = question.pattern
        object { json in
            json.field("question", pattern.key)
            json.field("kind", pattern.kind)
            json.field("place", pattern.place)
            json.field("customer", pattern.customer)
            json.field("role", pattern.role)
            json.field("remedy", pattern.remedy)
            json.field("count", pattern.count)
            json.write(pattern.amount)
            json.field("times", pattern.times)
        }
    }
}

extension Schema {
    static let authorityQuestion = Schema.object([
        SchemaField("question", .text, "The key by which it is answered."),
        SchemaField("kind", .word(AuthorityPattern.Kind.self)), SchemaField("place", .id),
        SchemaField("customer", .nullable(.id)),
        SchemaField("role", .nullable(.words(Role.allCases.map(\.rawValue)))),
        SchemaField("remedy", .nullable(.words(RemedyKind.allCases.map(\.rawValue)))), SchemaField("count", .integer),
        SchemaField("amount_minor", .nullable(.integer)), SchemaField("currency", .nullable(.text)),
        SchemaField("times", .nullable(.number), "Of the usual; for above-usual."),
    ])
}
