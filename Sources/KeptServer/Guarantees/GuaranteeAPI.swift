import KeptDomain
import KeptStore
import KeptWords

/// Guarantees for programs: write, try, switch on, record what happened, and let out what waits.
enum GuaranteeAPI {
    static let routes: [APIRoute] = [
        .get("/guarantees", "Guarantees", tag: "Guarantees", needs: .seeStandards, answers: .listed("Guarantee")) {
            api in
            let words = api.site.vocabulary
            let (found, names) = try await api.read { (try $0.guarantees(), try $0.guaranteeNames()) }
            return .list(found) { $0.write($1, said: words.sentences($1.rule, names)) }
        },
        .get(
            "/guarantees/{id}", "One guarantee", tag: "Guarantees", needs: .seeStandards, answers: .named("Guarantee")
        ) { api in
            let (id, words) = (try api.id(of: Guarantee.self), api.site.vocabulary)
            return try await api.read { try answer(id, in: $0, words) }
        },
        .post(
            "/guarantees", "Write a guarantee; it is off until it was tried and switched on", tag: "Guarantees",
            needs: .setGuarantees, body: .named("GuaranteeDraft"), status: 201, answers: .named("Guarantee")
        ) { api in
            let (rule, _) = try GuaranteeFields.rule(api.fields())
            let words = api.site.vocabulary
            return try await api.write { try answer($0.addGuarantee(rule).id, in: $0, words, status: 201) }
        },
        .put(
            "/guarantees/{id}", "Change it, as a new version, which is off until it was tried", tag: "Guarantees",
            needs: .setGuarantees, body: .named("GuaranteeDraft"), answers: .named("Guarantee")
        ) { api in
            let (id, (rule, why)) = (try api.id(of: Guarantee.self), try GuaranteeFields.rule(api.fields()))
            let (expected, words) = (try api.expectedRevision, api.site.vocabulary)
            return try await api.write { tx in
                let stands = try tx.knownGuarantee(id)
                _ = try tx.changeGuarantee(id, to: rule, revision: expected ?? stands.revision, why: why ?? "")
                return try answer(id, in: tx, words)
            }
        },
        .post(
            "/guarantees/{id}/trial", "Try it against the last 90 days", tag: "Guarantees", needs: .setGuarantees,
            body: nil, answers: .named("GuaranteeTrial"), tried),
        .post(
            "/guarantees/{id}/switching", "Switch it on or off", tag: "Guarantees", needs: .setGuarantees,
            body: .object([SchemaField("on", .boolean), SchemaField("why", .text)]), answers: .named("Guarantee"),
            isRevised: true, switched),
        .list(
            "/guarantees/{id}/uses", "What it gave, the newest first", tag: "Guarantees", needs: .seeCases,
            query: [QueryField("state", .word(GuaranteeUseRecord.State.self), "Only those in this state.")],
            of: .named("GuaranteeUse")
        ) { api in
            let id = try api.id(of: Guarantee.self)
            let (state, before, limit) = try api.asked { query in
                (
                    query.word("state", of: GuaranteeUseRecord.State.self), query.cursor { ID<GuaranteeUse>($0) },
                    query.limit()
                )
            }
            let found = try await api.read {
                try $0.guaranteeUses(of: id, state: state, before: before, limit: limit + 1)
            }
            return .page(found, limit: limit, cursor: \.id.description) { $0.write($1) }
        },
        .post(
            "/cases/{id}/guarantee-uses", "Record that a guarantee applies: what a colleague or the till saw",
            tag: "Guarantees", needs: .giveRemedy,
            body: .object([
                SchemaField("guarantee", .id), .optional("paid_minor", .integer), .optional("seen_minor", .integer),
                .optional("currency", .text),
            ]), status: 201, answers: .listed("Remedy"),
            or: [FurtherAnswer(status: 202, text: "Taken in, and nothing of it given yet: a lead is asked.")], record),
    ]

    @Sendable private static func tried(_ api: APIRequest) async throws -> APIAnswer {
        let (id, now) = (try api.id(of: Guarantee.self), api.now)
        let (known, trial) = try await api.read { reading in
            let known = try reading.knownGuarantee(id)
            return (known, try reading.tryGuarantee(known.rule, at: now))
        }
        return try await api.write { tx in
            try tx.noteTrial(trial, of: id, version: known.number)
            return APIAnswer { $0.write(trial) }
        }
    }

    @Sendable private static func switched(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Guarantee.self), try api.fields())
        if !fields.has("on") { fields.refuse("on", "requests.missing") }
        let (isOn, why) = (fields.optionalFlag("on") ?? false, fields.text("why"))
        try fields.finish()
        let (expected, words) = (try api.expectedRevision, api.site.vocabulary)
        return try await api.write { tx in
            let stands = try tx.knownGuarantee(id)
            try tx.switchGuarantee(id, on: isOn, revision: expected ?? stands.revision, why: why)
            return try answer(id, in: tx, words)
        }
    }

    @Sendable private static func record(_ api: APIRequest) async throws -> APIAnswer {
        let (id, fields) = (try api.id(of: Case.self), try api.fields())
        if !fields.has("guarantee") { fields.refuse("guarantee", "requests.missing") }
        let guarantee = fields.optionalID("guarantee", of: Guarantee.self)
        let (paid, seen) = (fields.optionalMinor("paid_minor"), fields.optionalMinor("seen_minor"))
        let currency = fields.optionalCurrency()
        if paid != nil || seen != nil, currency == nil { fields.refuse("currency", "requests.missing") }
        try fields.finish()
        guard let guarantee else { throw InvalidInput("guarantee", "requests.missing") }
        var price: SeenPrice?
        if let paid, let seen, let currency { price = SeenPrice(paid: paid, seen: seen, currency: currency) }
        let words = api.site.vocabulary
        do {
            return try await api.write { [price] tx in
                let counted = try tx.recordGuarantee(guarantee, on: id, price: price, words: words)
                var answer = APIAnswer.list(try tx.remedies(onCase: id).filter { $0.right == .guarantee }) {
                    $0.write($1)
                }
                // What a lead is asked is taken in, and not given yet.
                answer.status = counted.given > 0 ? 201 : 202
                return answer
            }
        } catch let input as InvalidInput {
            throw input.naming(["paid": "paid_minor", "seen": "seen_minor"])
        }
    }

    private static func answer(
        _ id: ID<Guarantee>, in reading: Reading, _ words: Vocabulary, status: Int = 200
    ) throws -> APIAnswer {
        let found = try reading.knownGuarantee(id)
        let said = words.sentences(found.rule, try reading.guaranteeNames())
        return APIAnswer(status, revision: found.revision) { $0.write(found, said: said) }
    }
}

extension Vocabulary {
    /// A rule as a plain sentence in every language.
    func sentences(_ rule: GuaranteeRule, _ names: GuaranteeNames) -> [(language: String, sentence: String)] {
        languages.map { ($0.tag, self[$0].guarantee(rule, names)) }
    }
}

extension Reading {
    /// What rules name by their ids.
    func guaranteeNames() throws -> GuaranteeNames {
        GuaranteeNames(
            places: Dictionary(try places().map { ($0.id, $0.name) }) { first, _ in first },
            carriers: Dictionary(try carriers().map { ($0.id, $0.name) }) { first, _ in first },
            standards: Dictionary(try standards().map { ($0.standard.id, $0.standard.name) }) { first, _ in first })
    }
}
