import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct NewCaseTests {
    @Test(arguments: TestStore.engines) func aCaseIsOpenedOnAnOrder(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let path = Paths.newCase + "?order=\(made.order.id)"
            #expect(try await visit.get(Paths.order(made.order.id)).text.contains(path))
            var form = try await visit.form(Paths.cases, on: path)
            #expect(form["order"] == "\(made.order.number)")
            #expect(try await visit.post(form).status == 422, "a subject is asked for")
            form["kind"] = "complaint"
            form["subject"] = "The corner is bent"
            form["text"] = "He showed it at the counter."
            let opened = try await visit.post(form)
            let location = try #require(opened.location)
            let page = try await visit.get(location).text
            for part in ["The corner is bent", "complaint", "He showed it at the counter.", "Ada"] {
                #expect(page.contains(part), "\(part)")
            }
            form["subject"] = "And the cover too"
            #expect(try await visit.post(form).location == location, "joins the one that stands open")
            form["order"] = "999999"
            let none = try await visit.post(form)
            #expect(none.status == 422 && none.text.contains("There is no order 999999."))
        }
    }

    @Test(arguments: TestStore.engines) func aCustomerIsFoundByWhatTheyGave(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            for (number, city) in ["Berlin", "Potsdam"].enumerated() {
                let customer = CustomerDraft(name: "Bo Berg", address: Address(city: city))
                try await shop.order(shop.draft("B-\(number)", customer: customer))
            }
            let visit = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            var form = try await visit.form(Paths.cases, on: Paths.newCase)
            form["subject"] = "Asks for a catalogue"
            #expect(try await visit.post(form).text.contains("Name the order or the customer"))
            form["customer"] = "Nobody Known"
            #expect(try await visit.post(form).text.contains("Nobody is found by Nobody Known."))
            form["customer"] = "Bo Berg"
            let several = try await visit.post(form)
            #expect(several.status == 422 && several.text.contains("Bo Berg · Potsdam"))
            var chosen = try PageForm(Paths.cases, in: several.text)
            let ids = several.text.matches(of: /<option value="(\d+)">Bo Berg · Potsdam</).map { String($0.1) }
            chosen["customer_id"] = ids.first
            let opened = try await visit.post(chosen)
            #expect(opened.status == 303, "\(opened.text)")
            let found = try #require(try await shop.store.read { try $0.cases(CaseFilter(), limit: 1).first })
            #expect(found.customer.map { "\($0)" } == ids.first && found.subject == "Asks for a catalogue")
            let partner = try await SiteVisit.staff([Grant(role: .partner)], on: site, client)
            #expect(try await partner.get(Paths.newCase).status == 403)
        }
    }
}
