import KeptDomain
import KeptWords

/// A sale at which a coupon is used.
package struct CouponSale: Sendable, Hashable {
    /// Which till, by the name that it has there.
    package var till: String
    /// What the till calls this sale; the same when it asks again.
    package var reference: String
    /// What is to be paid before the coupon; a percentage needs it.
    package var total: Money?

    package init(till: String, reference: String, total: Money? = nil) {
        self.till = till
        self.reference = reference
        self.total = total
    }

    func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(till, "till"))
        problems.append(.required(reference, "reference"))
        if let total, !(0...RemedyDraft.largest).contains(total.minor) {
            problems.append(FieldProblem("sale", "problems.no-such-amount"))
        }
        return problems
    }
}

extension Transaction {
    /// Makes a coupon by hand, for instance one on paper: within nobody's case, so it asks for the right to set limits.
    package func addCoupon(_ draft: CouponDraft) throws -> Coupon {
        try permit(.setLimits)
        try draft.problems(at: now).check()
        if let customer = draft.customer, try self.customer(customer) == nil {
            throw InvalidInput("customer", "requests.unknown-id")
        }
        return make(draft)
    }

    /// The coupon of a remedy, good to the end of the local day a year on.
    func makeCoupon(of given: Remedy) throws -> Coupon? {
        guard let amount = given.amount else { return nil }
        return make(
            CouponDraft(
                worth: .amount(amount), validUntil: try couponEnd(at: given.place, days: CouponDraft.usualDays),
                customer: given.customer, case: given.case, order: given.order, remedy: given.id))
    }

    /// The last microsecond of the local day so many days on.
    func couponEnd(at place: ID<Place>, days: Int) throws -> Instant {
        let zone = try zones.zone(self.place(orDefault: place).zone)
        return zone.startOfDay(zone.day(of: now).advanced(by: days + 1)) - Span(microseconds: 1)
    }

    func make(_ draft: CouponDraft) -> Coupon {
        let coupon = Coupon(
            id: newID(), code: .random(), worth: draft.worth, validUntil: draft.validUntil, customer: draft.customer,
            case: draft.case, order: draft.order, remedy: draft.remedy, madeAt: now)
        put(coupon.insertion(madeBy: actor.description))
        journal(JournalEntry("coupon.made", of: coupon.subject, customer: coupon.customer, facts: coupon.facts))
        return coupon
    }

    /// Takes a coupon at a till, once. The same till with the same reference is answered as before.
    ///
    /// - Returns: the use, and whether it was made now.
    package func redeemCoupon(_ code: String, at sale: CouponSale) throws -> (use: CouponUse, isNew: Bool) {
        try permit(.redeemCoupon, .anyPlace)
        try sale.problems().check()
        guard let coupon = try coupon(coded: code) else { throw CouponRefusal.unknownCode }
        if let known = try couponUse(at: sale) {
            guard known.coupon == coupon.id else { throw CouponRefusal.referenceTaken }
            guard known.reversedAt == nil else { throw CouponRefusal.referenceTaken }
            return (known, false)
        }
        let value = try coupon.redeemed(at: now, sale: sale.total)
        let taken = try run(
            """
            UPDATE coupons SET redeemed_at = \(now), revision = revision + 1
            WHERE id = \(coupon.id) AND redeemed_at IS NULL AND ended_at IS NULL
            """)
        guard taken == 1 else {
            // Another till was quicker, or the remedy was taken back: as it stands now says which, and when.
            guard let stands = try self.coupon(coupon.id) else { throw CouponRefusal.unknownCode }
            _ = try stands.redeemed(at: now, sale: sale.total)
            throw StoreError.conflict(revision: stands.revision)
        }
        let id = newID(CouponRedemption.self)
        try run(
            """
            INSERT INTO coupon_redemptions (id, coupon_id, till, reference, amount_minor, currency, redeemed_by, redeemed_at)
            VALUES (\(id), \(coupon.id), \(sale.till), \(sale.reference), \(value.minor), \(value.currency.code),
              \(actor.description), \(now))
            """)
        journal(
            JournalEntry(
                "coupon.redeemed", of: coupon.subject, customer: coupon.customer,
                facts: [Fact("coupon", coupon.code), Fact("amount", value), Fact("till", sale.till)]))
        guard let use = try couponUse(id) else { preconditionFailure("a use that was just written") }
        return (use, true)
    }

