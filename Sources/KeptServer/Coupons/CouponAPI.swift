import HTTPTypes
import KeptDomain
import KeptStore

/// Coupons for programs: tills ask about a code, take it once, and give it back.
enum CouponAPI {
    static let routes: [APIRoute] = [
        .get(
            "/coupons/check", "What a code is worth now", tag: "Coupons", needs: .redeemCoupon,
            query: [QueryField("code", .text, "As typed, with or without hyphens.")], answers: .named("Coupon")
        ) { api in
            let now = api.now
            let code = try api.asked { $0.text("code") ?? "" }
            let coupon = try await api.read { try $0.coupon(coded: code) }
            guard let coupon else { throw Problem(.notFound, CouponRefusal.unknownCode.key) }
            return APIAnswer { $0.write(coupon, at: now) }
        },
        .list(
            "/coupons", "Coupons, the newest first", tag: "Coupons", needs: .seeCases,
            query: [QueryField("customer", .id, "Only those of this customer.")], of: .named("Coupon")
        ) { api in
            let (customer, before, limit) = try api.asked { query in
                (query.id("customer", of: Customer.self), query.cursor { ID<Coupon>($0) }, query.limit())
            }
            let now = api.now
            let found = try await api.read { try $0.coupons(customer: customer, before: before, limit: limit + 1) }
            return .page(found, limit: limit, cursor: \.id.description) { $0.write($1, at: now) }
        },
        .post(
            "/coupons", "Make a coupon", tag: "Coupons", needs: .setLimits,
            body: .object([
                SchemaField("amount_minor", .integer, "What it takes off; of a percentage at most."),
                SchemaField("currency", .text), .optional("percent", .integer, "1 to 100 of the sale."),
                SchemaField("valid_until", .instant), .optional("customer", .id),
            ]), status: 201, answers: .named("Coupon"), make),
        .post(
            "/coupons/redemptions", "Take a coupon at a till, once", tag: "Coupons", needs: .redeemCoupon,
            body: .object([
                SchemaField("code", .text), SchemaField("till", .text, "Which till."),
                SchemaField("reference", .text, "The sale at that till: the same again is answered as before."),
                .optional("sale_minor", .integer, "What is to be paid; a percentage needs it."),
                .optional("currency", .text),
            ]), status: 201, answers: .named("CouponUse"), or: [.known], redeem),
        .post(
            "/coupons/redemptions/{id}/reversal", "The sale did not come about: the coupon can be used again",
            tag: "Coupons", needs: .redeemCoupon, body: .object([SchemaField("why", .text)]),
            answers: .named("CouponUse")
        ) { api in
            let (id, fields) = (try api.id(of: CouponRedemption.self), try api.fields())
            let why = fields.text("why")
            try fields.finish()
            return try await api.write { tx in
                try tx.reverseRedemption(id, why: why)
                guard let use = try tx.couponUse(id) else { throw StoreError.notFound("redemption \(id)") }
                return APIAnswer { $0.write(use) }
            }
        },
    ]

    @Sendable private static func make(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let minor = fields.whole("amount_minor", in: 1...RemedyDraft.largest)
        if !fields.has("currency") { fields.refuse("currency", "requests.missing") }
        let currency = fields.optionalCurrency()
        let percent = fields.optionalWhole("percent", in: 1...100)
        let (until, customer) = (fields.instant("valid_until"), fields.optionalID("customer", of: Customer.self))
        try fields.finish()
        guard let currency else { throw InvalidInput("currency", "requests.missing") }
        let most = Money(minor: minor, currency: currency)
        let draft = CouponDraft(
            worth: percent.map { .percent(Int($0), upTo: most) } ?? .amount(most), validUntil: until,
            customer: customer)
        return try await api.write { tx in
            let coupon = try tx.addCoupon(draft)
            return APIAnswer(201, revision: coupon.revision) { $0.write(coupon, at: tx.now) }
        }
    }

    @Sendable private static func redeem(_ api: APIRequest) async throws -> APIAnswer {
        let fields = try api.fields()
        let (code, till, reference) = (
            fields.text("code", limit: 60), fields.text("till", limit: 200), fields.text("reference", limit: 200)
        )
        let (minor, currency) = (fields.optionalMinor("sale_minor"), fields.optionalCurrency())
        if minor != nil, currency == nil { fields.refuse("currency", "requests.missing") }
        try fields.finish()
        let total = minor.flatMap { minor in currency.map { Money(minor: minor, currency: $0) } }
        return try await api.write { tx in
            let (use, isNew) = try tx.redeemCoupon(code, at: CouponSale(till: till, reference: reference, total: total))
            return APIAnswer(isNew ? 201 : 200) { $0.write(use) }
        }
    }
}

extension JSONWriter {
    mutating func write(_ coupon: Coupon, at now: Instant) {
        object { json in
            json.field("id", coupon.id)
            json.field("code", coupon.code.description)
            json.write(coupon.worth.most)
            json.field("percent", coupon.worth.percent)
            json.field("state", coupon.state(at: now))
            json.field("valid_until", coupon.validUntil)
            json.field("redeemed_at", coupon.redeemedAt)
            json.field("customer", coupon.customer)
            json.field("case", coupon.case)
            json.field("order", coupon.order)
            json.field("remedy", coupon.remedy)
            json.field("made_at", coupon.madeAt)
            json.field("revision", coupon.revision)
        }
    }

    mutating func write(_ use: CouponUse) {
        object { json in
            json.field("id", use.id)
            json.field("coupon", use.coupon)
            json.field("till", use.till)
            json.field("reference", use.reference)
            json.write(use.amount)
            json.field("redeemed_by", use.redeemedBy)
            json.field("redeemed_at", use.redeemedAt)
            json.field("reversed_at", use.reversedAt)
            json.field("reversed_why", use.reversedWhy)
        }
    }
}

extension Schema {
    static let coupon = Schema.object([
        SchemaField("id", .id), SchemaField("code", .text), SchemaField("amount_minor", .integer),
        SchemaField("currency", .text),
        SchemaField("percent", .nullable(.integer), "Of the sale, at most amount_minor."),
        SchemaField("state", .word(Coupon.State.self)), SchemaField("valid_until", .instant),
        SchemaField("redeemed_at", .nullable(.instant)), SchemaField("customer", .nullable(.id)),
        SchemaField("case", .nullable(.id)), SchemaField("order", .nullable(.id)),
        SchemaField("remedy", .nullable(.id)), SchemaField("made_at", .instant), SchemaField("revision", .integer),
    ])

    static let couponUse = Schema.object([
        SchemaField("id", .id), SchemaField("coupon", .id), SchemaField("till", .text), SchemaField("reference", .text),
        SchemaField("amount_minor", .integer, "What it took off."), SchemaField("currency", .text),
        SchemaField("redeemed_by", .text), SchemaField("redeemed_at", .instant),
        SchemaField("reversed_at", .nullable(.instant)), SchemaField("reversed_why", .nullable(.text)),
    ])
}
