import KeptDomain
import KeptStore
import KeptWords

/// Remedies for programs: what may be given on a case, giving, asking a lead, deciding, taking back.
enum RemedyAPI {
    static let routes: [APIRoute] = [
        .get(
            "/cases/{id}/authority", "What the caller may give on the case without asking", tag: "Remedies",
            needs: .giveRemedy, answers: .listed("RemedyOffer")
        ) { api in
            let (id, actor, now) = (try api.id(of: Case.self), api.actor, api.now)
            let offers = try await api.read { try $0.remedyOffers(to: actor, on: $0.knownCase(id), at: now) }
            return .list(offers) { $0.write($1) }
        },
        .get(
            "/cases/{id}/remedies", "The ledger of the case, the oldest line first", tag: "Remedies", needs: .seeCases,
            answers: .listed("Remedy")
        ) { api in
            let id = try api.id(of: Case.self)
            let given = try await api.read { reading in
                _ = try reading.knownCase(id)
                return try reading.remedies(onCase: id)
            }
            return .list(given) { $0.write($1) }
        },
        .get(
            "/cases/{id}/tellings", "What the customer was told of remedies, the oldest first", tag: "Remedies",
            needs: .seeCases, answers: .listed("Telling")
        ) { api in
            let id = try api.id(of: Case.self)
            let told = try await api.read { reading in
                _ = try reading.knownCase(id)
                return try reading.tellings(ofCase: id)
            }
            let words = api.site.vocabulary
            return .list(told) { $0.write($1, words) }
        },
        .post(
            "/tellings/{id}/told", "Note that somebody told the customer what no message could", tag: "Remedies",
            needs: .workCase, body: nil, answers: .named("Telling")
        ) { api in
            let (id, words) = (try api.id(of: Telling.self), api.site.vocabulary)
            return try await api.write { tx in
                let noted = try tx.noteTold(id)
                return APIAnswer { $0.write(noted, words) }
            }
        },
        .post(
            "/cases/{id}/remedies", "Give a remedy within the caller’s authority", tag: "Remedies", needs: .giveRemedy,
            body: .named("RemedyDraft"), status: 201, answers: .named("Remedy")
        ) { api in
            try await give(api) { tx, id, draft, words in
                let given = try tx.giveRemedy(draft, on: id, words: words)
                return APIAnswer(201) { $0.write(given) }
            }
        },
        .post(
            "/cases/{id}/remedy-requests",
            "Ask a lead for a remedy; the customer is told by when they hear", tag: "Remedies", needs: .giveRemedy,
            body: .named("RemedyDraft"), status: 201, answers: .named("RemedyRequest")
        ) { api in
            try await give(api) { tx, id, draft, words in
                let request = try tx.askForRemedy(draft, on: id, words: words)
                return APIAnswer(201) { $0.write(request) }
            }
        },
        .list(
            "/remedies", "The ledger of remedies, the newest line first", tag: "Remedies", needs: .seeCases,
            query: [
                QueryField("place", .id, "Only those of this place."),
                QueryField("customer", .id, "Only those of this customer."),
            ], of: .named("Remedy")
        ) { api in
            let (place, customer, before, limit) = try api.asked { query in
                (
                    query.id("place", of: Place.self), query.id("customer", of: Customer.self),
                    query.cursor { ID<Remedy>($0) }, query.limit()
                )
            }
            let found = try await api.read {
                try $0.remedies(at: place.map { [$0] }, customer: customer, before: before, limit: limit + 1)
            }
            return .page(found, limit: limit, cursor: \.id.description) { $0.write($1) }
        },
        .post(
            "/remedies/{id}/reversal", "Take a remedy back, with a line of its own", tag: "Remedies",
            needs: .reverseRemedy, body: .object([SchemaField("why", .text)]), status: 201, answers: .named("Remedy")
        ) { api in
            let (id, fields) = (try api.id(of: Remedy.self), try api.fields())
            let why = fields.text("why")
            try fields.finish()
            let words = api.site.vocabulary
            return try await api.write { tx in
                let back = try tx.reverseRemedy(id, why: why, words: words)
                return APIAnswer(201) { $0.write(back) }
            }
        },
    ]

    /// Reads the draft in the money of the case, and does the rest in the same transaction.
    private static func give(
        _ api: APIRequest,
        _ work: @escaping @Sendable (Transaction, ID<Case>, RemedyDraft, Vocabulary) throws -> APIAnswer
    ) async throws -> APIAnswer {
        let id = try api.id(of: Case.self)
        let currency = try await api.read { try $0.currency(of: $0.knownCase(id)) }
        let draft = try api.fields().remedyDraft(in: currency)
        let words = api.site.vocabulary
        do {
            return try await api.write { try work($0, id, draft, words) }
        } catch let input as InvalidInput {
            throw input.naming(["amount": "amount_minor"])
        }
    }
}
