import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CarrierShareTests {
    @Test(arguments: TestStore.engines) func theListShowsHowEachCarrierDidInThirtyDays(on engine: Engine) async throws {
        let time = MovedTime("2026-09-01T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let shop = try await Bookshop(store: site.store, time: time)
            let carrier = try await shop.write { try $0.addCarrier(CarrierDraft(name: "Velo")).id }
            func deliver(_ name: String, after days: Int64) async throws {
                var draft = shop.draft(name, promisedBy: .instant(time.now + .days(1)))
                draft.carrier = carrier
                let order = try await shop.order(draft).order.id
                time.advance(by: .days(days))
                try await shop.tell(.delivered, of: order)
            }
            // Late, and long ago: no longer counted.
            try await deliver("old", after: 3)
            time.move(to: .at("2026-11-05T09:00:00Z"))
            try await deliver("in time", after: 1)
            try await deliver("late", after: 2)
            try await deliver("in time too", after: 0)
            try await buildApplication(site).test(.router) { client in
                let visit = try await SiteVisit.staff([Grant(role: .logisticsPlanner)], on: site, client)
                let page = try await visit.get("/carriers").text
                #expect(page.contains("<dd>67"), "two of three")
                #expect(page.contains("of the last 30 days"))
            }
        }
    }
}
