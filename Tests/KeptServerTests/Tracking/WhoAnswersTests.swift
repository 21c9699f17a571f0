import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct WhoAnswersTests {
    @Test(arguments: TestStore.engines) func theCustomerSeesThePlaceAndTheCarriersPage(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let visit = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
            var place = try await visit.form(Paths.place(shop.place), on: Paths.places)
            place["phone"] = "555 0100"
            place["email"] = "nobody at all"
            #expect(try await visit.post(place).text.contains("This is no e-mail address."))
            place["email"] = "desk@example.org"
            #expect(try await visit.post(place).status == 303)
            try await shop.write { tx in
                let carrier = try tx.addCarrier(
                    CarrierDraft(name: "Velo", trackingURL: "https://velo.example/{code}")
                ).id
                _ = try tx.addParcel(to: made.order.id, carrier: carrier, trackingCode: "V 1/2")
                _ = try tx.addParcel(to: made.order.id, trackingCode: "K-9")
            }
            let key = try #require(made.order.trackingKey.map { TrackingKey(bytes: $0).path })
            let page = try await visit.get(key).text
            #expect(page.contains("href=\"tel:555 0100\"") || page.contains("href=\"tel:555%200100\""))
            #expect(page.contains("href=\"mailto:desk@example.org\""))
            #expect(page.contains("href=\"https://velo.example/V%201%2F2\"") && page.contains("Brought by Velo"))
            #expect(page.contains("K-9"))
        }
    }
}
