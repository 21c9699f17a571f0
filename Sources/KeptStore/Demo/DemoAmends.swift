import KeptDomain
import KeptWords

/// What the demonstration's shop did to make good what broke: limits, two guarantees, and remedies that colleagues gave in
/// the past. The same for the same seed.
struct DemoAmends {
    private let transaction: Transaction
    private let shop: DemoShop
    private let words: Vocabulary
    private var dice: Dice
    private var remedies: [[Value]] = []
    private var coupons: [[Value]] = []
    private var uses: [[Value]] = []
    private var tellings: [[Value]] = []
    private var counts: [ID<Case>: Int] = [:]
    private var days: [DayOfGiver: (given: Int, minor: Int64)] = [:]
    private var back: [ID<Order>: Int64] = [:]

    private struct DayOfGiver: Hashable {
        let giver: ID<Person>
        let day: Day
    }

    init(_ transaction: Transaction, shop: DemoShop, seed: UInt64, words: Vocabulary) {
        self.transaction = transaction
        self.shop = shop
        self.words = words
        dice = Dice(seed: seed &+ 7)
    }

    /// Gives something on about every other case that a broken word opened. One entry of the journal tells of all of it.
    mutating func add() throws {
        guard let euro = Currency("EUR") else { preconditionFailure("no euro") }
        let first = transaction.newID(Remedy.self)
        let broke: SQL = "EXISTS (SELECT 1 FROM promises p WHERE p.case_id = c.id AND p.state = 'broken')"
        for broken in try transaction.demoCases(where: broke, now: transaction.now) where dice.falls(0.45) {
            try give(on: broken, in: euro)
        }
        try write()
        let last = transaction.newID(Remedy.self)
        transaction.journal(
            JournalEntry(
                "business.demonstration-loaded", of: .business,
                facts: [Fact("uses", remedies.count), Fact("first", first), Fact("last", last)]))
    }

    private mutating func give(on broken: DemoCase, in euro: Currency) throws {
        let at = broken.openedAt + .minutes(Int64(dice.number(4...18)))
        guard at < broken.closedAt ?? transaction.now, shop.frontLine.contains(broken.owner) else { return }
        let isCoupon = dice.falls(0.7)
        var minor = isCoupon ? dice.pick([500, 500, 800, 1_000]) : dice.pick([400, 790, 1_200])
        // No more goes back than the order cost.
        if !isCoupon, let order = broken.order, let total = broken.total {
            minor = min(minor, Int(total - back[order, default: 0]))
            guard minor > 0 else { return }
            back[order, default: 0] += Int64(minor)
        }
        let day = shop.zone.day(of: at)
        let key = DayOfGiver(giver: broken.owner, day: day)
        // Well within what one person gives on a day.
        guard (days[key]?.minor ?? 0) + Int64(minor) <= 6_000 else { return }
        days[key, default: (0, 0)].given += 1
        days[key, default: (0, 0)].minor += Int64(minor)
        counts[broken.found, default: 0] += 1
        let amount = Money(minor: Int64(minor), currency: euro)
        let id = transaction.newID(Remedy.self)
        let kind: RemedyKind = isCoupon ? .coupon : .refund
        let (perCase, perDay) = isCoupon ? (1_500, 10_000) : (2_500, 15_000)
        let row: SQL = """
            \(id), \(broken.found), \(broken.order), \(broken.customer), \(shop.place.id), \(broken.promise), \(kind), \
            \(amount.minor), \(euro.code), \(Remedy.Right.limit), \("person:\(broken.owner)"), \(at), \(day), \
            \(Role.frontLine), \(perCase), \(perDay)
            """
        remedies.append(row.values)
        try tell(amount, coupon: isCoupon ? addCoupon(amount, of: id, on: broken, at: at) : nil, id, broken, at)
    }

    private mutating func addCoupon(_ amount: Money, of remedy: ID<Remedy>, on broken: DemoCase, at: Instant) -> Coupon
    {
        let code = CouponCode(numbers: (0..<CouponCode.length - 1).map { _ in dice.next() >> 8 })
        let until =
            shop.zone.startOfDay(shop.zone.day(of: at).advanced(by: CouponDraft.usualDays + 1)) - Span(microseconds: 1)
        let id = transaction.newID(Coupon.self)
        let used = at + .hours(Int64(dice.number(20...600)))
        let isUsed = dice.falls(0.5) && used < transaction.now
        let redeemedAt: Instant? = isUsed ? used : nil
        let row: SQL = """
            \(id), \(code.text), \(amount.minor), \(amount.currency.code), \(until), \(broken.customer), \(broken.found), \
            \(broken.order), \(remedy), \("person:\(broken.owner)"), \(at), \(redeemedAt)
            """
        coupons.append(row.values)
        if isUsed {
            let use: SQL = """
                \(transaction.newID(CouponRedemption.self)), \(id), \("Market Hill"), \("R-\(10_000 + coupons.count)"), \
                \(amount.minor), \(amount.currency.code), \("person:\(dice.pick(shop.frontLine))"), \(used)
                """
            uses.append(use.values)
        }
        return Coupon(
            id: id, code: code, worth: .amount(amount), validUntil: until, customer: broken.customer,
            case: broken.found, order: broken.order, remedy: remedy, madeAt: at, redeemedAt: redeemedAt)
    }