    /// The sale did not come about: the coupon can be used again.
    package func reverseRedemption(_ id: ID<CouponRedemption>, why: String) throws {
        try permit(.redeemCoupon, .anyPlace)
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        guard let use = try couponUse(id), let coupon = try coupon(use.coupon) else {
            throw StoreError.notFound("redemption \(id)")
        }
        guard use.reversedAt == nil else { throw CouponRefusal.notRedeemed }
        let taken = try run(
            "UPDATE coupons SET redeemed_at = NULL, revision = revision + 1 WHERE id = \(coupon.id) AND redeemed_at IS NOT NULL"
        )
        guard taken == 1 else { throw CouponRefusal.notRedeemed }
        put(
            """
            UPDATE coupon_redemptions SET reversed_by = \(actor.description), reversed_at = \(now), reversed_why = \(why)
            WHERE id = \(id)
            """)
        journal(
            JournalEntry(
                "coupon.redemption-reversed", of: coupon.subject, customer: coupon.customer, why: why,
                facts: [Fact("coupon", coupon.code), Fact("amount", use.amount), Fact("till", use.till)]))
    }

    /// The remedy is taken back: its coupon is taken no more. - Throws: where the customer used it already.
    func takeBackCoupon(of given: Remedy) throws {
        guard given.kind == .coupon, let coupon = try coupon(ofRemedy: given.id) else { return }
        let ended = try run(
            """
            UPDATE coupons SET ended_at = \(now), revision = revision + 1
            WHERE id = \(coupon.id) AND redeemed_at IS NULL AND ended_at IS NULL
            """)
        guard ended == 1 else { throw RemedyRefusal.couponRedeemed }
    }
}

extension Reading {
    package func coupon(_ id: ID<Coupon>) throws -> Coupon? {
        try row("SELECT \(Coupon.columns) FROM coupons WHERE id = \(id)", Coupon.init)
    }

    /// The coupon of a code as somebody typed it; `nil` for what is no code or was never given.
    package func coupon(coded typed: String) throws -> Coupon? {
        guard let code = CouponCode(typed) else { return nil }
        return try row("SELECT \(Coupon.columns) FROM coupons WHERE code = \(code.text)", Coupon.init)
    }

    func coupon(ofRemedy id: ID<Remedy>) throws -> Coupon? {
        try row("SELECT \(Coupon.columns) FROM coupons WHERE remedy_id = \(id)", Coupon.init)
    }

    /// The coupons of one case, by their remedies.
    package func coupons(onCase id: ID<Case>) throws -> [Coupon] {
        try rows("SELECT \(Coupon.columns) FROM coupons WHERE case_id = \(id) ORDER BY id", Coupon.init)
    }

    /// The newest first, going on below `before`.
    package func coupons(customer: ID<Customer>? = nil, before: ID<Coupon>? = nil, limit: Int) throws -> [Coupon] {
        let of: SQL = if let customer { " AND customer_id = \(customer)" } else { "" }
        return try rows(
            """
            SELECT \(Coupon.columns) FROM coupons WHERE id < \(before?.rawValue ?? .max)\(of)
            ORDER BY id DESC LIMIT \(limit)
            """, Coupon.init)
    }

    package func couponUse(_ id: ID<CouponRedemption>) throws -> CouponUse? {
        try row("SELECT \(CouponUse.columns) FROM coupon_redemptions WHERE id = \(id)", CouponUse.init)
    }

    /// Every use of a coupon, the newest first.
    package func couponUses(of id: ID<Coupon>) throws -> [CouponUse] {
        try rows(
            "SELECT \(CouponUse.columns) FROM coupon_redemptions WHERE coupon_id = \(id) ORDER BY id DESC",
            CouponUse.init)
    }

    fileprivate func couponUse(at sale: CouponSale) throws -> CouponUse? {
        try row(
            """
            SELECT \(CouponUse.columns) FROM coupon_redemptions
            WHERE till = \(sale.till) AND reference = \(sale.reference)
            """, CouponUse.init)
    }
}

extension Coupon {
    /// Whose journal tells of it.
    fileprivate var subject: Subject { `case`.map { .case($0) } ?? order.map { .order($0) } ?? .business }

    fileprivate var facts: [Fact] {
        [Fact("coupon", code), Fact("amount", worth.most), Fact("valid-until", validUntil.iso)]
    }
}
