import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct UsualStageStoreTests {
    @Test(arguments: TestStore.engines) func theCarriersOwnOrdersGoBeforeAll(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let carrier = try await shop.write { try $0.addCarrier(CarrierDraft(name: "Velo")).id }
            let start = shop.time.now
            for number in 0..<25 {
                shop.time.move(to: start)
                var draft = shop.draft("\(number)")
                if number < 22 { draft.carrier = carrier }
                let order = try await shop.order(draft).order.id
                shop.time.move(to: start + .hours(2))
                try await shop.tell(.approved, of: order, at: start + .minutes(number < 22 ? 10 : 60))
                try await shop.tell(.delivered, of: order)
            }
            let today = try #require(Day("2026-11-02"))
            let unfolded = try await shop.store.read { try $0.usualStages(carrier: carrier, today: today) }
            #expect(unfolded[.approved] == nil)
            try await shop.store.foldDeliveries(at: shop.time.now)
            let (own, all, later) = try await shop.store.read { reading in
                (
                    try reading.usualStages(carrier: carrier, today: today),
                    try reading.usualStages(carrier: nil, today: today),
                    try reading.usualStages(carrier: carrier, today: today.advanced(by: 200))
                )
            }
            #expect(own[.approved]?.orders == 22)
            #expect(abs((own[.approved]?.to.seconds ?? 0) - 600) <= 5)
            #expect(all[.approved]?.orders == 25)
            #expect((all[.approved]?.to.seconds ?? 0) > 1_000, "three of twenty-five took an hour")
            #expect(later[.approved] == nil, "what was usual half a year ago is not told as usual")
        }
    }
}
