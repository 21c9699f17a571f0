import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct OrderEventTests {
    static let start = "2026-11-01T17:50:00+01:00"

    @Test(arguments: TestStore.engines) func deliveredInTimeKeepsThePromise(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: Self.start) { shop in
            try await shop.addStandard("Everywhere", target: "day+1@12:00")
            let order = try await shop.order(shop.draft("1")).order
            shop.time.move(to: .at("2026-11-02T11:30:00+01:00"))
            let recorded = try await shop.tell(.delivered, of: order.id, at: .at("2026-11-02T11:00:00+01:00"))
            #expect(recorded.order.status == .delivered)
            #expect(recorded.promises.map(\.state) == [.kept])
            #expect(recorded.promises[0].settledAt == .at("2026-11-02T11:00:00+01:00"))
            shop.time.move(to: .at("2026-11-03T00:00:00+01:00"))
            try await shop.lapse()
            #expect(try await shop.promises(order.id).map(\.state) == [.kept])
        }
    }

    @Test(arguments: TestStore.engines) func deliveredLateLeavesItBrokenAtItsDueTime(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: Self.start) { shop in
            try await shop.addStandard("Everywhere", target: "day+1@12:00")
            let order = try await shop.order(shop.draft("1")).order
            shop.time.move(to: .at("2026-11-02T12:30:00+01:00"))
            try await shop.tell(.delivered, of: order.id, at: .at("2026-11-02T12:00:01+01:00"))
            try await shop.lapse()
            let promise = try #require(try await shop.promises(order.id).first)
            #expect(promise.state == .broken)
            #expect(promise.settledAt == .at("2026-11-02T12:00:00+01:00"))
        }
    }

    @Test(arguments: TestStore.engines) func aDeliveryInTimeThatIsLearntLateCorrectsTheBreak(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: Self.start) { shop in
            try await shop.addStandard("Everywhere", target: "day+1@12:00")
            let order = try await shop.order(shop.draft("1")).order
            shop.time.move(to: .at("2026-11-02T12:30:00+01:00"))
            try await shop.lapse()
            #expect(try await shop.promises(order.id).map(\.state) == [.broken])
            #expect(try await shop.count("SELECT sum(breaks) FROM matters") == 1)
            let recorded = try await shop.tell(.delivered, of: order.id, at: .at("2026-11-02T11:00:00+01:00"))
            #expect(recorded.promises.map(\.state) == [.kept])
            #expect(try await shop.count("SELECT sum(breaks) FROM matters") == 0)
            #expect(try await shop.count("SELECT count(*) FROM journal WHERE kind = 'promise.corrected'") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func cancelledByTheCustomerReleases(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: Self.start) { shop in
            try await shop.addStandard("Everywhere", target: "day+1@12:00")
            let order = try await shop.order(shop.draft("1")).order
            let recorded = try await shop.tell(.cancelled, of: order.id, reason: "ordered twice")
            #expect(recorded.order.status == .cancelled)
            #expect(recorded.promises.map(\.state) == [.released])
            shop.time.move(to: .at("2026-11-03T00:00:00+01:00"))
            try await shop.lapse()
            #expect(try await shop.count("SELECT count(*) FROM cases") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func aCancellationThatIsLearntLateReleasesAndTheDoctorAgrees(on engine: Engine)
        async throws
    {
        try await Bookshop.with(engine, at: Self.start) { shop in
            try await shop.addStandard("Everywhere", target: "day+1@12:00")
            let order = try await shop.order(shop.draft("1")).order
            shop.time.move(to: .at("2026-11-02T12:30:00+01:00"))
            try await shop.lapse()
            let recorded = try await shop.tell(.cancelled, of: order.id, at: .at("2026-11-02T09:00:00+01:00"))
            #expect(recorded.promises.map(\.state) == [.released])
            var found: [Finding] = []
            _ = try await shop.store.examine { found.append($0) }
            #expect(!found.contains { $0.kind == .stateWithoutEntry }, "\(found)")
        }
    }

    @Test(arguments: TestStore.engines) func whatGetsLostOpensOneCase(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: Self.start) { shop in
            let order = try await shop.order(shop.draft("1")).order
            shop.time.advance(by: .hours(1))
            let lost = try await shop.tell(.lost, of: order.id, reason: "van burnt")
            #expect(lost.order.status == .lost)
            let opened = try #require(lost.failureCase)
            shop.time.advance(by: .hours(1))
            let damaged = try await shop.tell(.damaged, of: order.id)
            #expect(damaged.failureCase == opened)
            #expect(try await shop.count("SELECT count(*) FROM cases") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func repeatedEventsChangeNothing(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: Self.start) { shop in
            let order = try await shop.order(shop.draft("1")).order
            let other = try await shop.order(shop.draft("2")).order
            let at = shop.time.now
            let draft = EventDraft(.approved, at: at, source: "erp", externalID: "e1")
            let first = try await shop.write { try $0.recordEvent(draft, of: order.id, words: shop.words) }
            let again = try await shop.write { try $0.recordEvent(draft, of: order.id, words: shop.words) }
            #expect(first.isNew && !again.isNew)
            #expect(again.order == first.order)
            let plain = try await shop.tell(.approved, of: order.id, at: at)
            #expect(!plain.isNew)
            await #expect(throws: OrderRefusal.eventOfAnotherOrder(number: order.number)) {
                _ = try await shop.write { try $0.recordEvent(draft, of: other.id, words: shop.words) }
            }
            #expect(try await shop.count("SELECT count(*) FROM tracking_events") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func impossibleTimesAreRefused(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: Self.start) { shop in
            let order = try await shop.order(shop.draft("1")).order
            await #expect(throws: OrderRefusal.self) {
                try await shop.tell(.delivered, of: order.id, at: shop.time.now + .minutes(6))
            }
            await #expect(throws: OrderRefusal.self) {
                try await shop.tell(.delivered, of: order.id, at: shop.time.now - .hours(25))
            }
            #expect(try await shop.count("SELECT count(*) FROM tracking_events") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func anOrderInPartsIsDeliveredWhenEachCame(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: Self.start) { shop in
            try await shop.addStandard("Books", target: "day+1", scope: StandardScope(productGroup: "books"))
            try await shop.addStandard("Maps", target: "day+4", scope: StandardScope(productGroup: "maps"))
            let lines = [Bookshop.book("Novel", group: "books"), Bookshop.book("Atlas", group: "maps")]
            let order = try await shop.order(shop.draft("1", lines: lines, splitDelivery: true)).order
            let (first, second) = try await shop.write { tx in
                try (
                    tx.addParcel(to: order.id, trackingCode: "A1", lines: [1]),
                    tx.addParcel(to: order.id, trackingCode: "A2", lines: [2])
                )
            }
            shop.time.move(to: .at("2026-11-02T15:00:00+01:00"))
            let now = shop.time.now
            let half = try await shop.write {
                try $0.recordEvent(
                    EventDraft(.delivered, at: now, parcel: .trackingCode("A1")), of: order.id, words: shop.words)
            }
            #expect(half.order.status == .ordered)
            #expect(half.promises.map(\.state) == [.kept, .open])
            shop.time.move(to: .at("2026-11-07T15:00:00+01:00"))
            try await shop.lapse()
            let later = shop.time.now
            let whole = try await shop.write {
                try $0.recordEvent(
                    EventDraft(.delivered, at: later, parcel: .id(second.id)), of: order.id, words: shop.words)
            }
            #expect(whole.order.status == .delivered)
            #expect(whole.order.deliveredAt == later)
            #expect(whole.promises.map(\.state) == [.kept, .broken])
            #expect(first.id != second.id)
        }
    }

    /// Every order of arrival, with repeats, ends in the same rows as the order in which things happened.
    @Test(arguments: TestStore.engines) func eventsInAnyOrderGiveTheSameState(on engine: Engine) async throws {
        let ordered = Instant.at(Self.start)
        let happened: [[(TrackingEvent.Kind, Span)]] = [
            [(.approved, .hours(1)), (.dispatched, .hours(7)), (.attempted, .hours(14)), (.delivered, .hours(17))],
            [(.approved, .hours(1)), (.dispatched, .hours(7)), (.delivered, .hours(30))],
            [(.approved, .hours(1)), (.cancelled, .hours(2)), (.delivered, .hours(17))],
            [(.delivered, .hours(15)), (.cancelled, .hours(16)), (.damaged, .hours(17))],
            [(.dispatched, .hours(3)), (.lost, .hours(10)), (.delivered, .hours(17)), (.returned, .hours(40))],
            [(.cancelled, .hours(20)), (.delivered, .hours(26))],
        ]
        try await Bookshop.with(engine, at: Self.start) { shop in
            try await shop.addStandard("Everywhere", target: "day+1@12:00")
            var generator = Dice(seed: 7)
            var number = 0
            for story in happened {
                var outcomes: [[Int64?]] = []
                for round in 0..<5 {
                    number += 1
                    var told = story + (round > 1 ? Array(story.prefix(2)) : [])
                    if round > 0 { told.shuffle(using: &generator) }
                    shop.time.move(to: ordered)
                    let id = try await shop.order(shop.draft("\(number)")).order.id
                    shop.time.move(to: ordered + .days(3))
                    // Some break before anything is told, some are judged with everything known.
                    if round % 2 == 1 { try await shop.lapse() }
                    for (kind, after) in told { try await shop.tell(kind, of: id, at: ordered + after) }
                    try await shop.lapse()
                    outcomes.append(try await Self.outcome(of: id, in: shop))
                }
                for outcome in outcomes { #expect(outcome == outcomes[0], "\(story)") }
            }
        }
    }

    /// Everything about an order that its events decide.
    private static func outcome(of id: ID<Order>, in shop: Bookshop) async throws -> [Int64?] {
        try await shop.store.read { reading in
            let order = try reading.knownOrder(id)
            let promises = try reading.promises(ofOrder: id)
            let breaks = try reading.row("SELECT breaks FROM matters WHERE order_id = \(id)") { $0.int64() }
            let states = promises.map { Int64(PromiseState.allCases.firstIndex(of: $0.state) ?? 9) }
            return [
                Int64(OrderStatus.allCases.firstIndex(of: order.status) ?? 99), order.approvedAt?.microseconds,
                order.dispatchedAt?.microseconds, order.deliveredAt?.microseconds, Int64(order.attempts), breaks,
            ] + states + promises.map { $0.settledAt?.microseconds }
        }
    }
}
