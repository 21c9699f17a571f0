import KeptDomain
import KeptStore

/// When an order reached each stage, for its staff page and its customer's.
struct OrderStages {
    let status: OrderStatus
    let orderedAt: Instant
    let approvedAt: Instant?
    let preparedAt: Instant?
    let dispatchedAt: Instant?
    let inTransitAt: Instant?
    let attemptedAt: Instant?
    let deliveredAt: Instant?
    /// When it came to an end other than delivery.
    let endedAt: Instant?
    /// Nobody brings it: it is fetched once it is prepared.
    var isPickUp = false

    /// The whole cycle, with the attempt at the door only where there was one, and another end in the place of the delivery
    /// where it came to that.
    /// - Parameter usual: how long comparable orders took; on the customer's page nobody is compared.
    func views(beside usual: UsualStages? = nil) -> [StageView] {
        var stages: [(OrderStatus, Instant?)] = [
            (.ordered, orderedAt), (.approved, approvedAt), (.prepared, preparedAt),
        ]
        if !isPickUp || dispatchedAt != nil { stages.append((.dispatched, dispatchedAt)) }
        if !isPickUp || inTransitAt != nil { stages.append((.inTransit, inTransitAt)) }
        if attemptedAt != nil { stages.append((.attempted, attemptedAt)) }
        let hasOtherEnd = status.isFinal && status != .delivered
        if !hasOtherEnd || deliveredAt != nil { stages.append((.delivered, deliveredAt)) }
        if hasOtherEnd { stages.append((status, endedAt)) }
        // What is compared is measured as the record measures it, which is not always from the stage shown before.
        let lengths = StageTimes(
            Milestones(
                ordered: orderedAt, approved: approvedAt, prepared: preparedAt, dispatched: dispatchedAt,
                inTransit: inTransitAt, delivered: deliveredAt))
        var before: Instant?
        return stages.map { stage, at in
            let took = before.flatMap { before in at.flatMap { $0 > before ? $0 - before : nil } }
            before = at ?? before
            let own = Stage(rawValue: stage.rawValue)
            let range = own.flatMap { usual?[$0] }
            let isSlow = own.flatMap { lengths[$0] }.flatMap { length in range.map { length > $0.to } } ?? false
            return StageView(
                stage, at: at, took: took, usual: range, isHere: stage == status, isSlow: isSlow, isPickUp: isPickUp)
        }
    }
}

extension OrderStages {
    init(_ order: Order, _ events: [TrackingEvent]) {
        self.init(
            status: order.status, orderedAt: order.orderedAt, approvedAt: order.approvedAt,
            preparedAt: order.preparedAt, dispatchedAt: order.dispatchedAt, inTransitAt: order.inTransitAt,
            attemptedAt: events.first { $0.kind == .attempted }?.at, deliveredAt: order.deliveredAt,
            endedAt: events.last { $0.kind.rawValue == order.status.rawValue }?.at, isPickUp: order.isPickUp)
    }

    init(_ page: TrackingPage) {
        self.init(
            status: page.status, orderedAt: page.orderedAt, approvedAt: page.approvedAt, preparedAt: page.preparedAt,
            dispatchedAt: page.dispatchedAt, inTransitAt: page.inTransitAt,
            attemptedAt: page.steps.first { $0.kind == .attempted }?.at, deliveredAt: page.deliveredAt,
            endedAt: page.steps.last { $0.kind.rawValue == page.status.rawValue }?.at, isPickUp: page.isPickUp)
    }
}
