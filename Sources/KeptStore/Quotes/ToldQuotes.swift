import KeptDomain
import KeptFigures

/// What a told time rests on, as it was when it was told.
package struct ToldQuote: Sendable, Hashable {
    package enum Outcome: String, Sendable, CaseIterable {
        case kept, late
        /// It will never be known: the order was cancelled, or never came.
        case givenUp = "given-up"
    }

    package let promise: ID<Promise>
    package let order: ID<Order>
    package let toldAt: Instant
    package let quoted: Day
    /// In thousandths: how likely the told time was to be kept.
    package let chance: Int
    /// Earlier than could be quoted.
    package let isWish: Bool
    package let basis: QuoteBasis
    package let outcome: Outcome?

    static let columns: SQL = """
        q.promise_id, q.order_id, q.told_at, q.quoted_day, q.chance, q.is_wish, q.confidence, q.delivered, q.likes, \
        q.likes_days, q.likes_span, q.likes_by_region, q.likes_by_carrier, q.is_region_new, q.pace, q.outcome
        """

    init(_ row: inout Row) {
        promise = row.id()
        order = row.id()
        toldAt = row.instant()
        quoted = row.day()
        chance = row.int()
        isWish = row.flag()
        let (confidence, delivered) = (row.int(), row.int())
        let (likes, days, span) = (row.optionalInt(), row.optionalInt(), row.optionalInt())
        let (byRegion, byCarrier) = (row.flag(), row.flag())
        var found: DeliveryQuote.Likes?
        if let likes, let days, let span {
            found = DeliveryQuote.Likes(
                count: likes, days: days, span: span, isByRegion: byRegion, isByCarrier: byCarrier)
        }
        basis = QuoteBasis(
            confidence: Double(confidence) / 1_000, delivered: delivered, likes: found, isRegionNew: row.flag(),
            pace: row.word())
        outcome = row.optionalWord()
    }
}

extension Reading {
    /// What the told times of an order rest on, by promise.
    package func toldQuotes(of order: ID<Order>) throws -> [ID<Promise>: ToldQuote] {
        Dictionary(
            uniqueKeysWithValues: try rows(
                "SELECT \(ToldQuote.columns) FROM quotes q WHERE q.order_id = \(order) ORDER BY q.promise_id"
            ) {
                let quote = ToldQuote(&$0)
                return (quote.promise, quote)
            })
    }
}

extension Transaction {
    /// Keeps with a word that was told about an order how likely it was to be kept: as the quote it was told by, or as a
    /// wish where it is earlier. Nothing is kept where nothing can be quoted.
    func keepChance(of promise: Promise) throws {
        guard promise.isTold, !promise.askedByCustomer, let id = promise.order else { return }
        guard let model = try deliveryModel(), let order = try quotedOrder(id), order.deliveredAt == nil else { return }
        guard try count("SELECT count(*) FROM orders WHERE id = \(id) AND is_history = 0") == 1 else { return }
        let confidence = try quoteRule(at: order.facts.place).confidence
        let alpha = try quoteLevel(confidence)?.alpha ?? 1 - Double(confidence) / 1_000
        guard
            case .success(let quote) = model.quote(
                order, at: now, confidence: Double(confidence) / 1_000, alpha: alpha)
        else { return }
        try keep(quote, of: promise, on: id, in: order.zone, daily: model.daily)
    }

    /// Keeps what a promise rests on that was told as a quote.
    func keep(_ quote: DeliveryQuote, of promise: Promise, on order: ID<Order>, in zone: Zone, daily: Double) throws {
        let day = zone.day(of: promise.due)
        // A time within a day is surely kept where it was kept by the end of the day before. Forms take whole minutes.
        let whole = promise.due >= zone.endOfDay(day) - .minutes(1) ? day : day.advanced(by: -1)
        let isWish = whole < quote.day
        let chance = Int((quote.chance(by: whole) * 1_000).rounded())
        let confidence = Int((quote.confidence * 1_000).rounded())
        try run(
            """
            INSERT INTO quotes (promise_id, order_id, told_at, due_at, ordered_day, due_day, quoted_day, confidence, chance,
              alpha, is_wish, model_day, delivered, likes, likes_days, likes_span, likes_by_region, likes_by_carrier,
              is_region_new, pace, curve)
            VALUES (\(promise.id), \(order), \(now), \(promise.due), \(quote.ordered), \(day), \(quote.day), \(confidence),
              \(chance), \(Int64((quote.alpha * 1e9).rounded())), \(isWish), \(quote.model), \(quote.delivered),
              \(quote.likes?.count), \(quote.likes?.days), \(quote.likes?.span), \(quote.likes?.isByRegion ?? false),
              \(quote.likes?.isByCarrier ?? false), \(quote.isRegionNew), \(quote.pace), \(quote.curve.bytes))
            """)
        guard !isWish, day == quote.day else { return }
        // As many as will usually be out at once, by orders a day and days quoted.
        let usual = Int((daily * Double(max(1, quote.days))).rounded())
        try run(
            """
            INSERT INTO quote_levels (kind, confidence, alpha, usual_unheard)
            VALUES ('delivery', \(confidence), \(Int64(((1 - quote.confidence) * 1e9).rounded())), \(usual))
            ON CONFLICT (kind, confidence) DO NOTHING
            """)
    }

    /// The quote that a new order is promised by, where its place promises quotes and nobody told it a time.
    func quoteToPromise(_ draft: OrderDraft, _ frame: OrderFrame) throws -> (quote: DeliveryQuote, daily: Double)? {
        guard frame.promisesQuotes, draft.promisedBy == nil, !draft.splitDelivery,
            draft.lines.contains(where: \.isGoods),
            draft.lines.indices.allSatisfy({ draft.told(ofLine: $0) == nil })
        else { return nil }
        let rule = try quoteRule(at: frame.place.id)
        guard rule.promises, let model = try deliveryModel() else { return nil }
        var facts = QuotedOrder.Facts(
            place: frame.place.id, region: frame.region, postcode: frame.postcode, carrier: draft.carrier,
            channel: draft.channel, segment: draft.customer?.segment ?? frame.customer?.segment,
            total: draft.total?.minor)
        let goods = draft.lines.filter(\.isGoods)
        facts.freight = draft.lines.filter { !$0.isGoods }.reduce(0) { $0 + $1.price.minor }
        (facts.goods, facts.sku, facts.productGroup) = (goods.count, goods.first?.sku, goods.first?.productGroup)
        let order = QuotedOrder(facts, zone: frame.zone, orderedAt: min(draft.orderedAt, now))
        let confidence = Double(rule.confidence) / 1_000
        let alpha = try quoteLevel(rule.confidence)?.alpha ?? 1 - confidence
        let outcome = model.quote(order, at: now, confidence: confidence, alpha: alpha)
        guard case .success(let quote) = outcome else { return nil }
        return (quote, model.daily)
    }
}
