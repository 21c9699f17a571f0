import KeptFigures

/// A measure of the service around deliveries, defined in docs/measures.md.
package enum ServiceMeasure: String, Sendable, CaseIterable, Codable {
    // Flexibility.
    case requestAnswerTime = "request-answer-time"
    case expediteMet = "expedite-met"
    case substitutionMet = "substitution-met"
    case changeMet = "change-met"
    case otherMet = "other-met"
    // Information.
    case replyInTime = "reply-in-time"
    case replyTime = "reply-time"
    case accuracyByCustomer = "accuracy-by-customer"
    case detailByCustomer = "detail-by-customer"
    case accuracyByCheck = "accuracy-by-check"
    case detailByCheck = "detail-by-check"
    // Recovery from errors.
    case respondTime = "respond-time"
    case mendTime = "mend-time"
    // After-sale support.
    case afterSaleAnswerTime = "after-sale-answer-time"
    case afterSaleSolutionTime = "after-sale-solution-time"
    case afterSaleLasting = "after-sale-lasting"
    case afterSaleEase = "after-sale-ease"
    // Convenience.
    case ease

    /// What about a delivery service it is part of.
    package enum Factor: String, Sendable, CaseIterable, Codable {
        case flexibility, information, recovery
        case afterSale = "after-sale"
        case convenience
    }

    /// What its figure is.
    package enum Scale: String, Sendable, Codable {
        /// Met ÷ known, 0...1, with Wilson's interval.
        case share
        /// Seconds: the median, with the interval of its order statistics, and the ninth decile.
        case time
        /// The mean of points, with the interval by Student's distribution, within the points that there are.
        case score
    }

    package var factor: Factor {
        switch self {
        case .requestAnswerTime, .expediteMet, .substitutionMet, .changeMet, .otherMet: .flexibility
        case .replyInTime, .replyTime, .accuracyByCustomer, .detailByCustomer, .accuracyByCheck, .detailByCheck:
            .information
        case .respondTime, .mendTime: .recovery
        case .afterSaleAnswerTime, .afterSaleSolutionTime, .afterSaleLasting, .afterSaleEase: .afterSale
        case .ease: .convenience
        }
    }

    package var scale: Scale {
        switch self {
        case .expediteMet, .substitutionMet, .changeMet, .otherMet, .replyInTime, .afterSaleLasting: .share
        case .requestAnswerTime, .replyTime, .respondTime, .mendTime, .afterSaleAnswerTime, .afterSaleSolutionTime:
            .time
        case .accuracyByCustomer, .detailByCustomer, .accuracyByCheck, .detailByCheck, .afterSaleEase, .ease: .score
        }
    }

    /// The points that can be given, of a score.
    package var range: ClosedRange<Double>? {
        switch self {
        case .accuracyByCustomer, .detailByCustomer, .accuracyByCheck, .detailByCheck: 0...2
        case .afterSaleEase, .ease: 1...5
        default: nil
        }
    }

    /// Whether it tells besides what is known how many were asked for, and how many of these nobody has answered or settled.
    package var countsOpen: Bool {
        switch self {
        case .expediteMet, .substitutionMet, .changeMet, .otherMet: true
        default: false
        }
    }

    /// Below so many, a figure says more of chance than of the service: none is shown.
    package static let fewest = 10
}

/// One thing that happened, measured.
package struct ServiceFact: Sendable, Hashable {
    package let measure: ServiceMeasure
    package let at: Instant
    /// Seconds, points, or 1 for met and 0 for not.
    package let value: Double
    package let place: ID<Place>
    package let segment: String?
    package let region: String?
    package let carrier: ID<Carrier>?
    package let order: ID<Order>?
    /// Asked, and not known yet; its value says nothing.
    package let isOpen: Bool

    package init(
        measure: ServiceMeasure, at: Instant, value: Double, place: ID<Place>, segment: String?, region: String?,
        carrier: ID<Carrier>?, order: ID<Order>? = nil, isOpen: Bool = false
    ) {
        self.measure = measure
        self.at = at
        self.value = value
        self.place = place
        self.segment = segment
        self.region = region
        self.carrier = carrier
        self.order = order
        self.isOpen = isOpen
    }
}

/// How the measures are split: by the day on which what is measured began, or by a group.
package enum ServiceSplit: String, Sendable, CaseIterable, Codable {
    case month, week, day, segment
    /// What has goods of several groups counts in each of them.
    case productGroup = "product-group"
    case region, carrier, place

    package var isTime: Bool { self == .month || self == .week || self == .day }
}

