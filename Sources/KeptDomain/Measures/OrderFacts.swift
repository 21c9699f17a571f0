/// What one order contributes to the deliveries measures. What is `nil` is unknown: it counts in no share and lowers
/// that share's coverage.
package struct OrderFacts: Sendable, Hashable {
    /// Where the order is counted besides among all. `nil` is counted as unknown.
    package struct Groups: Sendable, Hashable {
        package var carrier: String?
        package var region: String?
        package var segment: String?
        package var place: String?
        /// Each group of goods on the order once; the order counts in each of them.
        package var productGroups: [String]

        package init(
            carrier: String? = nil, region: String? = nil, segment: String? = nil, place: String? = nil,
            productGroups: [String] = []
        ) {
            self.carrier = carrier
            self.region = region
            self.segment = segment
            self.place = place
            self.productGroups = productGroups
        }
    }

    /// The day of purchase in the order's zone.
    package var day: Day
    package var groups: Groups
    /// The status is delivered and the time of delivery is known.
    package var isDelivered: Bool
    /// Delivered on the promised day or before, in the order's zone: a promised day is kept until its end.
    package var isOnTime: Bool?
    /// All that was ordered came.
    package var isComplete: Bool?
    package var isUndamaged: Bool?
    /// What came is what was ordered.
    package var isFilledRight: Bool?
    package var isBilledRight: Bool?
    package var availability: Availability?
    /// From order to delivery.
    package var cycle: Span?
    package var stages: StageTimes
    /// Tries until it was delivered, the last one included.
    package var attempts: Int?

    /// A perfect order is on time, complete, undamaged, filled right and billed right, all for the same order.
    ///
    /// Known only where it is known whether the order was on time. The other parts count as far as they are known: one
    /// known fault makes the order imperfect, an unknown part does not. Their coverage stands beside the figure.
    package var isPerfect: Bool? {
        guard let isOnTime else { return nil }
        return isOnTime && isComplete != false && isUndamaged != false && isFilledRight != false
            && isBilledRight != false
    }

    /// - Parameters:
    ///   - milestones: when the order reached each stage, as far as known.
    ///   - promisedDay: and `deliveredDay` in the order's zone.
    ///   - attempts: 0 when nobody counted them.
    package init(
        day: Day, groups: Groups, status: OrderStatus, milestones: Milestones, promisedDay: Day?, deliveredDay: Day?,
        attempts: Int = 0, availability: Availability? = nil, isComplete: Bool? = nil, isUndamaged: Bool? = nil,
        isFilledRight: Bool? = nil, isBilledRight: Bool? = nil
    ) {
        self.day = day
        self.groups = groups
        self.availability = availability
        self.isComplete = isComplete
        self.isUndamaged = isUndamaged
        self.isFilledRight = isFilledRight
        self.isBilledRight = isBilledRight
        isDelivered = status == .delivered && milestones.delivered != nil
        stages = isDelivered ? StageTimes(milestones) : StageTimes()
        guard isDelivered, let delivered = milestones.delivered else { return }
        if let promisedDay, let deliveredDay { isOnTime = deliveredDay <= promisedDay }
        if delivered >= milestones.ordered { cycle = delivered - milestones.ordered }
        if attempts > 0 { self.attempts = attempts }
    }
}

extension OrderFacts {
    /// Of an order as it stands: its course, its goods, and where it is counted.
    ///
    /// - Parameters:
    ///   - groups: without the groups of goods, which are told by `goods`.
    ///   - zone: of the order, in which its days begin and end.
    ///   - goods: lines of goods in order of position; empty where nobody listed them.
    package init(
        _ course: OrderCourse, day: Day, orderedAt: Instant, promisedDay: Day?, zone: Zone, groups: Groups,
        goods: some Collection<GoodsLine>
    ) {
        var groups = groups
        groups.productGroups = goods.productGroups
        self.init(
            day: day, groups: groups, status: course.status, milestones: course.milestones(ordered: orderedAt),
            promisedDay: promisedDay, deliveredDay: course.deliveredAt.map { zone.day(of: $0) },
            attempts: course.attempts, availability: Availability(of: goods, course.status),
            isComplete: course.isComplete, isUndamaged: course.isUndamaged, isFilledRight: course.isFilledRight,
            isBilledRight: course.isBilledRight)
    }
}

extension OrderFacts {
    /// Of an order with its lines, in order of position.
    ///
    /// - Parameter zone: of the order, in which its days begin and end.
    package init(of order: Order, _ lines: [OrderLine], in zone: Zone) {
        let groups = Groups(
            carrier: order.carrier.map { "\($0)" }, region: order.region, segment: order.segment,
            place: "\(order.place)")
        let goods = lines.filter(\.isGoods).map { line in
            GoodsLine(
                order: order.id, group: line.productGroup, quantity: Int64(line.quantity),
                filled: line.filledQuantity.map(Int64.init), price: line.price.minor,
                currency: line.price.currency.code)
        }
        self.init(
            order.course, day: zone.day(of: order.orderedAt), orderedAt: order.orderedAt,
            promisedDay: order.promisedAt.map(zone.day), zone: zone, groups: groups, goods: goods)
    }
}

/// When an order reached each stage of the order cycle.
package struct Milestones: Sendable, Hashable {
    package var ordered: Instant
    package var approved: Instant?
    package var prepared: Instant?
    package var dispatched: Instant?
    package var inTransit: Instant?
    package var delivered: Instant?

    package init(
        ordered: Instant, approved: Instant? = nil, prepared: Instant? = nil, dispatched: Instant? = nil,
        inTransit: Instant? = nil, delivered: Instant? = nil
    ) {
        self.ordered = ordered
        self.approved = approved
        self.prepared = prepared
        self.dispatched = dispatched
        self.inTransit = inTransit
        self.delivered = delivered
    }
}

/// The stages of the order cycle, each named by the milestone that ends it.
package enum Stage: String, Sendable, CaseIterable, Codable {
    case approved, prepared, dispatched
    case inTransit = "in_transit"
    case delivered
}

/// How long each stage of one order took.
///
/// A stage runs from the milestone before it. Preparing and transit are recorded by some businesses only: where they are
/// not known, the next stage runs from the one before them. A stage whose milestones are missing or out of order
/// (handed to the carrier before it was approved) is unknown.
package struct StageTimes: Sendable, Hashable {
    package var approved: Span?
    package var prepared: Span?
    package var dispatched: Span?
    package var inTransit: Span?
    package var delivered: Span?

    package init() {}

    package init(_ at: Milestones) {
        func length(_ start: Instant?, _ end: Instant?) -> Span? {
            guard let start, let end, end >= start else { return nil }
            return end - start
        }
        approved = length(at.ordered, at.approved)
        prepared = length(at.approved, at.prepared)
        dispatched = length(at.prepared ?? at.approved, at.dispatched)
        inTransit = length(at.dispatched, at.inTransit)
        delivered = length(at.inTransit ?? at.dispatched, at.delivered)
    }

    package subscript(stage: Stage) -> Span? {
        switch stage {
        case .approved: approved
        case .prepared: prepared
        case .dispatched: dispatched
        case .inTransit: inTransit
        case .delivered: delivered
        }
    }
}
