import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// The doctor recounts every part of a perfect order and of availability, in rows and in rollups.
@Suite struct DoctorMeasureTests {
    /// Three orders of two books: one came whole, one a book short and damaged, one is under way. What was sent and billed
    /// is noted of the first two.
    private static func withOutcomes(
        _ engine: Engine, _ body: (Bookshop, [ID<Order>]) async throws -> Void
    ) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T06:00:00+01:00") { shop in
            var ids: [ID<Order>] = []
            for number in 1...3 {
                ids.append(
                    try await shop.order(shop.draft("P-\(number)", lines: [Bookshop.book(quantity: 2)])).order.id)
            }
            let (whole, short) = (ids[0], ids[1])
            shop.time.advance(by: .hours(20))
            try await shop.tell(.delivered, of: whole)
            try await shop.tell(.delivered, of: short)
            try await shop.tell(.damaged, of: short)
            try await shop.write { tx in
                try tx.noteFilling(of: whole, [1: 2])
                try tx.noteFilling(of: short, [1: 1])
                try tx.noteOutcome(of: whole, filledRight: true, billedRight: true)
                try tx.noteOutcome(of: short, filledRight: true)
                try tx.noteOutcome(of: short, filledRight: false, billedRight: false, why: "another book")
            }
            try await shop.store.foldDeliveries(at: shop.time.now)
            try await body(shop, ids)
        }
    }

    private static func findings(_ shop: Bookshop) async throws -> [Finding] {
        var found: [Finding] = []
        _ = try await shop.store.examine { found.append($0) }
        return found
    }

    @Test(arguments: TestStore.engines) func notedOutcomesAreSound(on engine: Engine) async throws {
        try await Self.withOutcomes(engine) { shop, _ in
            let found = try await Self.findings(shop)
            #expect(found == [])
        }
    }

    private static let spoils: [(String, @Sendable (inout OrderFacts) -> Void)] = [
        ("complete", { $0.isComplete = true }), ("undamaged", { $0.isUndamaged = true }),
        ("filled", { $0.isFilledRight = nil }), ("billed", { $0.isBilledRight = nil }),
        ("available_lines", { $0.availability?.lines = Share(known: 1, met: 1) }),
        ("available_units", { $0.availability?.units = Share(known: 2, met: 2) }),
        (
            "available_value",
            {
                var there = Availability(
                    lines: $0.availability?.lines ?? Share(), units: $0.availability?.units ?? Share())
                let (lines, units) = (there.lines, there.units)
                there.add(quantity: 2, filled: 2, price: 1_900, currency: "EUR", status: .delivered)
                (there.lines, there.units) = (lines, units)
                $0.availability = there
            }
        ),
    ]

    /// One day's tally of all orders is put in the place of another in which a single figure differs.
    @Test(arguments: TestStore.engines) func aRollupWithOneSpoiledFigureIsNamedByIt(on engine: Engine) async throws {
        try await Self.withOutcomes(engine) { shop, ids in
            let facts = try #require(try await shop.store.read { try $0.deliveryFacts(of: ids[1]) })
            let sound = try await shop.store.read { reading in
                try reading.row(
                    "SELECT tally FROM delivery_rollups WHERE span = 'day' AND dimension = 'region' AND key = ''"
                ) { $0.bytes() }
            }
            let bytes = try #require(sound)
            for (figure, spoil) in Self.spoils {
                var other = facts
                spoil(&other)
                var tally = try DeliveryTally(bytes: bytes)
                tally.subtract(DeliveryTally(facts))
                tally.merge(DeliveryTally(other))
                try await Self.write(tally.bytes, shop)
                let found = try await Self.findings(shop)
                // The day is not the sum of its orders, and the month not that of its days.
                #expect(found.map(\.place) == ["region:", "region:"], "\(figure): \(found)")
                let days = found.compactMap { $0.facts.first?.value }
                #expect(days == ["2026-11-02", "2026-11"], "\(figure)")
                #expect(found.allSatisfy { $0.facts.last == Fact("figures", figure) }, "\(figure): \(found)")
            }
            try await Self.write([0xff], shop)
            let found = try await Self.findings(shop)
            #expect(found.first?.facts.last == Fact("figures", "tally"), "\(found)")
        }
    }

    private static func write(_ bytes: [UInt8], _ shop: Bookshop) async throws {
        _ = try await shop.write { tx in
            try tx.run(
                """
                UPDATE delivery_rollups SET tally = \(bytes) WHERE span = 'day' AND dimension = 'region' AND key = ''
                """)
        }
    }

    /// The row itself is spoiled, so that the rollups that follow it would be as wrong as it is.
    @Test(arguments: TestStore.engines) func aRowThatForgotWhatWasNotedIsFound(on engine: Engine) async throws {
        try await Self.expect("complete", from: "UPDATE orders SET complete = 1 - complete", on: engine)
        try await Self.expect("undamaged", from: "UPDATE orders SET undamaged = NULL", on: engine)
        try await Self.expect("filled", from: "UPDATE orders SET filled = 1", on: engine)
        try await Self.expect("billed", from: "UPDATE orders SET billed = 1", on: engine)
    }

    private static func expect(_ column: String, from damage: SQL, on engine: Engine) async throws {
        let found = try await spoiled(by: damage, engine)
        #expect(!found.isEmpty, "\(column)")
        #expect(found.allSatisfy { $0.facts.last?.value == column }, "\(column): \(found)")
    }

    /// What the doctor finds wrong in orders' rows after `damage`.
    private static func spoiled(by damage: SQL, _ engine: Engine) async throws -> [Finding] {
        var all: [Finding] = []
        try await withOutcomes(engine) { shop, _ in
            _ = try await shop.write { try $0.run(damage) }
            all = try await findings(shop)
        }
        return all.filter { $0.kind == .orderOff }
    }
}
