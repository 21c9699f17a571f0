import KeptDomain
import KeptStore

extension Schema {
    static let quote = Schema.object([
        SchemaField("quoted", .boolean, "False where nothing can be quoted yet; why says so."),
        .optional("why", .words(["too-few", "beyond-bounds"])),
        .optional("needed", .integer, "How many more deliveries it takes."),
        .optional("day", .day, "Kept until its end in the order's zone."), .optional("due_at", .instant),
        .optional("days", .integer, "From the purchase."),
        .optional("median_day", .nullable(.day), "By when it is as likely there as not."),
        .optional("precedents", .integer, "How many deliveries it rests on."),
        .optional(
            "like",
            .nullable(
                .object([
                    SchemaField("count", .integer), SchemaField("days", .integer), SchemaField("span_days", .integer),
                    SchemaField("by_region", .boolean), SchemaField("by_carrier", .boolean),
                ])), "Like orders of late: how many, and within how many days the wanted share of them came."),
        .optional("region_new", .boolean, "Nothing was ever delivered to the region: the quote is the general one."),
        .optional("pace", .word(DeliveryQuote.Pace.self)),
        .optional("learned_to", .day, "The last day that was over when the record was learned from."),
        SchemaField("confidence", .number, "The share of such quotes that is to be kept."),
        SchemaField(
            "held",
            .object([
                SchemaField("told", .integer), SchemaField("known", .integer), SchemaField("kept", .integer),
                SchemaField("share", .nullable(.number)), SchemaField("days", .integer),
            ]), "Quotes that were told of late, and how they held."),
        SchemaField("sentence", .map(.text), "What it rests on, or why there is none, by language."),
    ])

    static let likelyLate = Schema.object([
        SchemaField("order", .id), SchemaField("number", .integer), SchemaField("promise", .id),
        SchemaField("customer", .nullable(.text)), SchemaField("carrier", .nullable(.text)),
        SchemaField("region", .nullable(.text)), SchemaField("due_at", .instant),
        SchemaField("chance", .number, "To be delivered after that."), SchemaField("read_at", .instant),
        SchemaField("since", .nullable(.instant), "At the threshold or above."),
        SchemaField("stage", .word(OrderRisk.Stage.self)), SchemaField("days", .integer, "In the stage."),
        SchemaField("foreseen_at", .nullable(.instant), "When its customer was warned because of this."),
    ])

    static let quoteRule = Schema.object([
        SchemaField("place", .nullable(.id), "Null for the whole business."),
        SchemaField("confidence", .number), SchemaField("promises", .boolean), SchemaField("foresees", .boolean),
        SchemaField("threshold", .number),
    ])
}

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

/// Shares in thousandths.
enum Share {
    /// `0.95` is 950; `nil` for what is no share from 0 to 1 with at most three decimals.
    static func thousandths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int(parts[0]), (0...1).contains(whole), !text.hasPrefix("+"),
            !text.hasPrefix("-")
        else { return nil }
        guard parts.count == 2 else { return whole * 1_000 }
        let digits = parts[1]
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int(digits + String(repeating: "0", count: 3 - digits.utf8.count))
        else { return nil }
        let found = whole * 1_000 + number
        return found <= 1_000 ? found : nil
    }
}

extension JSONFields {
    /// A share such as 0.95, in thousandths.
    func optionalShare(_ name: String) -> Int? {
        guard let value = value(name) else { return nil }
        if case .number(let digits) = value, let share = Share.thousandths(digits) { return share }
        refuse(name, "quotes.problems.not-share")
        return nil
    }

    func share(_ name: String) -> Int {
        if !has(name) { refuse(name, "requests.missing") }
        return optionalShare(name) ?? 0
    }

    func flag(_ name: String) -> Bool {
        if !has(name) { refuse(name, "requests.missing") }
        return optionalFlag(name) ?? false
    }
}

extension JSONWriter {
    mutating func write(_ late: LikelyLate) {
        object { json in
            json.field("order", late.risk.order)
            json.field("number", late.number)
            json.field("promise", late.risk.promise)
            json.field("customer", late.customer)
            json.field("carrier", late.carrier)
            json.field("region", late.region)
            json.field("due_at", late.due)
            json.field("chance", Double(late.risk.chance) / 1_000)
            json.field("read_at", late.risk.readAt)
            json.field("since", late.risk.overSince)
            json.field("stage", late.risk.stage)
            json.field("days", late.risk.stageDays)
            json.field("foreseen_at", late.risk.foreseenAt)
        }
    }

    mutating func write(_ rule: QuoteRule, of place: ID<Place>?) {
        object { json in
            json.field("place", place)
            json.field("confidence", Double(rule.confidence) / 1_000)
            json.field("promises", rule.promises)
            json.field("foresees", rule.foresees)
            json.field("threshold", Double(rule.threshold) / 1_000)
        }
    }
}
