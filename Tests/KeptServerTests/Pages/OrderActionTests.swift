import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// What a person can do to an order on its page besides telling what happened.
@Suite struct OrderActionTests {
    @Test(arguments: TestStore.engines) func carrierParcelsAndOutcomeAreNoted(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let (id, page) = (made.order.id, Paths.order(made.order.id))
            let velo = try await shop.write { try $0.addCarrier(CarrierDraft(name: "Velo")).id }
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            var carrier = try await visit.form(Paths.orderCarrier(id), on: page)
            #expect(try await visit.post(carrier).status == 422, "a reason is asked for")
            carrier["why"] = "The courier is ill"
            #expect(carrier["carrier"] == "\(velo)")
            #expect(try await visit.post(carrier).status == 303)
            var parcel = try await visit.form(Paths.orderParcels(id), on: page)
            parcel["tracking_code"] = "V-1"
            #expect(try await visit.post(parcel).status == 303)
            var outcome = try await visit.form(Paths.orderOutcome(id), on: page)
            #expect(try await visit.post(outcome).status == 422, "nothing was said")
            outcome["filled_1"] = "one"
            #expect(try await visit.post(outcome).text.contains("id=\"f-outcome-filled_1-problem\""))
            outcome["filled_1"] = "1"
            outcome["billed_right"] = "0"
            #expect(try await visit.post(outcome).status == 303)
            let (order, parcels, lines, noted) = try await shop.store.read { reading in
                (
                    try reading.knownOrder(id), try reading.parcels(of: id), try reading.lines(of: id),
                    try reading.notedOutcome(of: id)
                )
            }
            #expect(order.carrier == velo)
            #expect(parcels.map(\.trackingCode) == ["V-1"] && parcels.map(\.carrier) == [velo])
            #expect(lines.map(\.line.filledQuantity) == [1])
            #expect(noted.filledRight == nil && noted.billedRight == false)
            #expect(try await visit.get(page).text.contains("<dt>Billed correctly</dt><dd>no</dd>"))
        }
    }

    @Test(arguments: TestStore.engines) func twoPeopleEditOneOrder(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let (id, page) = (made.order.id, Paths.order(made.order.id))
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            var late = try await visit.form(Paths.orderOutcome(id), on: page)
            late["billed_right"] = "1"
            late["why"] = "I looked at the bill"
            var event = try await visit.form(Paths.orderEvents(id), on: page)
            event["kind"] = "prepared"
            #expect(try await visit.post(event).status == 303)
            let told = try await visit.post(late)
            #expect(told.status == 409 && told.text.contains("in the meantime"))
            #expect(told.text.contains("value=\"I looked at the bill\""))
            #expect(try await shop.store.read { try $0.notedOutcome(of: id).billedRight } == nil)
            #expect(try await visit.post(PageForm(Paths.orderOutcome(id), in: told.text)).status == 303)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsFetchedHasNoStagesOfACarrier(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            var draft = shop.draft("P-1", promisedBy: .instant(shop.time.now + .hours(2)))
            draft.channel = "Pick-up"
            let made = try await shop.order(draft)
            try await shop.tell(.prepared, of: made.order.id)
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let key = try #require(made.order.trackingKey.map { TrackingKey(bytes: $0).path })
            for page in [Paths.order(made.order.id), key] {
                let text = try await visit.get(page).text
                let stages = text.split(separator: "<ol class=\"stages\"").last?.prefix { $0 != "\u{0}" } ?? ""
                let bar = stages.components(upTo: "</ol>")
                #expect(bar.contains("Ready") && bar.contains("Collected"), "\(page)")
                #expect(!bar.contains("Dispatched") && !bar.contains("On its way") && !bar.contains("carrier"))
            }
            #expect(try await visit.get(key).text.contains("Your order is ready for you"))
            let text = try await visit.get(Paths.order(made.order.id)).text
            #expect(!text.contains(Paths.orderParcels(made.order.id)) && !text.contains("name=\"window\""))
        }
    }
}

extension Substring {
    fileprivate func components(upTo end: String) -> Substring {
        firstRange(of: end).map { self[..<$0.lowerBound] } ?? self
    }
}
