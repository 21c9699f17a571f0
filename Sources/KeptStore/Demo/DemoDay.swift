import KeptDomain
import KeptWords

/// An order of the demonstration whose course is not over.
struct DemoCurrent {
    let order: DemoOrder
    let course: DemoCourse
}

/// The day in progress: what has happened of it goes through the same operations as in a real shop, what will happen
/// waits as rows.
struct DemoDay {
    let store: Store
    let shop: DemoShop
    let now: Instant
    let words: Vocabulary

    /// What happens at a moment to the order of this number.
    private struct Moment {
        let at: Instant
        let number: Int
        /// `nil`: it is ordered.
        let step: DemoCourse.Step?
    }

    /// - Returns: how many orders are under way.
    func begin(_ current: [DemoCurrent], seed: UInt64) async throws -> Int {
        let all = (current + opening(seed: seed)).sorted { $0.order.orderedAt < $1.order.orderedAt }
        var moments = all.indices.map { Moment(at: all[$0].order.orderedAt, number: $0, step: nil) }
        for (number, one) in all.enumerated() {
            moments += one.course.steps.filter { $0.at <= now }.map { Moment(at: $0.at, number: number, step: $0) }
        }
        moments.sort { ($0.at, $0.number) < ($1.at, $1.number) }
        var ids: [Int: ID<Order>] = [:]
        var talks = try await DemoTalks(in: store, shop: shop, now: now, words: words)
        for (count, moment) in moments.enumerated() {
            if count % 16 == 0 { try await lapse(at: moment.at) }
            try await talks.play(until: moment.at)
            if let step = moment.step, let id = ids[moment.number] {
                try await record(step, of: id)
            } else {
                ids[moment.number] = try await order(all[moment.number].order, number: moment.number)
            }
        }
        try await talks.play(until: now)
        try await lapse(at: now)
        let (begun, waiting) = (now, ids)
        try await store.write(as: .system("demo"), at: begun) { tx in
            for (number, one) in all.enumerated() {
                for step in one.course.steps where step.at > begun { tx.putDemo(step, of: waiting[number]) }
            }
            tx.putDemoOrder(at: begun + .seconds(20), seed: seed)
        }
        return all.count
    }

    private func order(_ order: DemoOrder, number: Int) async throws -> ID<Order> {
        let key = TrackingKey.random()
        let (shop, words) = (shop, words)
        return try await store.write(as: .system("demo"), at: order.orderedAt) { tx in
            try tx.makeDemoOrder(order, named: "today-\(number)", in: shop, key: key, words: words).id
        }
    }

    private func record(_ step: DemoCourse.Step, of id: ID<Order>) async throws {
        try await store.write(as: .system("demo"), at: step.at) { [words] tx in
            _ = try tx.recordEvent(EventDraft(step.kind, at: step.at, reason: step.reason), of: id, words: words)
        }
    }

    private func lapse(at instant: Instant) async throws {
        while try await store.write(
            as: .system("deadlines"), at: instant, { [words] in try $0.lapseDeadlines(limit: 400, words: words).looked }
        )
            > 0
        {}
    }

    /// When orders at the counter are due and come, seconds from now: some of this morning and some of the next minutes. One
    /// comes too late, and one was not there in time.
    private static let script: [(dueIn: Int64, comesIn: Int64?)] = [
        (-9_600, -9_900), (-9_000, -9_100), (-8_100, -8_800), (-7_300, -7_700), (-6_600, -6_500), (-5_900, -6_700),
        (-5_200, -5_600), (-4_500, -4_700), (-3_700, -4_600), (-3_000, -3_200), (-2_300, -3_000), (-1_500, -1_900),
        (-800, -1_300), (-300, -420),
        (45, 12), (55, nil), (80, 30), (170, 65), (200, 100), (320, 340), (420, 150), (700, 500), (1_500, 900),
    ]
    static var openingOrders: Int { script.count }

    /// Orders that make the board move within the first minutes, whatever the hour: at the counter, due one after another.
    private func opening(seed: UInt64) -> [DemoCurrent] {
        var dice = Dice(seed: seed &+ 1)
        return Self.script.map { step in
            let ordered = now + .seconds(step.dueIn) - .hours(2)
            var order = DemoOrder(at: ordered, quick: 1, dice: &dice)
            while order.way != .pickUp { order = DemoOrder(at: ordered, quick: 1, dice: &dice) }
            let due = ordered + .hours(2)
            let excuse = dice.pick(DemoTexts.counterExcuses).text(in: order.customer.language)
            return DemoCurrent(
                order: order,
                course: DemoCourse(
                    [
                        .init(kind: .approved, at: ordered + .minutes(6), reason: nil),
                        .init(kind: .prepared, at: ordered + .minutes(40), reason: nil),
                        step.comesIn.map { .init(kind: .delivered, at: now + .seconds($0), reason: nil) }
                            ?? .init(kind: .delivered, at: due + .minutes(9), reason: excuse),
                    ]))
        }
    }
}
