import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct DoctorTests {
    /// A few days of a shop: orders delivered in time and late, one cancelled, one under way, promises renegotiated, paused
    /// and broken, a case for each break.
    private static func withHistory(_ engine: Engine, _ body: (Bookshop) async throws -> Void) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T06:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "wall:PT12H")
            var ids: [ID<Order>] = []
            for number in 1...6 {
                ids.append(try await shop.order(shop.draft("A-\(number)")).order.id)
                shop.time.advance(by: .hours(1))
            }
            try await shop.tell(.delivered, of: ids[0])
            try await shop.tell(.cancelled, of: ids[3])
            let waiting = try await shop.promises(ids[5])
            _ = try await shop.store.write(as: .shell, at: shop.time.now) {
                try $0.pausePromise(waiting[0].id, because: .waitingForCustomer)
            }
            shop.time.advance(by: .hours(8))
            try await shop.lapse()
            try await shop.tell(.delivered, of: ids[1])
            _ = try await shop.store.write(as: .shell, at: shop.time.now) { try $0.resumePromise(waiting[0].id) }
            try await shop.store.foldDeliveries(at: shop.time.now)
            try await body(shop)
        }
    }

    private static func findings(_ shop: Bookshop) async throws -> [Finding] {
        var found: [Finding] = []
        _ = try await shop.store.examine { found.append($0) }
        return found
    }

    @Test(arguments: TestStore.engines) func aSoundRecordIsClean(on engine: Engine) async throws {
        try await Self.withHistory(engine) { shop in
            let found = try await Self.findings(shop)
            #expect(found == [])
            let broken = try await shop.count("SELECT count(*) FROM promises WHERE state = 'broken'")
            #expect(broken > 0)
        }
    }

    private static let damages: [(Finding.Kind, SQL)] = [
        (
            .orderWithoutEntry,
            "DELETE FROM journal WHERE kind = 'order.made' AND subject_id = (SELECT min(id) FROM orders)"
        ),
        (.promiseWithoutEntry, "DELETE FROM journal WHERE kind = 'promise.made'"),
        (.caseWithoutEntry, "DELETE FROM journal WHERE kind = 'case.opened'"),
        (.stateWithoutEntry, "DELETE FROM journal WHERE kind = 'promise.broken'"),
        (.dueTimeOff, "UPDATE promises SET due_at = due_at + 1 WHERE state = 'open'"),
        (.deadlineMissing, "UPDATE deadlines SET finished_at = 1 WHERE finished_at IS NULL"),
        (
            .deadlineLeftOver,
            "UPDATE deadlines SET finished_at = NULL WHERE promise_id IN (SELECT id FROM promises WHERE state = 'kept')"
        ),
        (.breaksMiscounted, "UPDATE matters SET breaks = breaks + 1"),
        (.ownerGone, "UPDATE people SET left_at = 1"),
        (.loadOff, "UPDATE case_loads SET open = open + 1"),
        (.episodeOff, "DELETE FROM case_episodes"),
        (.chainBroken, "UPDATE promises SET first_id = 1 WHERE id = (SELECT max(id) FROM promises)"),
        (.orderOff, "UPDATE orders SET attempts = 7 WHERE id = (SELECT min(id) FROM orders)"),
        (.rollupOff, "DELETE FROM delivery_rollups WHERE dimension = 'place'"),
    ]

    @Test(arguments: TestStore.engines) func aMonthThatIsNotTheSumOfItsDaysIsFound(on engine: Engine) async throws {
        try await Self.withHistory(engine) { shop in
            try await shop.store.write(as: .shell, at: shop.time.now) {
                _ = try $0.run("DELETE FROM delivery_rollups WHERE span = 'month' AND dimension = 'all'")
            }
            let found = try await Self.findings(shop)
            #expect(found.map(\.kind) == [.rollupOff])
            let facts = try #require(found.first?.facts)
            #expect(facts.first == Fact("day", "2026-11"))
            #expect(facts.last?.value.hasPrefix("orders, delivered") == true, "\(facts)")
        }
    }

    @Test(arguments: TestStore.engines) func eachContradictionIsFoundAndPlaced(on engine: Engine) async throws {
        try await Self.withHistory(engine) { shop in
            for (_, damage) in Self.damages {
                try await shop.store.write(as: .shell, at: shop.time.now) { _ = try $0.run(damage) }
            }
            let found = try await Self.findings(shop)
            #expect(Set(found.map(\.kind)) == Set(Self.damages.map(\.0)))
            #expect(found.allSatisfy { $0.place.contains(":") })
            let order = try await shop.store.read { try $0.count("SELECT min(id) FROM orders") }
            #expect(found.filter { $0.kind == .orderOff }.map(\.place) == ["order:\(order)"])
            #expect(found.first { $0.kind == .orderOff }?.facts.last == Fact("columns", "attempts"))
        }
    }

    @Test(arguments: TestStore.engines) func aBreakThatNobodyLooksAfterIsFound(on engine: Engine) async throws {
        try await Self.withHistory(engine) { shop in
            let broken = try await shop.store.read { reading in
                try reading.rows("SELECT id FROM promises WHERE state = 'broken' ORDER BY id") { $0.id(Promise.self) }
            }
            try await shop.store.write(as: .shell, at: shop.time.now) { tx in
                for table: SQL in ["failures", "messages", "case_episodes", "warnings"] {
                    try tx.run("DELETE FROM \(table)")
                }
                try tx.run("UPDATE promises SET case_id = NULL")
                try tx.run("DELETE FROM cases")
            }
            let found = try await Self.findings(shop)
            #expect(found.filter { $0.kind == .breakWithoutCase }.map(\.place) == broken.map { "promise:\($0)" })
            #expect(found.allSatisfy { $0.kind == .breakWithoutCase }, "\(found)")
        }
    }
}