    private mutating func tell(
        _ amount: Money, coupon: Coupon?, _ remedy: ID<Remedy>, _ broken: DemoCase, _ at: Instant
    ) throws {
        let language = words.language(for: broken.language) ?? .english
        let reader = CustomerWords(words: words[language], zone: shop.zone, now: at)
        let said =
            coupon.map { reader.coupon($0) }
            ?? reader.words("authority.told.given", of: RemedyKind.refund, ["amount": reader.words.money(amount)])
        let row: SQL = """
            \(transaction.newID(Telling.self)), \(broken.customer), \(broken.found), \(broken.order), \(remedy), \
            \(said), \(language.tag), \(at)
            """
        tellings.append(row.values)
    }

    private func write() throws {
        try transaction.add(
            into: "remedies",
            columns: [
                "id", "case_id", "order_id", "customer_id", "place_id", "promise_id", "kind", "amount_minor",
                "currency", "right_by", "given_by", "given_at", "given_day", "limit_role", "limit_case_minor",
                "limit_day_minor",
            ], rows: remedies)
        try transaction.add(
            into: "coupons",
            columns: [
                "id", "code", "amount_minor", "currency", "valid_until", "customer_id", "case_id", "order_id",
                "remedy_id", "made_by", "made_at", "redeemed_at",
            ], rows: coupons)
        try transaction.add(
            into: "coupon_redemptions",
            columns: [
                "id", "coupon_id", "till", "reference", "amount_minor", "currency", "redeemed_by", "redeemed_at",
            ], rows: uses)
        try transaction.add(
            into: "tellings",
            columns: [
                "id", "customer_id", "case_id", "order_id", "remedy_id", "said", "language", "told_at",
            ], rows: tellings)
        try transaction.add(
            into: "remedy_counts", columns: ["case_id", "given"],
            rows: counts.sorted { $0.key < $1.key }.map { [.int($0.key.rawValue), .int(Int64($0.value))] })
        try transaction.add(
            into: "remedy_day_counts", columns: ["given_by", "given_day", "given"],
            rows: days.map { key, sum in
                [.text("person:\(key.giver)"), .int(Int64(key.day.number)), .int(Int64(sum.given))]
            })
    }
}

extension Transaction {
    /// Limits in euro, and two guarantees that are on: on time or a coupon, and whole on arrival.
    func addDemoAuthority() throws {
        guard let euro = Currency("EUR") else { preconditionFailure("no euro") }
        try addUsualLimits(in: euro)
        var onTime = ReadyGuarantee.onTime.rule(
            name: "On time, or a coupon", called: ["en": "On time, or a coupon", "zh-Hans": "准时，否则送优惠券"], in: euro)
        // Few, so that a bad day stops it and a lead is asked.
        onTime.mostPerDay = 1
        onTime.mostPerCustomer = 2
        let whole = GuaranteeRule(
            name: "Whole on arrival, or money back and a new one",
            called: ["en": "Whole on arrival, or money back and a new one", "zh-Hans": "完好送达，否则退款并换新"],
            trigger: .damaged, gifts: [.init(.refund, .percent(100)), .init(.replacement, .percent(100))],
            mostPerCustomer: 2, mostPerDay: 10)
        for rule in [onTime, whole] {
            let added = try addGuarantee(rule)
            try noteTrial(GuaranteeTrial(), of: added.id, version: added.number)
            try switchGuarantee(
                added.id, on: true, revision: added.revision + 1, why: "What we promise we keep, or pay for.")
        }
    }

    /// A colleague asks a lead for more than they may give, on the newest open case: something to decide on the first look.
    func askInDemo(words: Vocabulary) throws {
        let found = try row(
            """
            SELECT id FROM cases WHERE status = 'open' AND customer_id IS NOT NULL ORDER BY opened_at DESC, number DESC LIMIT 1
            """
        ) { $0.id(Case.self) }
        guard let found else { return }
        let known = try knownCase(found)
        guard let currency = try currency(of: known) else { return }
        let wanted = Money(minor: 60 * currency.everydayUnit, currency: currency)
        let left = try refundable(on: known)?.left ?? wanted
        let draft = RemedyDraft(
            left.minor < wanted.minor ? .gesture : .refund, amount: wanted,
            why: "A birthday present, and the second time in a month.")
        try askForRemedy(draft, on: found, words: words)
    }
}