/// A figure with what it rests on.
package struct ServiceFigure: Sendable, Hashable {
    package let count: Int
    /// Of a share: how many of them were met.
    package let met: Int?
    /// Of what was asked for: how many are not answered or not settled yet, and so not in `count`.
    package let open: Int?
    /// Share, median in seconds or mean; `nil` where there are too few.
    package let value: Double?
    /// Where the value behind lies 95 times of 100; `nil` where there are too few.
    package let interval: ClosedRange<Double>?
    /// Of times: nine of ten are no longer.
    package let ninth: Double?

    /// How many were asked for, known or not.
    package var asked: Int? { open.map { $0 + count } }
    package var isEmpty: Bool { count + (open ?? 0) == 0 }

    /// - Parameters:
    ///   - values: of one measure; in any order.
    ///   - range: beyond which no mean can lie.
    package init(
        _ values: [Double], scale: ServiceMeasure.Scale, range: ClosedRange<Double>? = nil, open: Int? = nil
    ) {
        self.open = open
        count = values.count
        met = scale == .share ? values.count { $0 > 0 } : nil
        guard values.count >= ServiceMeasure.fewest else {
            (value, interval, ninth) = (nil, nil, nil)
            return
        }
        switch scale {
        case .share:
            let proportion = Proportion(values.count { $0 > 0 }, of: values.count)
            (value, interval, ninth) = (proportion.share, proportion.interval(), nil)
        case .time:
            let ordered = OrderedValues(values)
            (value, interval, ninth) = (ordered.quantile(0.5), Self.medianInterval(values), ordered.quantile(0.9))
        case .score:
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
            let reach = StudentT.usualQuantile(degrees: values.count - 1) * (square / count).squareRoot()
            (value, ninth) = (mean, nil)
            let around = (mean - reach)...(mean + reach)
            // Where all said the same, nothing tells how far the mean may be off.
            interval = square == 0 ? nil : range.map { around.clamped(to: $0) } ?? around
        }
    }

    /// Between the order statistics at ranks n/2 ∓ 0.98 √n, from 1 to n (W. J. Conover, Practical Nonparametric Statistics,
    /// 3rd ed. 1999, section 3.2); no assumption about the times but that they are independent.
    private static func medianInterval(_ values: [Double]) -> ClosedRange<Double> {
        let sorted = values.sorted()
        let (count, half) = (Double(sorted.count), Proportion.usualZ * Double(sorted.count).squareRoot() / 2)
        let low = max(1, Int((count / 2 - half).rounded(.down)))
        let high = min(sorted.count, Int((count / 2 + half).rounded(.up)) + 1)
        return sorted[low - 1]...sorted[high - 1]
    }
}

/// One period or group with a figure for each measure, in their order.
package struct ServiceRow: Sendable, Hashable {
    package let key: String
    package let figures: [ServiceMeasure: ServiceFigure]

    package init(key: String, figures: [ServiceMeasure: ServiceFigure]) {
        self.key = key
        self.figures = figures
    }

    package subscript(measure: ServiceMeasure) -> ServiceFigure {
        figures[measure] ?? ServiceFigure([], scale: measure.scale, open: measure.countsOpen ? 0 : nil)
    }

    /// Rows of facts by key; periods in order of time, groups with most facts first, what is of no group last. A fact of
    /// several groups counts in each.
    package static func rows(
        of facts: [ServiceFact], by split: ServiceSplit, keys: (ServiceFact) -> [String]
    ) -> [ServiceRow] {
        var groups: [String: [ServiceFact]] = [:]
        for fact in facts { for key in keys(fact) { groups[key, default: []].append(fact) } }
        let rows = groups.map { (count: $0.value.count, row: ServiceRow(key: $0.key, facts: $0.value)) }
        if split.isTime { return rows.map(\.row).sorted { $0.key < $1.key } }
        return rows.sorted { left, right in
            let (isLeft, isRight) = (left.row.key != DeliveryRow.unknownKey, right.row.key != DeliveryRow.unknownKey)
            if isLeft != isRight { return isLeft }
            return left.count == right.count ? left.row.key < right.row.key : left.count > right.count
        }.map(\.row)
    }

    package init(key: String, facts: [ServiceFact]) {
        let values = Dictionary(grouping: facts, by: \.measure)
        self.init(
            key: key,
            figures: values.reduce(into: [:]) { all, part in
                let known = part.value.filter { !$0.isOpen }
                all[part.key] = ServiceFigure(
                    known.map(\.value), scale: part.key.scale, range: part.key.range,
                    open: part.key.countsOpen ? part.value.count - known.count : nil)
            })
    }
}
