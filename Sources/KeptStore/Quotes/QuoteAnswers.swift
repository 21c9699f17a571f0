import KeptDomain
import KeptFigures

/// What there is to say of when an order will be there.
package struct QuoteAnswer: Sendable {
    /// How quotes that were told held of late.
    package struct Held: Sendable, Hashable {
        /// Told in the last 90 days.
        package let told: Int
        /// Those of them whose outcome is known.
        package let known: Int
        package let kept: Int

        package var share: Double? { known > 0 ? Double(kept) / Double(known) : nil }
        package static let days = 90
    }

    /// The share of such quotes that is to be kept.
    package let confidence: Double
    package let outcome: Result<DeliveryQuote, Unquotable>
    package let held: Held
    package let region: String?
    package let carrier: String?
    package let today: Day

    package var quote: DeliveryQuote? { if case .success(let quote) = outcome { quote } else { nil } }
}

/// Why nothing can be quoted for an order.
package enum QuoteRefusal: Refusal, Hashable {
    /// It is delivered, or will not be.
    case ended(OrderStatus)
    case isHistory

    package var key: String {
        switch self {
        case .ended: "quotes.refusals.ended"
        case .isHistory: "quotes.refusals.history"
        }
    }

    package var facts: [Fact] { if case .ended(let status) = self { [Fact("status", status.rawValue)] } else { [] } }
}

extension Reading {
    /// When an order that is under way will be there.
    ///
    /// - Parameter confidence: in thousandths; `nil` for that of its place.
    package func quote(
        of id: ID<Order>, confidence: Int? = nil, at now: Instant
    ) throws -> QuoteAnswer {
        let order = try knownOrder(id)
        if order.isHistory { throw QuoteRefusal.isHistory }
        if order.status.isFinal { throw QuoteRefusal.ended(order.status) }
        guard let facts = try quotedOrder(id) else { throw StoreError.notFound("order \(id)") }
        return try quote(facts, confidence: confidence, at: now)
    }

    /// When an order would be there that is not made yet.
    package func quote(_ question: DeliveryQuestion, at now: Instant) throws -> QuoteAnswer {
        try question.problems(now: now).check()
        let place = try place(orDefault: question.place)
        if let named = question.place, place.id != named { throw InvalidInput("place", "problems.no-such-place") }
        if let carrier = question.carrier, try self.carrier(carrier) == nil {
            throw InvalidInput("carrier", "problems.no-such-carrier")
        }
        let facts = QuotedOrder.Facts(
            place: place.id, region: question.region?.trimmedOrNil, postcode: question.postcode?.trimmedOrNil,
            carrier: question.carrier, channel: question.channel?.trimmedOrNil,
            segment: question.segment?.trimmedOrNil, total: question.total, goods: question.goods,
            sku: question.sku?.trimmedOrNil, productGroup: question.productGroup?.trimmedOrNil)
        let order = QuotedOrder(
            facts, zone: try zones.zone(place.zone), orderedAt: min(question.orderedAt ?? now, now))
        return try quote(order, confidence: question.confidence, at: now)
    }

    func quote(_ order: QuotedOrder, confidence asked: Int?, at now: Instant) throws -> QuoteAnswer {
        let thousandths = try asked ?? quoteRule(at: order.facts.place).confidence
        try [QuoteRule.problem(thousandths, "confidence", QuoteRule.confidences)].compactMap(\.self).check()
        let confidence = Double(thousandths) / 1_000
        let outcome: Result<DeliveryQuote, Unquotable>
        if let model = try deliveryModel() {
            let alpha = try quoteLevel(thousandths)?.alpha ?? 1 - confidence
            outcome = model.quote(order, at: now, confidence: confidence, alpha: alpha)
        } else {
            let needed = QuotedTicks.needed(confidence: confidence)
            outcome = .failure(.tooFew(lacking: max(0, needed - (try deliveries(atMost: needed)))))
        }
        return QuoteAnswer(
            confidence: confidence, outcome: outcome, held: try heldQuotes(at: now), region: order.facts.region,
            carrier: try order.facts.carrier.flatMap { try carrier($0)?.name }, today: order.zone.day(of: now))
    }

    /// How the quotes that were told of late held.
    package func heldQuotes(at now: Instant) throws -> QuoteAnswer.Held {
        try row(
            """
            SELECT count(*), coalesce(sum(CASE WHEN took_days IS NOT NULL THEN 1 ELSE 0 END), 0),
              coalesce(sum(CASE WHEN outcome = 'kept' THEN 1 ELSE 0 END), 0)
            FROM quotes WHERE told_at > \(now - .days(Int64(QuoteAnswer.Held.days))) AND is_wish = 0
              AND due_day = quoted_day
            """
        ) { QuoteAnswer.Held(told: $0.int(), known: $0.int(), kept: $0.int()) }
            ?? QuoteAnswer.Held(told: 0, known: 0, kept: 0)
    }

    /// Where outcomes have moved the quotes of a confidence, `nil` before the first was told.
    func quoteLevel(_ thousandths: Int) throws -> ConformalLevel? {
        try row(
            """
            SELECT alpha, usual_unheard, (SELECT count(*) FROM quotes
              WHERE heard_at IS NULL AND is_wish = 0 AND due_day = quoted_day AND confidence = \(thousandths))
            FROM quote_levels WHERE kind = 'delivery' AND confidence = \(thousandths)
            """
        ) {
            ConformalLevel(
                confidence: Double(thousandths) / 1_000, alpha: Double($0.int64()) / 1e9,
                usualUnheard: Double($0.int64()), unheard: $0.int())
        }
    }
}
