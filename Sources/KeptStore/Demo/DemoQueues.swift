import KeptDomain
import KeptWords

// The counters of the demonstration's bookshop: what is collected and returned, and advice. Four weeks of visits lie behind,
// so that waits can be quoted, and some wait now.

extension Transaction {
    /// Two queues, three points and the reasons for delays.
    func addDemoQueues(at place: ID<Place>) throws {
        var collect = QueueDraft(
            place: place, letter: "A", slug: "collect", name: ["en": "Collect and return", "zh-Hans": "取书与退换"])
        collect.serves = [
            "en": "Books that you ordered or want to give back.", "zh-Hans": "领取订购的书，或办理退换。",
        ]
        collect.questions = [
            QueueQuestion(
                key: "matter", label: ["en": "What is it about?", "zh-Hans": "您要办什么？"], kind: .choice,
                choices: [
                    ["en": "Collect an order", "zh-Hans": "取订购的书"], ["en": "Give something back", "zh-Hans": "退换"],
                ]),
            QueueQuestion(
                key: "number", label: ["en": "Order number, if you have it at hand", "zh-Hans": "订单号（如在手边）"]),
        ]
        collect.farewell = ["en": "We keep your books until Saturday.", "zh-Hans": "您的书为您保留到周六。"]
        var advice = QueueDraft(
            place: place, letter: "B", slug: "advice", name: ["en": "Advice on books", "zh-Hans": "选书咨询"])
        advice.serves = ["en": "Somebody who has read them helps you choose.", "zh-Hans": "读过这些书的店员帮您挑选。"]
        advice.offers = [
            QueueOffer(
                label: ["en": "This month's picks", "zh-Hans": "本月推荐"], address: "https://lantern.example/picks")
        ]
        advice.rules.offersCompany = true
        let (first, second) = (try addQueue(collect).id, try addQueue(advice).id)
        let points: [(name: [String: String], kind: ServicePoint.Kind, serves: [ServicePoint.Service])] = [
            (["en": "Counter 1", "zh-Hans": "1号柜台"], .counter, [.init(queue: first)]),
            (
                ["en": "Counter 2", "zh-Hans": "2号柜台"], .counter,
                [.init(queue: first), .init(queue: second, preference: 2)]
            ),
            (
                ["en": "Reading table", "zh-Hans": "阅读桌"], .table,
                [.init(queue: second), .init(queue: first, preference: 2)]
            ),
        ]
        for point in points {
            _ = try addPoint(
                ServicePointDraft(place: place, kind: point.kind, name: point.name, serves: point.serves))
        }
        let reasons: [(String, String, String, String)] = [
            ("Delivery", "到货", "A delivery has come and one of us unloads it.", "正在到货，我们有一位同事在卸货。"),
            ("Till", "收银机", "One till does not work; we take turns at the other.", "一台收银机出了故障，我们轮流用另一台。"),
            ("One matter takes long", "一件事较久", "One matter ahead takes longer than usual.", "前面有一件事比平时花的时间长。"),
            ("Fewer of us", "人手少", "One of us is ill today, so there are fewer of us.", "今天有一位同事生病，人手比较少。"),
        ]
        for (index, reason) in reasons.enumerated() {
            _ = try addDelayReason(
                DelayReasonDraft(
                    name: ["en": reason.0, "zh-Hans": reason.1], said: ["en": reason.2, "zh-Hans": reason.3],
                    position: index + 1))
        }
    }
}

/// One day before one queue, played in order: who came, how long they waited and were served.
struct DemoLine {
    struct Visit {
        let joinedAt: Instant
        let calledAt: Instant
        let endedAt: Instant
        let point: Int
        let ahead: Int
        let serving: Int
        let party: Int
        /// They left before they were called.
        let hasLeft: Bool
    }

