import KeptDomain
import KeptStore
import KeptWords

/// What of guarantees waits for a lead, and the rules that one can begin with, for programs.
enum HeldAPI {
    static let routes: [APIRoute] = [
        .get(
            "/held-guarantees", "Guarantees that have stopped and ask, with how many wait and what that costs",
            tag: "Guarantees", needs: .approveRemedy, answers: .listed("HeldGuarantee")
        ) { api in
            .list(try await api.read { try $0.heldGuarantees() }) { $0.write($1) }
        },
        .get(
            "/held-guarantee-uses", "Uses that are decided one by one, since somebody typed their amount",
            tag: "Guarantees", needs: .approveRemedy, answers: .listed("GuaranteeUse")
        ) { api in
            .list(try await api.read { try $0.heldUses(limit: 200).map(\.use) }) { $0.write($1) }
        },
        .post(
            "/guarantee-uses/{id}/release", "Give one use that waits for a lead", tag: "Guarantees",
            needs: .approveRemedy, body: nil, answers: .named("GuaranteeUse")
        ) { api in
            let (id, words) = (try api.id(of: GuaranteeUse.self), api.site.vocabulary)
            return try await api.write { tx in
                try tx.releaseUse(id, words: words)
                return try answer(id, in: tx)
            }
        },
        .post(
            "/guarantee-uses/{id}/declining", "Say no to one use that waits for a lead", tag: "Guarantees",
            needs: .approveRemedy, body: .object([SchemaField("why", .text)]), answers: .named("GuaranteeUse")
        ) { api in
            let (id, fields) = (try api.id(of: GuaranteeUse.self), try api.fields())
            let why = fields.text("why")
            try fields.finish()
            return try await api.write { tx in
                try tx.declineUse(id, why: why)
                return try answer(id, in: tx)
            }
        },
        .get(
            "/ready-guarantees", "Rules to begin with, as drafts of guarantees", tag: "Guarantees",
            needs: .seeStandards, answers: .listed("ReadyGuarantee")
        ) { api in
            let words = api.site.vocabulary
            let currency = try await api.read { reading in
                try reading.businessCurrency() ?? Currency.usual(inZone: reading.businessZone()) ?? Currency("EUR")
            }
            return .list(ReadyGuarantee.allCases) { json, ready in
                let called = Dictionary(
                    words.languages.map { ($0.tag, words[$0]("guarantees.ready-made", of: ready)) }
                ) { first, _ in first }
                let name = words[.english]("guarantees.ready-made", of: ready)
                json.object { json in
                    json.field("ready", ready)
                    if let currency {
                        json.key(named: "draft")
                        json.writeDraft(ready.rule(name: name, called: called, in: currency))
                    }
                }
            }
        },
        .post(
            "/guarantees/{id}/release", "Give what waits for a lead, one part at a time", tag: "Guarantees",
            needs: .approveRemedy, body: .object([first]),
            answers: .object([
                SchemaField("given", .integer, "In this part, of some hundred at most."),
                SchemaField("left", .integer, "That wait still: ask again for the next part."), next,
                SchemaField("done", .boolean),
            ])
        ) { api in
            let (id, fields) = (try api.id(of: Guarantee.self), try api.fields())
            let first = fields.optionalID("first", of: GuaranteeUse.self)
            try fields.finish()
            let words = api.site.vocabulary
            return try await api.write { tx in
                let part = try tx.releaseGuarantee(id, from: first, words: words)
                return APIAnswer { json in
                    json.object { json in
                        json.field("given", part.given)
                        json.field("left", part.left)
                        json.field("next", part.next)
                        json.field("done", part.left == 0)
                    }
                }
            }
        },
        .post(
            "/guarantees/{id}/declining", "Give none of what waits for a lead", tag: "Guarantees",
            needs: .approveRemedy, body: .object([SchemaField("why", .text), first]),
            answers: .object([
                SchemaField("declined", .integer), SchemaField("left", .integer), next, SchemaField("done", .boolean),
            ])
        ) { api in
            let (id, fields) = (try api.id(of: Guarantee.self), try api.fields())
            let (why, first) = (fields.text("why"), fields.optionalID("first", of: GuaranteeUse.self))
            try fields.finish()
            return try await api.write { tx in
                let part = try tx.declineGuarantee(id, from: first, why: why)
                return APIAnswer { json in
                    json.object { json in
                        json.field("declined", part.done)
                        json.field("left", part.left)
                        json.field("next", part.next)
                        json.field("done", part.left == 0)
                    }
                }
            }
        },
    ]

    private static let first = SchemaField.optional(
        "first", .id,
        "The use with which the part begins, as listed or as the part before told: where it waits no more, the answer is 409 and nothing is decided twice."
    )
    private static let next = SchemaField("next", .nullable(.id), "With which the next part begins.")

    private static func answer(_ id: ID<GuaranteeUse>, in reading: Reading) throws -> APIAnswer {
        let use = try reading.guaranteeUse(id)
        return APIAnswer { $0.write(use) }
    }
}
