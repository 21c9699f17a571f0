import KeptDomain
import KeptWords

/// Uses of one guarantee in one transaction: gathered, and written table by table. What is owed and what the customer is
/// told of it are rows of the same commit, so a crash leaves both or neither.
struct GuaranteeBatch {
    private(set) var given = 0
    private(set) var held = 0
    private let guarantee: Guarantee
    private let transaction: Transaction
    private var day: Day?
    private var uses: [[Value]] = []
    private var remedies: [[Value]] = []
    private var coupons: GuaranteeCoupons
    private var tellings: TellingBatch
    private var lines: [ID<Case>: Int] = [:]
    private var released: [ID<GuaranteeUse>] = []
    /// Gifts of which less went out than was owed, because the money had gone back already.
    private var cut: [ID<GuaranteeUse>: [GivenGift]] = [:]
    private var back: [ID<Order>: Int] = [:]

    /// - Parameter words: for messages to customers; `nil` where a file told what happened.
    init(_ guarantee: Guarantee, in transaction: Transaction, words: Vocabulary?) {
        self.guarantee = guarantee
        self.transaction = transaction
        coupons = GuaranteeCoupons(days: guarantee.rule.couponDays, in: transaction)
        tellings = TellingBatch(in: transaction, words: words)
    }

    /// - Parameters:
    ///   - reason: why a lead is asked; `nil` for what is given now.
    ///   - price: what the recorder typed.
    mutating func add(
        _ facts: GuaranteeFacts, _ gifts: [GivenGift], heldBecause reason: Guarantee.HeldBecause? = nil,
        price: SeenPrice? = nil
    ) throws {
        let id = transaction.newID(GuaranteeUse.self)
        // What somebody typed counts against their day at the place of the case.
        let day = try price == nil ? today() : transaction.day(at: facts.scope.place, transaction.now)
        let state: GuaranteeUseRecord.State = reason == nil ? .given : .held
        let recorder: String? = guarantee.rule.trigger.isInRecord ? nil : transaction.actor.description
        let row: SQL = """
            \(id), \(guarantee.id), \(guarantee.version), \(facts.matter), \(facts.order), \(facts.case), \
            \(facts.promise), \(facts.customer), \(facts.scope.place), \(state), \(GiftText.write(gifts)), \
            \(facts.language), \(transaction.now), \(day), \(recorder), \(price?.paid.minor), \(price?.seen.minor), \
            \(reason)
            """
        uses.append(row.values)
        let about = About(
            use: id, order: facts.order, found: facts.case, promise: facts.promise, customer: facts.customer,
            place: facts.scope.place, language: facts.language)
        transaction.journal(
            JournalEntry(
                reason == nil ? "guarantee.used" : "guarantee.held", of: about.subject, customer: facts.customer,
                facts: [Fact("name", guarantee.rule.name)] + gifts.map { Fact("amount", $0.amount) }))
        if reason == nil {
            given += 1
            try give(gifts, about, day)
        } else {
            held += 1
        }
    }

    /// One that waited for a lead goes out.
    ///
    /// - Parameters:
    ///   - gifts: of those it owes, what can be given now.
    ///   - order: that it is about, which may be known only since.
    ///   - found: the case in which its customer is told.
    mutating func release(
        _ use: GuaranteeUseRecord, _ gifts: [GivenGift], on order: ID<Order>?, in found: ID<Case>?
    ) throws {
        given += 1
        released.append(use.id)
        if gifts != use.gifts { cut[use.id] = gifts }
        let about = About(
            use: use.id, order: order, found: found, promise: use.promise, customer: use.customer,
            place: use.place, language: use.language)
        try give(gifts, about, try today())
    }

    private struct About {
        let use: ID<GuaranteeUse>
        let order: ID<Order>?
        let found: ID<Case>?
        let promise: ID<Promise>?
        let customer: ID<Customer>?
        let place: ID<Place>
        let language: String

