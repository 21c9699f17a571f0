import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// What somebody whose roles hold at one place sees and does, over HTTP.
@Suite struct ReachTests {
    private struct Places: Sendable {
        let main: ID<Place>
        let second: ID<Place>
        /// An order at each.
        let orders: [ID<Place>: OrderMade]
    }

    private static func visit(
        _ engine: Engine,
        _ body: @escaping @Sendable (Site, Bookshop, Places, any TestClientProtocol) async throws -> Void
    ) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let second = try await shop.write { tx in
                let main = try tx.place(orDefault: nil)
                return try tx.addPlace(
                    PlaceDraft(name: "Second", zone: "Europe/Berlin", calendar: main.calendar)
                ).id
            }
            var draft = shop.draft("B-1", promisedBy: .instant(shop.time.now + .hours(30)))
            draft.place = second
            let other = try await shop.order(draft)
            try await body(
                site, shop, Places(main: shop.place, second: second, orders: [shop.place: made, second: other]), client)
        }
    }

    @Test(arguments: TestStore.engines) func aRoleHeldAtOnePlaceSetsNothingForAll(on engine: Engine) async throws {
        try await Self.visit(engine) { site, shop, places, client in
            let visit = try await SiteVisit.staff(
                [Grant(role: .administrator, place: places.second)], on: site, client)
            let me = try #require(try await shop.store.read { try $0.people().first { $0.person.name == "Ida" } })
            let token = try #require(
                try await visit.get("/today").text.firstMatch(of: /name="form_token" value="([^"]*)"/)
            ).1.replacing("&#43;", with: "+").description
            let raised = try await visit.post(
                "/people/\(me.person.id)", token: token,
                ["name": "Ida", "revision": "\(me.revision)", "roles[0].role": "owner", "roles[0].place": ""])
            #expect(raised.status == 403)
            #expect(try await shop.store.read { try $0.person(me.person.id)?.person.grants.count } == 1)
            for path in ["/standards", "/calendars", "/carriers", "/windows", "/places", "/people"] {
                #expect(try await visit.post(path, token: token, ["name": "X"]).status != 303, "\(path)")
            }
            for path in ["/people/\(me.person.id)", "/standards/new", "/calendars/new", "/import"] {
                #expect(try await visit.get(path).status == 403, "\(path)")
            }
            #expect(try await !visit.get("/carriers").text.contains("action=\"/carriers\""))
        }
    }

    @Test(arguments: TestStore.engines) func aPartnerReportsNothing(on engine: Engine) async throws {
        try await Self.visit(engine) { site, shop, places, client in
            let visit = try await SiteVisit.staff([Grant(role: .partner)], on: site, client)
            let order = try #require(places.orders[places.main]).order.id
            let token = try #require(
                try await visit.get("/password").text.firstMatch(of: /name="form_token" value="([^"]*)"/)
            ).1.replacing("&#43;", with: "+").description
            let told = try await visit.post("/orders/\(order)/events", token: token, ["kind": "lost"])
            #expect(told.status == 403)
            #expect(try await shop.store.read { try $0.order(order)?.status } == .ordered)
            for path in ["/today", "/orders", "/orders/\(order)", "/journal", "/journal/order/\(order)", "/live"] {
                #expect(try await visit.get(path).status == 403, "\(path)")
            }
        }
    }

    @Test(arguments: TestStore.engines) func theJournalGoesWithThePlace(on engine: Engine) async throws {
        try await Self.visit(engine) { site, shop, places, client in
            let (mine, others) = (
                try #require(places.orders[places.second]), try #require(places.orders[places.main])
            )
            let visit = try await SiteVisit.staff([Grant(role: .lead, place: places.second)], on: site, client)
            #expect(try await visit.get("/journal/order/\(mine.order.id)").status == 200)
            #expect(try await visit.get("/journal/order/\(others.order.id)").status == 403)
            let (own, foreign) = (try #require(mine.promise).id, try #require(others.promise).id)
            #expect(try await visit.get("/journal/promise/\(own)").status == 200)
            #expect(try await visit.get("/journal/promise/\(foreign)").status == 403)
            #expect(try await visit.get("/journal/place/\(places.main)").status == 403)
            #expect(try await visit.get("/journal/business/1").status == 403)
            #expect(try await visit.get("/journal/order/999").status == 404)
            let all = try await visit.get("/journal").text
            #expect(all.contains("/orders/\(mine.order.id)\"") && !all.contains("/orders/\(others.order.id)\""))
            let everywhere = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            let wide = try await everywhere.get("/journal").text
            #expect(wide.contains("/orders/\(mine.order.id)\"") && wide.contains("/orders/\(others.order.id)\""))
            #expect(!wide.contains("\"/people/"), "who joined is told to those who reach the whole business")
            let owner = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
            #expect(try await owner.get("/journal").text.contains("\"/people/"))
        }
    }

    @Test(arguments: TestStore.engines) func measuresAreThoseOfThePlace(on engine: Engine) async throws {
        try await Self.visit(engine) { site, shop, places, client in
            let mine = try #require(places.orders[places.second]).order.id
            try await shop.tell(.delivered, of: mine)
            let lead = try await SiteVisit.staff([Grant(role: .lead, place: places.second)], on: site, client)
            let csv = try await lead.get("/deliveries.csv?by=place").text.split(whereSeparator: \.isNewline)
            #expect(csv.count == 2 && csv[1].hasPrefix("Second,1,1,"), "\(csv)")
            let months = try await lead.get("/deliveries.csv?by=month").text.split(whereSeparator: \.isNewline)
            #expect(months.count == 2 && months[1].hasPrefix("2026-11,1,1,"), "\(months)")
            #expect(try await lead.get("/deliveries?by=carrier").status == 403)
            let page = try await lead.get("/deliveries").text
            #expect(page.contains("value=\"week\"") && !page.contains("value=\"carrier\""))
            let owner = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
            let whole = try await owner.get("/deliveries.csv?by=place").text.split(whereSeparator: \.isNewline)
            #expect(whole.count == 3, "\(whole)")
            for row in ["Second,1,1,", "Kept Books,1,0,"] { #expect(whole.contains { $0.hasPrefix(row) }, "\(row)") }
        }
    }

    @Test(arguments: TestStore.engines) func listsShowEveryPlaceReached(on engine: Engine) async throws {
        try await Self.visit(engine) { site, shop, places, client in
            let third = try await shop.write { tx in
                try tx.addPlace(
                    PlaceDraft(name: "Third", zone: "Europe/Berlin", calendar: try tx.place(orDefault: nil).calendar)
                ).id
            }
            let visit = try await SiteVisit.staff(
                [Grant(role: .lead, place: places.main), Grant(role: .frontLine, place: places.second)], on: site,
                client)
            let links = places.orders.values.map { "/orders/\($0.order.id)" }
            let list = try await visit.get("/orders").text
            for link in links { #expect(list.contains(link), "\(link)") }
            #expect(list.contains("value=\"\(places.second)\"") && !list.contains("value=\"\(third)\""))
            let one = try await visit.get("/orders?place=\(places.second)").text
            #expect(one.contains("/orders/\(try #require(places.orders[places.second]).order.id)"))
            #expect(!one.contains("/orders/\(try #require(places.orders[places.main]).order.id)"))
            #expect(try await visit.get("/orders?place=\(third)").status == 403)
            let promises = try await visit.get("/promises?state=open").text
            for link in links { #expect(promises.contains(link), "\(link)") }
            let today = try await visit.get("/today")
            #expect(today.status == 200)
            for link in links { #expect(today.text.contains(link), "today lacks \(link)") }
        }
    }

    @Test(arguments: TestStore.engines) func thePersonsPageKeepsEveryRole(on engine: Engine) async throws {
        try await Self.visit(engine) { site, shop, places, client in
            let owner = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
            let (main, second) = (places.main, places.second)
            let ana = try await shop.write { tx in
                try tx.addPerson(
                    PersonFacts(
                        name: "Ana", email: nil, language: "en",
                        grants: [Grant(role: .frontLine, place: main), Grant(role: .frontLine, place: second)]))
            }
            let path = "/people/\(ana)"
            let form = try #require(
                ShownForm.all(on: try await owner.get(path).text).first {
                    $0.action == path && $0.fields["name"] != nil
                }
            )
            var fields = form.fields
            fields["name"] = "Anna"
            let token = fields.removeValue(forKey: "form_token") ?? ""
            let pairs = fields.map { ($0.key, $0.value) }
            let saved = try await owner.post(path, token: token, pairs: pairs)
            #expect(saved.status == 303, "\(saved.text.prefix(400))")
            let known = try #require(try await shop.store.read { try $0.person(ana)?.person })
            #expect(known.name == "Anna" && Set(known.grants.compactMap(\.place)) == [main, second])
            let stale = try await owner.post(path, token: token, pairs: pairs)
            #expect(stale.status == 409, "a form made from what has changed since")
        }
    }
}
