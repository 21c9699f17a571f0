import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct DeliveryChangeTests {
    /// Two times of delivery some seconds apart share a bin of the histogram: the change has sums and no bin.
    @Test(arguments: TestStore.engines) func aDeliverySomeSecondsLaterIsCounted(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            let order = try await shop.order(shop.draft("1")).order.id
            shop.time.advance(by: .hours(30))
            let first = shop.time.now
            try await shop.tell(.delivered, of: order, at: first)
            try await shop.store.foldDeliveries(at: shop.time.now)
            shop.time.advance(by: .minutes(1))
            try await shop.tell(.delivered, of: order, at: first - .seconds(4))
            let expected = try await shop.store.read { try $0.deliveryFacts(of: order) }
            for isFolded in [false, true] {
                if isFolded { try await shop.store.foldDeliveries(at: shop.time.now) }
                let row = try #require(try await shop.store.read { try $0.deliveries(by: .month) }.first)
                #expect(row.tally == expected.map { DeliveryTally($0) }, "folded: \(isFolded)")
            }
            var found: [Finding] = []
            _ = try await shop.store.examine { found.append($0) }
            #expect(found == [])
        }
    }
}
