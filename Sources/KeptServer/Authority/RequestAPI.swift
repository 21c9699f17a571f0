import KeptDomain
import KeptStore

/// What waits for a lead, and deciding it, for programs.
enum RequestAPI {
    static let routes: [APIRoute] = [
        .list(
            "/remedy-requests", "What was asked of leads, the newest first", tag: "Remedies", needs: .seeCases,
            query: [
                QueryField("state", .word(RemedyRequest.State.self), "Only those in this state."),
                QueryField("place", .id, "Only those of this place."),
            ], of: .named("RemedyRequest")
        ) { api in
            let (state, place, before, limit) = try api.asked { query in
                (
                    query.word("state", of: RemedyRequest.State.self), query.id("place", of: Place.self),
                    query.cursor { ID<RemedyRequest>($0) }, query.limit()
                )
            }
            let found = try await api.read {
                try $0.remedyRequests(state, at: place.map { [$0] }, before: before, limit: limit + 1)
            }
            return .page(found, limit: limit, cursor: \.id.description) { $0.write($1) }
        },
        .post(
            "/remedy-requests/{id}/approval", "Approve what was asked, or less", tag: "Remedies",
            needs: .approveRemedy,
            body: .object([
                .optional("amount_minor", .integer, "In the currency asked; all of it when left out."),
                .optional("word", .text),
            ]), status: 201, answers: .named("Remedy")
        ) { api in
            let (id, fields) = (try api.id(of: RemedyRequest.self), try api.fields())
            let (minor, word) = (fields.optionalMinor("amount_minor"), fields.optionalText("word"))
            try fields.finish()
            let words = api.site.vocabulary
            return try await api.write { tx in
                guard let request = try tx.remedyRequest(id) else { throw StoreError.notFound("request \(id)") }
                let amount = minor.flatMap { minor in
                    request.amount.map { Money(minor: minor, currency: $0.currency) }
                }
                let given = try tx.approveRemedy(id, amount: amount, word: word, words: words)
                return APIAnswer(201) { $0.write(given) }
            }
        },
        .post(
            "/remedy-requests/{id}/refusal", "Refuse it, with a word of why", tag: "Remedies", needs: .approveRemedy,
            body: .object([SchemaField("word", .text)]), answers: .named("RemedyRequest")
        ) { api in
            let (id, fields) = (try api.id(of: RemedyRequest.self), try api.fields())
            let word = fields.text("word")
            try fields.finish()
            let words = api.site.vocabulary
            return try await api.write { tx in
                try tx.refuseRemedy(id, word: word, words: words)
                return try answer(id, in: tx)
            }
        },
        .post(
            "/remedy-requests/{id}/withdrawal", "Take it back before it is decided", tag: "Remedies",
            needs: .giveRemedy, body: .object([SchemaField("why", .text)]), answers: .named("RemedyRequest")
        ) { api in
            let (id, fields) = (try api.id(of: RemedyRequest.self), try api.fields())
            let why = fields.text("why")
            try fields.finish()
            let words = api.site.vocabulary
            return try await api.write { tx in
                try tx.withdrawRequest(id, why: why, words: words)
                return try answer(id, in: tx)
            }
        },
    ]

    private static func answer(_ id: ID<RemedyRequest>, in reading: Reading) throws -> APIAnswer {
        guard let request = try reading.remedyRequest(id) else { throw StoreError.notFound("request \(id)") }
        return APIAnswer { $0.write(request) }
    }
}
