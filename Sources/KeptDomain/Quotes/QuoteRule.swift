/// How a business, or one place of it, quotes.
package struct QuoteRule: Sendable, Hashable {
    /// The share of quotes that is to be kept, in thousandths: 500...999.
    package var confidence: Int
    /// Whether a new order without a told time is promised the quoted one.
    package var promises: Bool
    /// Whether an order that will probably be late is foreseen to be, and its customer warned.
    package var foresees: Bool
    /// From which chance to be late on, in thousandths: 100...990.
    package var threshold: Int

    package init(confidence: Int = 900, promises: Bool = false, foresees: Bool = true, threshold: Int = 500) {
        self.confidence = confidence
        self.promises = promises
        self.foresees = foresees
        self.threshold = threshold
    }

    package static let usual = QuoteRule()
    package static let confidences = 500...999
    package static let thresholds = 100...990

    package var problems: [FieldProblem] {
        [
            Self.problem(confidence, "confidence", Self.confidences),
            Self.problem(threshold, "threshold", Self.thresholds),
        ].compactMap(\.self)
    }

    /// What is wrong with a share that is given in thousandths.
    package static func problem(_ value: Int, _ field: String, _ range: ClosedRange<Int>) -> FieldProblem? {
        range.contains(value)
            ? nil
            : FieldProblem(
                field, "quotes.problems.share",
                [Fact("from", share(range.lowerBound)), Fact("to", share(range.upperBound))])
    }

    private static func share(_ thousandths: Int) -> String { "0." + padded(thousandths, 3) }
}

/// An order that somebody thinks of, for which a time is to be quoted.
package struct DeliveryQuestion: Sendable, Hashable {
    /// `nil` for the default one.
    package var place: ID<Place>?
    package var carrier: ID<Carrier>?
    package var region: String?
    package var postcode: String?
    package var channel: String?
    package var segment: String?
    package var total: Int64?
    package var goods: Int
    package var sku: String?
    package var productGroup: String?
    /// `nil` for now.
    package var orderedAt: Instant?
    /// In thousandths; `nil` for that of the place.
    package var confidence: Int?

    package init(place: ID<Place>? = nil) {
        self.place = place
        goods = 0
    }

    package func problems(now: Instant) -> [FieldProblem] {
        var problems: [FieldProblem?] = [
            .optional(region, "region"), .optional(postcode, "postcode"), .optional(channel, "channel"),
            .optional(segment, "segment"), .optional(sku, "sku"), .optional(productGroup, "product_group"),
            confidence.flatMap { QuoteRule.problem($0, "confidence", QuoteRule.confidences) },
        ]
        if let orderedAt {
            problems.append(RecordedTime.problem(orderedAt, "ordered_at"))
            if orderedAt > now + TrackingEvent.clockSkew {
                problems.append(FieldProblem("ordered_at", "problems.in-the-future"))
            }
        }
        return problems.compactMap(\.self)
    }
}
