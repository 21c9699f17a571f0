import KeptFigures

/// When an order will be with the customer, with the wanted probability, and what that rests on.
package struct DeliveryQuote: Sendable, Hashable {
    /// How long like orders of late took, counted plainly.
    package struct Likes: Sendable, Hashable {
        package let count: Int
        /// The days within which the wanted share of them was delivered.
        package let days: Int
        /// How many days back they are counted.
        package let span: Int
        package let isByRegion: Bool
        package let isByCarrier: Bool

        package init(count: Int, days: Int, span: Int, isByRegion: Bool, isByCarrier: Bool) {
            self.count = count
            self.days = days
            self.span = span
            self.isByRegion = isByRegion
            self.isByCarrier = isByCarrier
        }
    }

    /// How things go at present, beyond what chance makes of them.
    package enum Pace: String, Sendable, CaseIterable {
        case slower, usual, faster
    }

    /// The share of such quotes that is to be kept.
    package let confidence: Double
    /// The share of failures at which it was read off: 1 − confidence, moved by what became of earlier quotes.
    package let alpha: Double
    /// Kept until its end in the order's zone.
    package let day: Day
    package let due: Instant
    /// By when it is as likely there as not; `nil` where that lies beyond what is looked at.
    package let median: Day?
    package let ordered: Day
    /// How many deliveries it rests on, in all.
    package let delivered: Int
    package let likes: Likes?
    /// The region was named and never delivered to: the quote is that of orders in general.
    package let isRegionNew: Bool
    package let pace: Pace
    /// The day as of which the record was learned from.
    package let model: Day
    package let curve: QuoteCurve

    /// Days from the purchase.
    package var days: Int { day.days(since: ordered) }

    /// The chance that it is there by the end of a day, 0...1; of days before the quote was asked for 0.
    package func chance(by day: Day) -> Double { curve.chance(by: day.days(since: ordered)) }
}

/// What a quote rests on, for the sentence beside it.
package struct QuoteBasis: Sendable, Hashable {
    package let confidence: Double
    package let delivered: Int
    package let likes: DeliveryQuote.Likes?
    package let isRegionNew: Bool
    package let pace: DeliveryQuote.Pace

    package init(
        confidence: Double, delivered: Int, likes: DeliveryQuote.Likes?, isRegionNew: Bool, pace: DeliveryQuote.Pace
    ) {
        self.confidence = confidence
        self.delivered = delivered
        self.likes = likes
        self.isRegionNew = isRegionNew
        self.pace = pace
    }
}

extension DeliveryQuote {
    package var basis: QuoteBasis {
        QuoteBasis(
            confidence: confidence, delivered: delivered, likes: likes, isRegionNew: isRegionNew, pace: pace)
    }
}

extension DeliveryModel {
    /// When an order that is not delivered yet will be there.
    ///
    /// - Parameters:
    ///   - confidence: 0.5...0.999.
    ///   - alpha: the share of failures to read it off at, as outcomes have moved it.
    /// - Returns: a day that is not before today and no further from the purchase than any delivery of late.
    package func quote(
        _ order: QuotedOrder, at now: Instant, confidence: Double, alpha: Double
    ) -> Result<DeliveryQuote, Unquotable> {
        let needed = QuotedTicks.needed(confidence: confidence)
        guard delivered >= needed else { return .failure(.tooFew(lacking: needed - delivered)) }
        let known = KnownOrder(order, in: self, at: now)
        guard known.standing.age <= longest else { return .failure(.beyondBounds) }
        let curve = curve(of: known)
        let (age, most) = (known.first, longest - known.first)
        guard let ticks = QuotedTicks.least(curve, alpha: alpha, longest: most) else { return .failure(.beyondBounds) }
        let day = known.ordered.advanced(by: age + ticks)
        let groups = LikeOrders.groups(region: order.facts.region, carrier: order.facts.carrier)
        let found = likes.first(of: groups, share: confidence)
        return .success(
            DeliveryQuote(
                confidence: confidence, alpha: alpha, day: day, due: order.zone.endOfDay(day),
                median: QuotedTicks.least(curve, alpha: 0.5, longest: most).map {
                    known.ordered.advanced(by: age + $0)
                }, ordered: known.ordered, delivered: delivered,
                likes: found.map {
                    DeliveryQuote.Likes(
                        count: $0.count, days: $0.ticks, span: likes.span, isByRegion: $0.group.region != nil,
                        isByCarrier: $0.group.carrier != nil)
                }, isRegionNew: known.isRegionNew, pace: pace, model: self.day,
                curve: QuoteCurve(first: age, ended: curve)))
    }

    private var pace: DeliveryQuote.Pace {
        switch delivery.pace {
        case 1: .faster
        case -1: .slower
        default: .usual
        }
    }

    /// The chances to be there by the end of each day from `known.first` on.
    private func curve(of known: KnownOrder) -> [Float] {
        let ahead = max(0, Int(known.ordered.number - day.number))
        guard known.first > 0 || known.standing.dispatched != nil else {
            return delivery.curve(of: 0, in: known.facts, ahead: ahead)
        }
        return risk(of: known).curve(of: 0, standing: known.standing, count: QuoteClock.bound)
    }

    func risk(of known: KnownOrder) -> LateRisk {
        let today = Int(known.ordered.number - day.number) + known.standing.age
        return LateRisk(
            approval: approval, dispatch: dispatch, transit: transit, runs: known.facts, known: max(0, today))
    }
}
