import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// Coupons at the counter.
enum CouponRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/coupons", site) { page in
                try page.permit(.redeemCoupon)
                return try await page.page { try await show(page, page.query["code"], $0) }
            },
            .page(.post, "/coupons", site, make),
            .page(.post, "/coupons/redemptions", site, redeem),
            .page(.post, "/coupons/redemptions/{id}/reversal", site, reverse),
        ]
    }

    private static func show(
        _ page: PageRequest, _ typed: String?, _ context: PageContext, values: FormValues = .fresh,
        refused: CouponForm? = nil
    ) async throws -> HTML {
        let view = try await page.read { reading in
            let coupon = try typed.flatMap { try reading.coupon(coded: $0) }
            return CouponView(
                typed: typed, coupon: coupon, uses: try coupon.map { try reading.couponUses(of: $0.id) } ?? [],
                lately: coupon == nil ? try reading.coupons(limit: 20) : [], currency: try reading.businessCurrency())
        }
        return couponPage(view, context, values: values, refused: refused)
    }

    private static func redeem(_ page: PageRequest) async throws -> Response {
        try page.permit(.redeemCoupon)
        let sent = try await page.submitted()
        let code = sent["code"] ?? ""
        return try await page.respond(to: sent) { form in
            let (till, reference) = (try form.required("till"), try form.required("reference"))
            let coupon = try await page.read { try $0.coupon(coded: code) }
            let total = try coupon.flatMap { try form.money("sale", in: $0.worth.most.currency) }
            let sale = CouponSale(till: till, reference: reference, total: total)
            _ = try await page.write { try $0.redeemCoupon(code, at: sale).use.id }
            return .seeOther(Paths.with(Paths.coupons, ["code": coupon?.code.text ?? code]))
        } orShow: { context, values in
            try await show(page, code, context, values: values, refused: .redeem)
        }
    }

    private static func reverse(_ page: PageRequest) async throws -> Response {
        try page.permit(.redeemCoupon)
        let id: ID<CouponRedemption> = try page.id()
        let code = try await page.read { reading in
            guard let use = try reading.couponUse(id), let coupon = try reading.coupon(use.coupon) else {
                throw StoreError.notFound("redemption \(id)")
            }
            return coupon.code.text
        }
        return try await page.submit { form in
            let why = try form.required("why")
            try await page.write { try $0.reverseRedemption(id, why: why) }
            return Paths.with(Paths.coupons, ["code": code])
        } orShow: { context, _ in
            try await show(page, code, context)
        }
    }

    private static func make(_ page: PageRequest) async throws -> Response {
        try page.permit(.setLimits)
        return try await page.submit { form in
            guard let currency = try form.currency() else { throw InvalidInput("currency", "problems.required") }
            guard let most = try form.money("amount", in: currency) else {
                throw InvalidInput("amount", "problems.required")
            }
            let percent = try form.whole("percent", in: 1...100)
            let days = try form.whole("days", in: 1...3_650) ?? CouponDraft.usualDays
            let until = page.now + .days(Int64(days))
            let draft = CouponDraft(
                worth: percent.map { .percent($0, upTo: most) } ?? .amount(most), validUntil: until)
            let coupon = try await page.write { try $0.addCoupon(draft) }
            return Paths.with(Paths.coupons, ["code": coupon.code.text])
        } orShow: { context, values in
            try await show(page, nil, context, values: values, refused: .make)
        }
    }
}
