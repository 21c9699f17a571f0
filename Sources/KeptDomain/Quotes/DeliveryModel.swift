import KeptFigures

/// What the record of deliveries taught, apart from the record: all that a quote or a late risk takes, some hundred
/// kilobytes.
///
/// It knows what ended before its day. Nothing in it moves afterwards; the next night makes another.
package struct DeliveryModel: Sendable {
    /// What ended on this day or later is not known to it.
    package let day: Day
    /// How many deliveries it learned from.
    package let delivered: Int
    /// Orders a day, over the last 30.
    package let daily: Double
    /// Whether approvals are noted here.
    let approvesOrders: Bool
    let delivery: LearnedClock
    let approval: LearnedClock
    let dispatch: LearnedClock
    let transit: LearnedClock
    /// By column, the number of each name, known again by `NamePrint`.
    let names: [[UInt64: UInt16]]
    let likes: PrecedentCounts<LikeOrders>

    /// No delivery of late took longer, in days.
    package var longest: Int { delivery.longest }
}

/// Orders that deliveries are counted of beside a quote, from the particular to the general.
struct LikeOrders: Hashable, Sendable {
    /// `NamePrint` of the region; `nil` for any.
    let region: UInt64?
    /// `nil` for any.
    let carrier: Int64?

    static func groups(region: String?, carrier: ID<Carrier>?) -> [LikeOrders] {
        let region = region.flatMap { $0.isEmpty ? nil : NamePrint.of($0) }
        let all = [
            LikeOrders(region: region, carrier: carrier?.rawValue), LikeOrders(region: region, carrier: nil),
            LikeOrders(region: nil, carrier: carrier?.rawValue), LikeOrders(region: nil, carrier: nil),
        ]
        return all.enumerated().filter { !all[..<$0.offset].contains($0.element) }.map(\.element)
    }
}

extension DeliveryRecord {
    /// Learns from these orders what was known when a day began; `nil` where none was delivered by then.
    ///
    /// Each clock learns twice: the first time tells how likely it is that what is open will end at all, by which it counts
    /// the second time.
    package func learned(asOf day: Day) -> DeliveryModel? {
        let known = day.number - lag
        let delivered = courses.count { $0.isDelivered && $0.day + Int32($0.delivered) < known }
        guard delivered > 0 else { return nil }
        let median = EndedRuns(times(.delivery), since: known - 400, before: known).median
        func learn(_ kind: DeliveryClock) -> LearnedClock {
            var clock = clock(kind, asOf: Day(number: known))
            clock.fit(asOf: known)
            clock.fit(asOf: known, sweeps: 4)
            if let median { clock.setFading(median: median) }
            return clock.learned
        }
        return DeliveryModel(
            day: Day(number: known), delivered: delivered,
            daily: Double(courses.count { $0.day >= known - 30 && $0.day < known }) / 30,
            approvesOrders: notesApprovals,
            delivery: learn(.delivery), approval: learn(.approval), dispatch: learn(.dispatch),
            transit: learn(.transit),
            names: books.map { $0.prints }, likes: likes(before: known))
    }

    private func likes(before day: Int32) -> PrecedentCounts<LikeOrders> {
        let span = 60
        var counts: [LikeOrders: [Int32]] = [:]
        let carriers = books[DeliveryColumn.carrier.rawValue]
        for course in courses where course.isDelivered {
            let end = course.day + Int32(course.delivered)
            guard end < day, end >= day - Int32(span) else { continue }
            let carrier = carriers.name(course.carrier).flatMap { ID<Carrier>($0) }
            let took = min(Int(course.delivered), QuoteClock.bound)
            for group in LikeOrders.groups(region: region(course.region), carrier: carrier) {
                var of = counts[group] ?? []
                if of.count <= took { of += repeatElement(0, count: took + 1 - of.count) }
                of[took] += 1
                counts[group] = of
            }
        }
        return PrecedentCounts(counts, span: span)
    }
}

extension KeyBook {
    var prints: [UInt64: UInt16] {
        var found: [UInt64: UInt16] = [:]
        for (name, key) in keys { found[NamePrint.of(name)] = key }
        return found
    }
}
