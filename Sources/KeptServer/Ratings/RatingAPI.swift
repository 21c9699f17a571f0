import KeptDomain
import KeptStore

/// What customers say by one tap, told by programs.
enum RatingAPI {
    static let routes: [APIRoute] = [
        rating("/orders/{id}/ratings") { .order(try $0.id(of: Order.self)) },
        rating("/cases/{id}/ratings") { .case(try $0.id(of: Case.self)) },
    ]

    /// What a customer said elsewhere, told by a program.
    private static func rating(
        _ path: String, of subject: @escaping @Sendable (APIRequest) throws -> Rating.Subject
    ) -> APIRoute {
        .post(
            path, "Tell what the customer said by one tap; again within a day changes it", tag: "Measures",
            needs: .writeToUs,
            body: .object([
                SchemaField("question", .word(Rating.Question.self)),
                SchemaField("value", .integer, "ease 1 to 5; accuracy and detail 0 to 2."),
            ]),
            answers: .object([
                SchemaField("question", .word(Rating.Question.self)), SchemaField("value", .integer),
                SchemaField("rated_at", .instant),
            ])
        ) { api in
            let (subject, fields) = (try subject(api), try api.fields())
            let (question, value) = (
                fields.word("question", Rating.Question.self), Int(fields.whole("value", in: 0...5))
            )
            try fields.finish()
            guard let question else { throw InvalidInput("question", "requests.missing") }
            return try await api.write { tx in
                let rating = try tx.rate(subject, question, value: value)
                return APIAnswer { json in
                    json.object { json in
                        json.field("question", rating.question)
                        json.field("value", rating.value)
                        json.field("rated_at", rating.ratedAt)
                    }
                }
            }
        }
    }
}
