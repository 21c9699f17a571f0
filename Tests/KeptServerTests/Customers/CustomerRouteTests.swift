import Foundation
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite("The page of a customer") struct CustomerRouteTests {
    private static func withCase(
        _ engine: Engine,
        _ body:
            @escaping @Sendable (Site, Bookshop, ID<Customer>, OrderMade, ID<Case>, any TestClientProtocol)
            async throws -> Void
    ) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let customer = try #require(made.order.customer)
            let found = try await shop.write { tx in
                let found = try tx.openCase(
                    CaseDraft(kind: .complaint, subject: "<i>Torn</i>", order: made.order.id)
                ).case
                _ = try tx.addNote(to: found.id, text: "Only for us")
                return found.id
            }
            try await body(site, shop, customer, made, found, client)
        }
    }

    @Test(arguments: TestStore.engines) func everyNameLeadsToOneHistory(on engine: Engine) async throws {
        try await Self.withCase(engine) { site, shop, customer, made, found, client in
            let visit = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            let path = Paths.customer(customer)
            for from in [
                Paths.order(made.order.id), Paths.case(found), "/search?q=ada", "/customers", "/customers?q=Ada",
            ] {
                #expect(try await visit.get(from).text.contains("href=\"\(path)\""), "\(from)")
            }
            let page = try await visit.get(path)
            #expect(page.status == 200)
            for part in [
                ">Ada</h1>", Paths.order(made.order.id), Paths.case(found), "&lt;i&gt;Torn", "Only for us",
                "internal note", "1 case is open.", "/notes/new?customer=\(customer)", "/cases/new?customer=Ada",
            ] { #expect(page.text.contains(part), "\(part)") }
            #expect(!page.text.contains("/journal/customer/"), "who sees no journal of the business is not led there")
            let owner = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
            #expect(try await owner.get(path).text.contains("/journal/customer/\(customer)"))
            #expect(try await owner.get("/journal/customer/\(customer)").text.contains("href=\"\(path)\""))
        }
    }

    @Test(arguments: TestStore.engines) func theHistoryIsNarrowedByLinks(on engine: Engine) async throws {
        try await Self.withCase(engine) { site, shop, customer, made, found, client in
            let visit = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            let path = Paths.customer(customer)
            let orders = try await visit.get(path + "?kind=order").text
            #expect(orders.contains("Order \(made.order.number)") && !orders.contains("Only for us"))
            #expect(orders.contains("href=\"\(path)?kind=order#history\" aria-current=\"true\""))
            #expect(try await visit.get(path + "?kind=remedy").text.contains("Nothing of this kind"))
            for (query, name, says) in [
                ("?kind=ticket", "kind", "order, case, message, promise, remedy, rating, follow-up"),
                ("?after=x", "after", "cursor"), ("?state=open", "state", "There are: kind"),
            ] {
                let refused = try await visit.get(path + query)
                #expect(refused.status == 400 && refused.text.contains(">\(name)</dt>"), "\(query)")
                #expect(refused.text.contains(says) && refused.text.contains("href=\"\(path)\""), "\(query)")
            }
            #expect(try await visit.get("/customers/1").status == 404)
            #expect(try await visit.get("/customers/ada").status == 404)
            for list in ["/cases?customer=\(customer)&state=open", "/promises?customer=\(customer)&state=open"] {
                let page = try await visit.get(list)
                #expect(page.status == 200 && page.text.contains("name=\"customer\" value=\"\(customer)\""), "\(list)")
                #expect(page.text.contains("of one customer"))
            }
            #expect(try await visit.get("/cases?customer=1&state=open").text.contains("No case here"))
        }
    }

    @Test(arguments: TestStore.engines) func aLongHistoryGoesOnPageByPage(on engine: Engine) async throws {
        try await Self.withCase(engine) { site, shop, customer, _, found, client in
            for number in 0..<60 {
                shop.time.advance(by: .minutes(1))
                try await shop.write { _ = try $0.addNote(to: found, text: "Note \(number) of sixty") }
            }
            let visit = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            let first = try await visit.get(Paths.customer(customer) + "?kind=message").text
            #expect(first.contains("Note 59 of") && first.contains("Note 10 of") && !first.contains("Note 9 of"))
            let next = try #require(first.firstMatch(of: /rel="next" href="([^"]*)"/)).1.replacing("&amp;", with: "&")
            let second = try await visit.get(String(next.prefix { $0 != "#" })).text
            #expect(second.contains("Note 9 of") && second.contains("Only for us") && !second.contains("Note 10 of"))
            #expect(second.contains("rel=\"prev\"") && !second.contains("rel=\"next\""))
        }
    }

    @Test(arguments: TestStore.engines) func onlyWhatIsReachedStandsThere(on engine: Engine) async throws {
        try await Self.withCase(engine) { site, shop, customer, _, _, client in
            let path = Paths.customer(customer)
            let second = try await shop.write { tx in
                let main = try tx.place(orDefault: nil)
                return try tx.addPlace(
                    PlaceDraft(name: "Second", zone: "Europe/Berlin", calendar: main.calendar)
                ).id
            }
            let there = try await SiteVisit.staff([Grant(role: .lead, place: second)], on: site, client)
            let page = try await there.get(path)
            #expect(page.status == 200 && page.text.contains("there may be more elsewhere"))
            #expect(!page.text.contains("Only for us") && page.text.contains("Nothing yet"))
            let partner = try await SiteVisit.staff([Grant(role: .partner)], on: site, client)
            for closed in [path, "/customers"] { #expect(try await partner.get(closed).status == 403, "\(closed)") }
            let stranger = SiteVisit(site: site, client: client, cookie: "kept-none=1")
            for closed in [path, path + "?kind=ticket", "/customers"] {
                #expect(try await stranger.get(closed).status == 303, "\(closed)")
            }
        }
    }

    @Test(arguments: TestStore.engines) func aNoteBeginsWithTheCustomer(on engine: Engine) async throws {
        try await Self.withCase(engine) { site, _, customer, _, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            let form = try await visit.get("/notes/new?customer=\(customer)").text
            #expect(form.contains("value=\"Ada\"") && form.contains("value=\"customer:\(customer)\" checked"))
            let taken = try await visit.post(
                "/notes", from: "/notes/new?customer=\(customer)",
                [
                    "who": "Ada", "chosen": "customer:\(customer)", "said": "Is it dry there?", "channel": "phone",
                    "kind": "question", "outcome": "answered",
                ])
            #expect(taken.status == 303)
            #expect(try await visit.get(Paths.customer(customer)).text.contains("Is it dry there?"))
            #expect(try await visit.get("/notes/new?customer=1").status == 200, "somebody who is not there is nobody")
        }
    }

    @Test(arguments: TestStore.engines) func programsReadTheSame(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, time in
            let order = try await shop.makeOrder()
            let customer = try await shop.get("/orders/\(order)").object("customer")
            let id = try #require(customer["id"] as? String)
            time.advance(by: .hours(1))
            let opened = try await shop.post(
                "/cases",
                #"{"kind":"question","subject":"Size","customer":"\#(id)","acknowledge":false,"message":{"channel":"email","body":"\nWhich size?","contact":"lei@example.org"}}"#
            )
            #expect(opened.status == 201, "\(opened.text)")
            let shown = try await shop.get("/customers/\(id)")
            #expect(shown.status == 200 && shown.text("since") == "2026-11-05T08:00:00Z", "\(shown.text)")
            let figures = shown.object("figures")
            #expect(figures["orders"] as? Int == 1 && figures["open_cases"] as? Int == 1)
            let spent = figures["spent"] as? [[String: Any]]
            #expect(spent?.first?["amount_minor"] as? Int == 3_998 && spent?.first?["currency"] as? String == "EUR")
            #expect(shown.list("contacts").first?["failing"] as? Bool == false)
            let all = try await shop.get("/customers/\(id)/history")
            #expect(all.list("items").map { $0["kind"] as? String } == ["message", "case", "order"], "\(all.text)")
            #expect(all.list("items").first?["text"] as? String == "Which size?")
            #expect(all.list("items").last?["order"] as? String == order && all["next"] is NSNull)
            var (kinds, next) = ([String](), String?.none)
            repeat {
                let cursor = next.map { "&cursor=\($0)" } ?? ""
                let page = try await shop.get("/customers/\(id)/history?limit=1\(cursor)")
                kinds += page.list("items").compactMap { $0["kind"] as? String }
                next = page["next"] as? String
            } while next != nil
            #expect(kinds == ["message", "case", "order"])
            let orders = try await shop.get("/customers/\(id)/history?kind=order")
            #expect(orders.list("items").count == 1)
            for (query, name) in [
                ("?kind=ticket", "kind"), ("?cursor=x", "cursor"), ("?limit=0", "limit"), ("?a=1", "a"),
            ] {
                let refused = try await shop.get("/customers/\(id)/history" + query)
                #expect(refused.status == 422 && refused.text.contains("\"\(name)\""), "\(query): \(refused.text)")
            }
            #expect(try await shop.get("/customers/1/history").status == 404)
            #expect(try await shop.get("/customers/1").status == 404)
        }
    }
}