        var subject: Subject { found.map { .case($0) } ?? order.map { .order($0) } ?? .business }
    }

    private mutating func give(_ gifts: [GivenGift], _ about: About, _ day: Day) throws {
        var told: [GuaranteedGift] = []
        for gift in gifts {
            let id = transaction.newID(Remedy.self)
            let remedy: SQL = """
                \(id), \(about.found), \(about.order), \(about.customer), \(about.place), \(about.promise), \
                \(gift.kind), \(gift.amount.minor), \(gift.amount.currency.code), \(Remedy.Right.guarantee), \
                \(transaction.actor.description), \(transaction.now), \(day), \(about.use)
                """
            remedies.append(remedy.values)
            if let found = about.found { lines[found, default: 0] += 1 }
            if gift.kind.isMoneyBack, let order = about.order { back[order, default: 0] += 1 }
            transaction.journal(
                JournalEntry(
                    "remedy.given", of: about.subject, customer: about.customer,
                    facts: [
                        Fact("remedy", gift.kind.rawValue), Fact("amount", gift.amount),
                        Fact("right", Remedy.Right.guarantee.rawValue),
                    ]))
            var coupon: (code: CouponCode, until: Day)?
            if gift.kind == .coupon {
                coupon = try coupons.add(
                    gift, of: id, at: about.place, customer: about.customer, found: about.found, order: about.order)
            }
            told.append(GuaranteedGift(gift: gift, code: coupon?.code, until: coupon?.until))
        }
        guard about.customer != nil || about.order != nil || about.found != nil else { return }
        tellings.add(
            TellingBatch.Sentence(
                about: TellingAbout(customer: about.customer, found: about.found, order: about.order),
                said: OwnSentence.guaranteed(name(in: about.language), told).text, language: about.language))
    }

    /// As customers of a language know it.
    private func name(in language: String) -> String {
        guarantee.rule.called.nearest(to: language)?.value ?? guarantee.rule.name
    }

    private mutating func today() throws -> Day {
        if let day { return day }
        let found = try transaction.businessDay()
        day = found
        return found
    }

    /// Sends everything, parents first.
    mutating func write() throws {
        try transaction.add(
            into: "guarantee_uses",
            columns: [
                "id", "guarantee_id", "version_id", "matter_id", "order_id", "case_id", "promise_id", "customer_id",
                "place_id", "state", "gifts", "language", "used_at", "used_day", "recorded_by", "paid_minor",
                "seen_minor", "held_because",
            ], rows: uses)
        try transaction.add(
            into: "remedies",
            columns: [
                "id", "case_id", "order_id", "customer_id", "place_id", "promise_id", "kind", "amount_minor",
                "currency", "right_by", "given_by", "given_at", "given_day", "guarantee_use_id",
            ], rows: remedies)
        try coupons.write()
        try tellings.write()
        for (found, count) in lines.sorted(by: { $0.key < $1.key }) {
            transaction.noteGiving(on: found, lines: count)
        }
        for (order, count) in back.sorted(by: { $0.key < $1.key }) {
            transaction.noteMoneyBack(on: order, lines: count)
        }
        guard given > 0 else { return }
        transaction.put(
            """
            INSERT INTO guarantee_days (guarantee_id, day, given) VALUES (\(guarantee.id), \(try today()), \(given))
            ON CONFLICT (guarantee_id, day) DO UPDATE SET given = guarantee_days.given + excluded.given
            """)
        if !released.isEmpty {
            transaction.put(
                """
                UPDATE guarantee_uses SET state = 'given', decided_by = \(transaction.actor.description),
                  decided_at = \(transaction.now) WHERE id IN \(anyOf: released)
                """)
        }
        // Few: somebody gave money back on these while they waited.
        for (use, gifts) in cut.sorted(by: { $0.key < $1.key }) {
            transaction.put("UPDATE guarantee_uses SET gifts = \(GiftText.write(gifts)) WHERE id = \(use)")
        }
    }
}
