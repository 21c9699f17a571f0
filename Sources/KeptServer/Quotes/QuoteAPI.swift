import KeptDomain
import KeptStore

/// Times that can be kept, for programs.
enum QuoteAPI {
    static let routes: [APIRoute] = [
        .get(
            "/orders/{id}/quote", "When it will be there", tag: "Quotes", needs: .seeOrders,
            query: [QueryField("confidence", .text, "Such as 0.95; that of its place when left out.")],
            answers: .named("Quote")
        ) { api in
            let (id, now, words) = (try api.id(of: Order.self), api.now, api.site.vocabulary)
            let confidence = try api.asked { query in
                query.text("confidence").flatMap { text -> Int? in
                    let share = Share.thousandths(text)
                    if share == nil { query.refuse("confidence", "quotes.problems.not-share") }
                    return share
                }
            }
            let text = try await api.read {
                QuoteText.json(try $0.quote(of: id, confidence: confidence, at: now), words: words)
            }
            return APIAnswer(body: Array(text.utf8))
        },
        .post(
            "/quotes/delivery", "When an order would be there that is not made yet", tag: "Quotes", needs: .seeOrders,
            body: .object([
                .optional("place", .id), .optional("carrier", .id), .optional("region", .text),
                .optional("postcode", .text), .optional("channel", .text), .optional("segment", .text),
                .optional("total_minor", .integer), .optional("goods", .integer, "How many lines of goods."),
                .optional("sku", .text), .optional("product_group", .text), .optional("ordered_at", .instant),
                .optional("confidence", .number, "Such as 0.95; that of the place when left out."),
            ]), answers: .named("Quote"), takesKey: false
        ) { api in
            let question = try question(api.fields())
            let (now, words) = (api.now, api.site.vocabulary)
            let text = try await api.read { QuoteText.json(try $0.quote(question, at: now), words: words) }
            return APIAnswer(body: Array(text.utf8))
        },
        .get(
            "/quotes/rules", "How the business and its places quote", tag: "Quotes", needs: .seeStandards,
            answers: .listed("QuoteRule")
        ) { api in
            let rules = try await api.read { reading in
                [(nil as ID<Place>?, try reading.quoteRuleOfBusiness().rule)]
                    + (try reading.quoteRulesOfPlaces().sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
            }
            return .list(rules) { $0.write($1.1, of: $1.0) }
        },
        .post(
            "/quotes/rules", "Say how a place quotes, or the business where none is named", tag: "Quotes",
            needs: .setStandards,
            body: .object([
                .optional("place", .id), SchemaField("confidence", .number), SchemaField("promises", .boolean),
                SchemaField("foresees", .boolean), SchemaField("threshold", .number), .optional("why", .text),
            ]), answers: .named("QuoteRule"), setRule),
        .get(
            "/quotes/late", "Open orders that will probably be late, the likeliest first", tag: "Quotes",
            needs: .seeOrders, answers: .listed("LikelyLate")
        ) { api in
            let found = try await api.read { try $0.likelyLate(limit: 1_000) }
            return .list(found) { $0.write($1) }
        },
        .post(
            "/quotes/warnings", "Warn all of today's, where too many came at once", tag: "Quotes",
            needs: .approveRemedy, body: nil, answers: .listed("LikelyLate")
        ) { api in
            try await api.write { tx in
                try tx.releaseForesight()
                return .list(try tx.likelyLate(limit: 1_000)) { $0.write($1) }
            }
        },
    ]

    private static func question(_ fields: JSONFields) throws -> DeliveryQuestion {
        var question = DeliveryQuestion(place: fields.optionalID("place", of: Place.self))
        question.carrier = fields.optionalID("carrier", of: Carrier.self)
        question.region = fields.optionalText("region")
        question.postcode = fields.optionalText("postcode")
        question.channel = fields.optionalText("channel")
        question.segment = fields.optionalText("segment")
        question.total = fields.optionalWhole("total_minor", in: 0...1_000_000_000_000)
        question.goods = Int(fields.optionalWhole("goods", in: 0...Int64(OrderDraft.mostLines)) ?? 0)
        question.sku = fields.optionalText("sku")
        question.productGroup = fields.optionalText("product_group")
        question.orderedAt = fields.optionalInstant("ordered_at")
        question.confidence = fields.optionalShare("confidence")
        try fields.finish()
        return question
    }

    @Sendable private static func setRule(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let place = fields.optionalID("place", of: Place.self)
        let rule = QuoteRule(
            confidence: fields.share("confidence"), promises: fields.flag("promises"),
            foresees: fields.flag("foresees"), threshold: fields.share("threshold"))
        let why = fields.optionalText("why")
        try fields.finish()
        return try await api.write { tx in
            try tx.setQuoteRule(rule, at: place, why: why)
            return APIAnswer { $0.write(rule, of: place) }
        }
    }
}
