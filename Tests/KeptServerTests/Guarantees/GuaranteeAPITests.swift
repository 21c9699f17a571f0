import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@Suite struct GuaranteeAPITests {
    private static let rule =
        #"{"name":"On time","called":{"en":"On time or a coupon"},"trigger":"promise-broken","about":"order","gifts":[{"kind":"coupon","amount_minor":500,"currency":"EUR"}]}"#

    @Test(arguments: TestStore.engines) func itIsWrittenTriedSwitchedOnAndPays(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, time in
            let added = try await shop.post("/guarantees", Self.rule)
            #expect(added.status == 201 && added["on"] as? Bool == false, "\(added.text)")
            #expect(
                (added.object("said")["en"] as? String)?.contains("coupon of €5.00")
                    == true, "\(added.text)")
            let id = added.text("id")
            let early = try await shop.post("/guarantees/\(id)/switching", #"{"on":true,"why":"begin"}"#)
            #expect(early.status == 409, "\(early.text)")
            let trial = try await shop.post("/guarantees/\(id)/trial", "")
            #expect(trial.status == 200 && trial["applied"] as? Int == 0, "\(trial.text)")
            let on = try await shop.post("/guarantees/\(id)/switching", #"{"on":true,"why":"begin"}"#)
            #expect(on.status == 200 && on["on"] as? Bool == true, "\(on.text)")
            let order = try await shop.makeOrder()
            time.advance(by: .days(3))
            try await shop.site.store.lapse(at: time.now)
            let uses = try await shop.get("/guarantees/\(id)/uses")
            #expect(
                uses.list("items").count == 1 && uses.list("items").first?["order"] as? String == order, "\(uses.text)")
            let tracking = try await shop.get("/orders/\(order)")
            let path = tracking.text("tracking_url")
            let address = path.firstRange(of: "/t/").map { String(path[$0.lowerBound...]) }
            if let address {
                let page = try await shop.client.execute(uri: address + "?lang=en", method: .get)
                let text = String(buffer: page.body)
                #expect(text.contains("€5.00") && text.contains("On time or a coupon"), "the customer is told")
            }
            let again = try await shop.post("/guarantees/\(id)/trial", "")
            #expect(again["applied"] as? Int == 1 && again["customers"] as? Int == 1, "\(again.text)")
        }
    }

    @Test(arguments: TestStore.engines) func faultyRulesAreRefusedByField(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            for body in [
                "{}", #"{"name":"x","trigger":"lost","gifts":[]}"#,
                #"{"name":"x","trigger":"moon","gifts":[{"kind":"refund","percent":100}]}"#,
                #"{"name":"x","trigger":"lost","gifts":[{"kind":"refund"}]}"#,
                #"{"name":"x","trigger":"lost","gifts":[{"kind":"apology","amount_minor":1,"currency":"EUR"}]}"#,
                #"{"name":"x","trigger":"lost","most_per_day":0,"gifts":[{"kind":"refund","percent":100}]}"#,
            ] {
                let answer = try await shop.post("/guarantees", body)
                #expect(answer.status == 422, "\(body): \(answer.text)")
            }
            #expect(try await shop.get("/guarantees/1").status == 404)
        }
    }

    @Test(arguments: TestStore.engines) func pagesWriteTryAndSwitch(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let ada = try await SiteVisit.staff([Grant(role: .owner)], on: shop.site, shop.client)
            let list = try await ada.get("/guarantees").text
            #expect(list.contains("On time, or a coupon") && !list.contains("⟦"))
            var form = try await ada.form("/guarantees", on: "/guarantees/new?ready=on-time")
            #expect(form["gift_1_kind"] == "coupon")
            form["currency"] = "EUR"
            form["gift_1_value"] = "4,50"
            let added = try await ada.post(form)
            let path = try #require(added.location)
            let page = try await ada.get(path).text
            #expect(page.contains("€4.50") && page.contains("顾客得到") && !page.contains("⟦"), "both languages")
            let tried = try await ada.post(try await ada.form(path + "/trial", on: path))
            #expect(tried.status == 200 && tried.text.contains("would not have applied"))
            var switching = try await ada.form(path + "/switching", on: path)
            switching["why"] = "begins"
            #expect(try await ada.post(switching).status == 303)
            #expect(try await ada.get("/guarantees").text.contains(">on<"))
            var change = try await ada.form(path, on: path)
            change["most_per_day"] = "0"
            #expect(try await ada.post(change).status == 422)
            change["most_per_day"] = "20"
            change["why"] = "less"
            #expect(try await ada.post(change).status == 303)
            #expect(try await ada.get("/guarantees").text.contains(">off<"))
        }
    }
}
