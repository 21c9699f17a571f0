import KeptDomain

/// What one customer of the demonstration orders, and how it reaches them. The same for the same seed.
struct DemoOrder: Sendable {
    enum Way: String, Sendable {
        /// Brought in the city until the next noon.
        case nextMorning = "web"
        /// Sent elsewhere.
        case parcel = "post"
        /// Ready at the counter in two hours.
        case pickUp = "pick-up"
        /// Brought in the city within four hours.
        case express = "express"
    }

    enum CarrierName: String, Sendable, CaseIterable {
        case pedal = "Pedal & Co"
        case vans = "Harbour Vans"
        case post = "Island Post"
    }

    let customer: DemoCustomer
    let way: Way
    let carrier: CarrierName?
    let lines: [OrderLine]
    let orderedAt: Instant

    /// - Parameter quick: the share of orders due within hours.
    init(at orderedAt: Instant, quick: Double, dice: inout Dice) {
        self.orderedAt = orderedAt
        customer = DemoCustomer(dice.number(0...(DemoCustomer.count - 1)))
        if customer.isInTheCity {
            way = dice.falls(quick) ? (dice.falls(0.6) ? .pickUp : .express) : .nextMorning
        } else {
            way = .parcel
        }
        switch way {
        case .pickUp: carrier = nil
        case .parcel: carrier = .post
        case .nextMorning, .express: carrier = dice.falls(0.55) ? .pedal : .vans
        }
        lines = Self.lines(dice: &dice)
    }

    private static func lines(dice: inout Dice) -> [OrderLine] {
        guard let euro = Currency("EUR") else { preconditionFailure("no euro") }
        var lines = (0..<[1, 1, 1, 2, 2, 3][dice.number(0...5)]).map { _ in
            let shelf = dice.pick(DemoTexts.shelves)
            let title = dice.number(0...(shelf.titles.count - 1))
            let quantity = dice.falls(0.12) ? 2 : 1
            let filled = dice.falls(0.985) ? quantity : quantity - 1
            return OrderLine(
                name: shelf.titles[title], sku: "\(shelf.group.prefix(3).uppercased())-\(100 + title)",
                productGroup: shelf.group, quantity: quantity, filledQuantity: filled,
                price: Money(minor: Int64(shelf.price + title * 200), currency: euro))
        }
        if dice.falls(0.1) {
            lines.append(
                OrderLine(
                    name: DemoTexts.giftWrap, quantity: 1, price: Money(minor: 250, currency: euro), isGoods: false))
        }
        return lines
    }

    var draft: OrderDraft {
        OrderDraft(
            source: "lantern.example", externalID: "", customer: customerDraft, channel: way.rawValue, lines: lines,
            orderedAt: orderedAt)
    }

    private var customerDraft: CustomerDraft {
        CustomerDraft(
            source: "lantern.example", externalID: customer.externalID, name: customer.name, email: customer.email,
            language: customer.language, segment: customer.segment,
            address: Address(city: customer.city, region: customer.region))
    }
}

/// How an order of the demonstration goes.
struct DemoCourse: Sendable {
    struct Step: Sendable {
        let kind: TrackingEvent.Kind
        let at: Instant
        let reason: String?
    }

    /// In order of time.
    private(set) var steps: [Step] = []
    private(set) var deliveredAt: Instant?
    private(set) var cancelledAt: Instant?
    private(set) var isLost = false
    private(set) var isDamaged = false

    /// The last thing that happens.
    var end: Instant { steps.last?.at ?? Instant(seconds: 0) }

    /// A course as it is written down.
    init(_ steps: [Step]) { self.steps = steps }

    init(of order: DemoOrder, due: Instant, dice: inout Dice) {
        let language = order.customer.language
        let whole = due - order.orderedAt
        let at = { (share: Double) in
            order.orderedAt + Span(microseconds: Int64(Double(whole.microseconds) * share))
        }
        add(.approved, at(dice.share(0.02...0.08)))
        if dice.falls(0.02) {
            let instant = Instant(seconds: at(dice.share(0.1...0.3)).seconds)
            cancelledAt = instant
            add(.cancelled, instant, DemoTexts.cancelled.text(in: language))
            return
        }
        add(.prepared, at(dice.share(0.12...0.3)))
        if order.way != .pickUp {
            add(.dispatched, at(dice.share(0.35...0.5)))
            add(.inTransit, at(dice.share(0.55...0.65)))
        }
        if dice.falls(0.004), order.way != .pickUp {
            isLost = true
            add(.lost, due + .hours(Int64(dice.number(10...40))), DemoTexts.lost.text(in: language))
            return
        }
        if dice.falls(Self.lateShare(of: order)) {
            let excuse = dice.pick(Self.excuses(of: order)).text(in: language)
            if order.way != .pickUp { add(.attempted, at(dice.share(0.85...0.97)), excuse) }
            let longest = order.way == .pickUp || order.way == .express ? 0.8 : 1.6
            deliveredAt = at(1 + dice.share(0.05...longest))
        } else {
            if dice.falls(0.05), order.way != .pickUp {
                add(.attempted, at(dice.share(0.66...0.68)), DemoTexts.roadExcuses[2].text(in: language))
            }
            deliveredAt = at(dice.share(0.69...0.98))
        }
        deliveredAt = deliveredAt.map { Instant(seconds: $0.seconds) }
        if let deliveredAt { add(.delivered, deliveredAt) }
        finish(order, dice: &dice)
    }

    private mutating func finish(_ order: DemoOrder, dice: inout Dice) {
        guard let deliveredAt else { return }
        let language = order.customer.language
        if dice.falls(0.01) {
            isDamaged = true
            add(.damaged, deliveredAt + .hours(2), DemoTexts.damaged.text(in: language))
        } else if dice.falls(0.012) {
            add(.returned, deliveredAt + .hours(Int64(dice.number(20...70))), DemoTexts.returned.text(in: language))
        }
    }

    private mutating func add(_ kind: TrackingEvent.Kind, _ at: Instant, _ reason: String? = nil) {
        // Whole seconds, as other systems write them.
        steps.append(Step(kind: kind, at: Instant(seconds: at.seconds), reason: reason))
    }

    private static func lateShare(of order: DemoOrder) -> Double {
        switch order.carrier {
        case .pedal: 0.13
        case .vans: 0.035
        case .post: 0.08
        case nil: 0.06
        }
    }

    private static func excuses(of order: DemoOrder) -> [DemoText] {
        switch order.carrier {
        case .pedal: DemoTexts.bikeExcuses
        case .vans, .post: DemoTexts.roadExcuses
        case nil: DemoTexts.counterExcuses
        }
    }
}
