import KeptFigures

/// Orders column by column, in the order of their purchase, as the clocks learn from them.
///
/// About a hundred bytes an order.
package struct DeliveryRecord: Sendable {
    /// What is known of one order, in days from its purchase; days are those of its zone.
    struct Course: Sendable {
        let orderedAt: Int64
        /// `Int64.max` while it is not delivered.
        let deliveredAt: Int64
        /// Days since 1970-01-01.
        let day: Int32
        /// −1 while it is not.
        let delivered: Int16
        let approved: Int16
        let dispatched: Int16
        /// `Int16.min` where nothing was promised; below 0 where the promise had passed at the purchase.
        let promised: Int16
        let region: UInt16
        let carrier: UInt16
        /// Whether the milestone came after noon of its day.
        let isApprovedLate: Bool
        let isDispatchedLate: Bool
        let isDeliveredBeforeNoon: Bool

        var isDelivered: Bool { delivered >= 0 }
        var lead: Int? { promised == .min ? nil : Int(promised) }
        /// The first age at whose noon it was known.
        var approvedByNoon: Int? { approved < 0 ? nil : Int(approved) + (isApprovedLate ? 1 : 0) }
        var dispatchedByNoon: Int? { dispatched < 0 ? nil : Int(dispatched) + (isDispatchedLate ? 1 : 0) }
        /// The last age at whose noon it was not delivered yet.
        var lastOpenNoon: Int { Int(delivered) - (isDeliveredBeforeNoon ? 1 : 0) }
    }

    private(set) var courses: [Course] = []
    private(set) var facts = RunFacts(width: DeliveryColumn.allCases.count)
    private var delivery = RunTimes()
    private var approval = RunTimes()
    private var dispatch = RunTimes()
    private var transit = RunTimes()
    private(set) var books = [KeyBook](repeating: KeyBook(), count: DeliveryColumn.allCases.count)
    private var zones: Set<String> = []
    /// Orders with an approval that somebody noted.
    private var noted = 0
    /// Orders that were delivered before they were bought, and left out.
    package private(set) var impossible = 0

    package init() {}

    package var count: Int { courses.count }
    package var isEmpty: Bool { courses.isEmpty }

    /// How many days later an event is known everywhere than where it happened: 0 where all orders are of one zone, else
    /// 1, since a day that is over in Tokyo is not over in Lima.
    package var lag: Int32 { zones.count > 1 ? 1 : 0 }

    package func region(_ code: UInt16) -> String? { books[DeliveryColumn.region.rawValue].name(code) }

    /// Whether the business notes approvals, of most orders at least. Where it does not, an order needs none and counts as
    /// approved when it was bought, whether it was dispatched since or not.
    var notesApprovals: Bool { 2 * noted > courses.count }

    func times(_ clock: DeliveryClock) -> RunTimes {
        switch clock {
        case .delivery: delivery
        case .approval: notesApprovals ? approval : RunTimes(endingAtOnce: courses.map(\.day))
        case .dispatch: dispatch
        case .transit: transit
        }
    }

    /// A clock of these orders that has learned nothing yet and will as of a day.
    package func clock(_ clock: DeliveryClock, asOf day: Day) -> QuoteClock {
        QuoteClock(
            clock.facts, runs: notesApprovals ? facts : facts.marked(at: 0), times: times(clock), day: day.number)
    }

    /// Takes in the next order. One that was delivered before it was bought is counted and left out.
    ///
    /// - Precondition: it was bought no earlier than the last one.
    package mutating func append(_ order: QuotedOrder) {
        if order.isImpossible {
            impossible += 1
            return
        }
        precondition(courses.last.map { $0.orderedAt <= order.orderedAt.microseconds } ?? true, "orders out of order")
        let ordered = order.zone.local(order.orderedAt)
        zones.insert(order.zone.name)
        let day = ordered.day
        let promised = order.promisedAt.map { order.zone.day(of: $0).days(since: day) }
        func reached(_ instant: Instant?) -> (days: Int, isLate: Bool)? {
            guard let instant else { return nil }
            let local = order.zone.local(instant)
            return (max(0, local.day.days(since: day)), local.secondsOfDay > Self.noon)
        }
        let delivered = reached(order.deliveredAt)
        // What was delivered was dispatched before, and what was dispatched was approved before, whether anybody noted it or
        // not; neither is known any sooner. `notesApprovals` is for those who note none.
        let dispatched = [reached(order.dispatchedAt), delivered].compactMap { $0 }.min { $0.days < $1.days }
        let noted = reached(order.approvedAt)
        let approved = noted ?? dispatched
        if noted != nil { self.noted += 1 }
        let lead = order.lead(promised)
        let keys = DeliveryKeys.row(of: order.facts, lead: lead, ordered: ordered) { column, name in
            books[column.rawValue].key(name)
        }
        let region = keys[DeliveryColumn.region.rawValue]
        courses.append(
            Course(
                orderedAt: order.orderedAt.microseconds, deliveredAt: order.deliveredAt?.microseconds ?? .max,
                day: day.number, delivered: Int16(clamping: delivered?.days ?? -1),
                approved: Int16(clamping: approved?.days ?? -1), dispatched: Int16(clamping: dispatched?.days ?? -1),
                promised: promised.map { Int16(clamping: $0) } ?? .min, region: region,
                carrier: keys[DeliveryColumn.carrier.rawValue],
                isApprovedLate: approved?.isLate ?? false,
                isDispatchedLate: dispatched?.isLate ?? false,
                isDeliveredBeforeNoon: order.deliveredAt.map { order.zone.local($0).secondsOfDay < Self.noon } ?? false)
        )
        facts.append(
            keys: keys, group: region, weekday: day.weekday.rawValue, lead: lead ?? 0, mark: approved?.days)
        delivery.append(start: day.number, ended: delivered?.days)
        approval.append(start: day.number, ended: approved?.days)
        dispatch.append(start: day.number, ended: dispatched?.days)
        let left = dispatched.map { left in (day.number + Int32(left.days), left.days) }
        transit.append(
            start: left?.0, ended: delivered.flatMap { end in left.map { max(0, end.days - $0.1) } },
            offset: left?.1 ?? 0)
    }

    private static let noon = 43_200
}

/// Numbers for names, from 1 in the order in which they came; 0 for those that no longer fit.
struct KeyBook: Sendable {
    private(set) var keys: [String: UInt16] = [:]
    private var names: [String] = []

    mutating func key(_ name: String) -> UInt16 {
        if let key = keys[name] { return key }
        guard names.count < Int(UInt16.max) - 1 else { return 0 }
        names.append(name)
        keys[name] = UInt16(names.count)
        return UInt16(names.count)
    }

    /// `nil` for 0 and for the empty name, which stands for "unknown".
    func name(_ key: UInt16) -> String? {
        guard key > 0, Int(key) <= names.count, !names[Int(key) - 1].isEmpty else { return nil }
        return names[Int(key) - 1]
    }
}

extension DeliveryRecord {
    /// Whether an order was bought before the last one here, so that it cannot be appended.
    package func isBefore(_ order: QuotedOrder) -> Bool {
        courses.last.map { order.orderedAt.microseconds < $0.orderedAt } ?? false
    }
}
