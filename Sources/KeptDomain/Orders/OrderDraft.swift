/// An order as another system, a colleague or a file tells us about it.
package struct OrderDraft: Sendable, Hashable {
    /// What was already said to the customer about its arrival.
    package enum PromisedBy: Sendable, Hashable {
        /// Until the end of that day in the customer's zone.
        case day(Day)
        case instant(Instant)
    }

    /// The system that the order comes from, with its id there. The same pair never makes a second order.
    package var source: String
    package var externalID: String
    package var customer: CustomerDraft?
    /// `nil` for the place that is the default.
    package var place: ID<Place>?
    package var carrier: ID<Carrier>?
    package var channel: String?
    /// Lines may be of several currencies; only an order in one has a total.
    package var lines: [OrderLine]
    package var orderedAt: Instant
    package var promisedBy: PromisedBy?
    /// What was said about single lines, by their index from 0; counts where nothing was said about the whole order.
    package var linePromises: [Int: PromisedBy]
    /// Goods may come apart, each group with a promise of its own.
    package var splitDelivery: Bool

    package init(
        source: String, externalID: String, customer: CustomerDraft? = nil, place: ID<Place>? = nil,
        carrier: ID<Carrier>? = nil, channel: String? = nil, lines: [OrderLine], orderedAt: Instant,
        promisedBy: PromisedBy? = nil, linePromises: [Int: PromisedBy] = [:], splitDelivery: Bool = false
    ) {
        self.source = source
        self.externalID = externalID
        self.customer = customer
        self.place = place
        self.carrier = carrier
        self.channel = channel
        self.lines = lines
        self.orderedAt = orderedAt
        self.promisedBy = promisedBy
        self.linePromises = linePromises
        self.splitDelivery = splitDelivery
    }

    package static let mostLines = 2_000

    /// What was said about one line alone, `nil` where nothing was.
    package func told(ofLine index: Int) -> PromisedBy? {
        linePromises[index] ?? (lines.indices.contains(index) ? lines[index].promisedAt.map { .instant($0) } : nil)
    }

    /// What is wrong with it by itself; what depends on other rows is found where it is made.
    package func problems(now: Instant) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(source, "source"))
        problems.append(.required(externalID, "external_id"))
        problems.append(.optional(channel, "channel"))
        if let customer { problems += customer.problems("customer.") }
        if orderedAt > now + TrackingEvent.clockSkew {
            problems.append(FieldProblem("ordered_at", "problems.in-the-future"))
        }
        problems.append(RecordedTime.problem(orderedAt, "ordered_at"))
        switch promisedBy {
        case .day(let day): problems.append(RecordedTime.problem(day, "promised_by"))
        case .instant(let at): problems.append(RecordedTime.problem(at, "promised_by"))
        case nil: break
        }
        if lines.isEmpty { problems.append(FieldProblem("lines", "problems.no-lines")) }
        if lines.count > Self.mostLines {
            problems.append(FieldProblem("lines", "problems.too-many", [Fact("limit", Self.mostLines)]))
        }
        for (index, line) in lines.enumerated().prefix(Self.mostLines) {
            problems += line.problems("lines[\(index)].")
        }
        return problems
    }

    /// Sum of price times quantity, `nil` when the lines are of several currencies.
    package var total: Money? {
        guard let currency = lines.first?.price.currency, lines.allSatisfy({ $0.price.currency == currency })
        else { return nil }
        return Money(minor: lines.reduce(0) { $0 + $1.price.minor * Int64($1.quantity) }, currency: currency)
    }
}

extension OrderLine {
    /// Bounds within which the sum of a whole order stays a 64-bit number.
    private static let highest: Int64 = 1_000_000_000_000
    private static let most = 1_000_000

    package enum Bounded { case quantity, price }

    /// Which of both is too large in magnitude, or the price for so many; `nil` when they can be reckoned with.
    package static func outOfRange(quantity: Int64, price: Int64) -> Bounded? {
        guard (0...Int64(most)).contains(quantity) else { return .quantity }
        let sum = price.multipliedReportingOverflow(by: quantity)
        return price.magnitude > highest || sum.overflow || sum.partialValue.magnitude > highest ? .price : nil
    }

    func problems(_ prefix: String) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, prefix + "name", limit: 500))
        problems.append(.optional(sku, prefix + "sku"))
        problems.append(.optional(productGroup, prefix + "product_group"))
        if !(1...Self.most).contains(quantity) {
            problems.append(
                FieldProblem(prefix + "quantity", "problems.out-of-range", [Fact("from", 1), Fact("to", Self.most)]))
        }
        // A voucher is a line with a negative price; goods never are.
        let lowest = isGoods ? 0 : -Self.highest
        let sum = price.minor.multipliedReportingOverflow(by: Int64(quantity))
        if !(lowest...Self.highest).contains(price.minor) || sum.overflow || sum.partialValue.magnitude > Self.highest {
            problems.append(
                FieldProblem(
                    prefix + "price_minor", "problems.out-of-range", [Fact("from", lowest), Fact("to", Self.highest)]))
        }
        if let filledQuantity, !(0...Self.most).contains(filledQuantity) {
            problems.append(
                FieldProblem(
                    prefix + "filled_quantity", "problems.out-of-range", [Fact("from", 0), Fact("to", Self.most)]))
        }
        return problems
    }

    /// Whether both are the same line as ordered; what was learnt since (how many were there, the promise) is left out.
    package func isSameOrdered(as other: OrderLine) -> Bool {
        name == other.name && sku == other.sku && productGroup == other.productGroup && quantity == other.quantity
            && price == other.price && isGoods == other.isGoods
    }
}