    /// - Parameters:
    ///   - between: seconds from one arrival to the next, at least and at most.
    ///   - service: as long, of a service.
    static func day(
        from opens: Instant, to closes: Instant, points: Int, between: ClosedRange<Int>, service: ClosedRange<Int>,
        dice: inout Dice
    ) -> [Visit] {
        var visits: [Visit] = []
        var free = [Instant](repeating: opens, count: points)
        var at = opens + .seconds(Int64(dice.number(between)))
        while at < closes {
            let point = free.indices.min { (free[$0], $0) < (free[$1], $1) } ?? 0
            let called = max(at, free[point]) + .seconds(Int64(dice.number(5...30)))
            let ahead = visits.suffix(60).count { $0.calledAt > at && !$0.hasLeft }
            let serving = visits.suffix(60).count { $0.calledAt <= at && $0.endedAt > at && !$0.hasLeft }
            let hasLeft = called - at > .minutes(12) && dice.falls(0.15)
            let length = Span.seconds(Int64(dice.number(service)))
            visits.append(
                Visit(
                    joinedAt: at, calledAt: called, endedAt: hasLeft ? at + .minutes(10) : called + length,
                    point: point, ahead: ahead, serving: serving, party: dice.falls(0.2) ? 2 : 1, hasLeft: hasLeft))
            if !hasLeft { free[point] = called + length }
            at = at + .seconds(Int64(dice.number(between)))
        }
        return visits
    }
}

/// Fills the queues of the demonstration.
struct DemoVisits {
    let store: Store
    let shop: DemoShop
    let now: Instant
    let words: Vocabulary

    private static let days = 28

    func add(seed: UInt64) async throws {
        let queues = try await store.read { try $0.queues(at: [shop.place.id]) }
        guard queues.count == 2 else { return }
        var dice = Dice(seed: seed ^ 0x51)
        let today = shop.zone.day(of: now)
        for back in stride(from: Self.days, to: 0, by: -1) {
            let day = today.advanced(by: -back)
            let (opens, closes) = (
                shop.zone.instant(of: day, secondsOfDay: 9 * 3_600),
                shop.zone.instant(of: day, secondsOfDay: 18 * 3_600)
            )
            let collect = DemoLine.day(
                from: opens, to: closes, points: 2, between: 60...330, service: 120...480, dice: &dice)
            let advice = DemoLine.day(
                from: opens, to: closes, points: 1, between: 240...1_200, service: 180...900, dice: &dice)
            try await write([(queues[0].id, collect, 2), (queues[1].id, advice, 1)], day)
        }
        try await DemoCounterDay(store: store, shop: shop, now: now, words: words).play(queues)
    }

    /// Visits of other days are stored as those of another system: nobody was told anything of them here.
    private func write(_ lines: [(queue: ID<Queue>, visits: [DemoLine.Visit], points: Int)], _ day: Day) async throws {
        let place = shop.place.id
        try await store.write(as: .system("demo"), at: shop.zone.startOfDay(day.advanced(by: 1))) { tx in
            var rows: [[Value]] = []
            for line in lines {
                for (number, visit) in line.visits.enumerated() {
                    let row: SQL = """
                        \(tx.newID(Visit.self)), \(line.queue), \(place), \(visit.hasLeft ? Visit.State.left : .served),
                        \(Visit.Way.import), \("en"), \(visit.party), \(visit.joinedAt), \(visit.joinedAt),
                        \(visit.hasLeft ? nil : visit.calledAt), \(visit.hasLeft ? nil : visit.calledAt), \(visit.endedAt),
                        \(visit.ahead), \(line.points), \(visit.serving), \("lantern.example"),
                        \("\(day)-\(line.queue)-\(number)")
                        """
                    rows.append(row.values)
                }
            }
            try tx.add(
                into: "visits",
                columns: [
                    "id", "queue_id", "place_id", "state", "way", "language", "party_size", "joined_at", "placed_at",
                    "called_at", "served_at", "ended_at", "ahead", "points_open", "serving", "source", "external_id",
                ], rows: rows)
        }
    }
}
