import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// What is owed and what the customer is told of it are one commit.
@Suite struct GuaranteeCrashTests {
    private struct Crash: Error {}

    @Test(arguments: TestStore.engines) func aCrashAfterBookingLeavesNeither(on engine: Engine) async throws {
        try await Guaranteed.with(engine) { one in
            _ = try await one.orders(3)
            one.shop.time.advance(by: .hours(13))
            let words = one.shop.words
            await #expect(throws: Crash.self) {
                try await one.shop.write { tx in
                    let pass = try tx.lapseDeadlines(limit: 100, words: words)
                    guard pass.guaranteed == 3 else { return }
                    throw Crash()
                }
            }
            for table: SQL in ["guarantee_uses", "remedies", "coupons", "tellings"] {
                #expect(try await one.shop.count("SELECT count(*) FROM \(table)") == 0)
            }
            try await one.shop.lapse()
            #expect(try await one.shop.count("SELECT count(*) FROM tellings") == 3)
            #expect(try await one.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func theDoctorFindsWhoWasNotTold(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            _ = try await Guaranteed.switchedOn(
                GuaranteeRule(name: "Whole", trigger: .damaged, gifts: [.init(.coupon, .percent(10))]), in: desk.shop)
            try await desk.give(.gesture, 500, by: desk.tom)
            try await desk.shop.tell(.damaged, of: desk.order)
            #expect(try await desk.findings() == [])
            _ = try await desk.shop.write { try $0.run("DELETE FROM tellings") }
            #expect(try await desk.findings().map(\.kind) == [.remedyUntold, .remedyUntold])
        }
    }

    /// Nobody sees what is of a place that they do not reach.
    @Test(arguments: TestStore.engines) func usesAndFiguresGoWithThePlace(on engine: Engine) async throws {
        try await Guaranteed.with(engine) { one in
            _ = try await one.orders(12)
            one.shop.time.advance(by: .hours(13))
            try await one.shop.lapse()
            let (id, here, since) = (one.id, one.shop.place, one.shop.time.now - .days(1))
            let (own, others) = try await one.shop.store.read { reading in
                (
                    try reading.guaranteeFigures(since: since, at: [here])[id],
                    try reading.guaranteeFigures(since: since, at: [])[id]
                )
            }
            #expect(own?.given == 10 && own?.held == 2 && others == nil)
            let elsewhere = try await one.shop.store.read { reading in
                (try reading.guaranteeUses(of: id, at: [], limit: 5), try reading.heldGuarantees(at: []))
            }
            #expect(elsewhere.0.isEmpty && elsewhere.1.isEmpty)
        }
    }
}
