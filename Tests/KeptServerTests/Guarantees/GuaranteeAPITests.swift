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
            let ready = try await shop.get("/ready-guarantees")
            #expect(ready.list("items").count == ReadyGuarantee.allCases.count, "\(ready.text)")
            #expect(try await shop.get("/held-guarantees").list("items").isEmpty)
            #expect(try await shop.get("/authority-questions").list("items").isEmpty)
            let never = try await shop.post(
                "/guarantees",
                Self.rule.replacing(#""about":"order""#, with: #""late_by_seconds":60"#).replacing(
                    "On time", with: "Never"))
            #expect(never.status == 422 && never.text.contains("late_by_seconds"), "\(never.text)")
            let early = try await shop.post("/guarantees/\(id)/switching", #"{"on":true,"why":"begin"}"#)
            #expect(early.status == 409, "\(early.text)")
            let trial = try await shop.post("/guarantees/\(id)/trial", "")
            #expect(trial.status == 200 && trial["applied"] as? Int == 0, "\(trial.text)")
            #expect(trial["in_record"] as? Bool == false && trial["known_days"] as? Int == 0, "\(trial.text)")
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
            #expect(tried.status == 200 && tried.text.contains("no orders and promises of its own yet"))
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

    /// What exceeds a day is decided part by part, and the page says how far one has come.
    @Test(arguments: TestStore.engines) func aLeadGoesOnOrStopsWithWhatWaits(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, time in
            let added = try await shop.post(
                "/guarantees", Self.rule.replacing(#""about""#, with: #""most_per_day":1,"about""#))
            let id = added.text("id")
            _ = try await shop.post("/guarantees/\(id)/trial", "")
            _ = try await shop.post("/guarantees/\(id)/switching", #"{"on":true,"why":"begin"}"#)
            for number in 1...3 { _ = try await shop.makeOrder("H-\(number)") }
            time.advance(by: .days(3))
            try await shop.site.store.lapse(at: time.now)
            let held = try await shop.get("/held-guarantees").list("items")
            #expect(held.count == 1 && held[0]["count"] as? Int == 2, "\(held)")
            let ada = try await SiteVisit.staff([Grant(role: .owner)], on: shop.site, shop.client)
            let path = "/guarantees/\(id)"
            let form = try await ada.form(path + "/release", on: path)
            #expect(form["done"] == "0")
            let first = try await ada.post(form)
            #expect(first.status == 303 && first.location == path + "?done=2#held", "\(first.location ?? "")")
            let page = try await ada.get(path + "?done=2").text
            #expect(page.contains("2 are decided. At your places nobody waits any more.") && !page.contains("⟦"))
            let again = try await shop.post(path + "/release", "")
            #expect(again["given"] as? Int == 0 && again["left"] as? Int == 0 && again["done"] as? Bool == true)
        }
    }

    /// A guarantee that has stopped, with one that went out and as many as `count` that wait.
    private static func stopped(_ count: Int, _ shop: Shop, _ time: MovedTime) async throws -> String {
        let added = try await shop.post(
            "/guarantees", rule.replacing(#""about""#, with: #""most_per_day":1,"about""#))
        let id = added.text("id")
        _ = try await shop.post("/guarantees/\(id)/trial", "")
        _ = try await shop.post("/guarantees/\(id)/switching", #"{"on":true,"why":"begin"}"#)
        for number in 1...2 { _ = try await shop.makeOrder("H-\(number)") }
        time.advance(by: .days(3))
        try await shop.site.store.lapse(at: time.now)
        try await shop.site.store.write(as: .shell, at: time.now) { tx in
            let numbers: SQL = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count - 1))"
            try tx.run("INSERT INTO matters (id, subject) \(numbers) SELECT 900000 + i, 'held' FROM n")
            try tx.run(
                """
                INSERT INTO guarantee_uses (id, guarantee_id, version_id, matter_id, place_id, state, gifts, language,
                  used_at, used_day, held_because)
                \(numbers) SELECT 900000 + i, u.guarantee_id, u.version_id, 900000 + i, u.place_id, 'held', u.gifts,
                  u.language, u.used_at, u.used_day, u.held_because FROM n CROSS JOIN guarantee_uses u
                WHERE u.state = 'held'
                """)
        }
        return id
    }

    /// More than one part waits: each is decided once, however often its button is pressed.
    @Test(arguments: TestStore.engines) func aPartIsDecidedOnce(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, time in
            let id = try await Self.stopped(2 * HeldPart.size + 3, shop, time)
            let path = "/guarantees/\(id)"
            func given() async throws -> Int {
                try await shop.site.store.read { try $0.count("SELECT count(*) FROM remedies") }
            }
            let ada = try await SiteVisit.staff([Grant(role: .owner)], on: shop.site, shop.client)
            let form = try await ada.form(path + "/release", on: path)
            #expect(try await ada.get(path).text.contains("Give it to the next 400"))
            let first = try await ada.post(form)
            #expect(first.location == path + "?done=400#held", "\(first.text)")
            #expect(try await given() == 401)
            let second = try await ada.post(form)
            #expect(second.status == 409 && second.text.contains("decided a moment ago"), "\(second.text)")
            #expect(second.text.contains("Now waiting: 403.") && !second.text.contains("⟦"))
            #expect(try await given() == 401, "given once")
            let list = try await shop.get("/held-guarantees").list("items")
            let next = try #require(list.first?["first"] as? String)
            let part = try await shop.post(path + "/release", #"{"first":"\#(next)"}"#)
            #expect(part["given"] as? Int == 400 && part["left"] as? Int == 3, "\(part.text)")
            let twice = try await shop.post(path + "/release", #"{"first":"\#(next)"}"#)
            #expect(twice.status == 409, "\(twice.text)")
            let no = try await shop.post(path + "/declining", #"{"first":"\#(next)","why":"enough"}"#)
            #expect(no.status == 409, "\(no.text)")
            let last = try await shop.post(path + "/declining", #"{"first":"\#(part.text("next"))","why":"enough"}"#)
            #expect(last["declined"] as? Int == 3 && last["left"] as? Int == 0 && last["done"] as? Bool == true)
            #expect(try await given() == 801)
        }
    }

    /// A price that nobody can have paid is refused by field; what is beyond a colleague waits, and one lead decides it.
    @Test(arguments: TestStore.engines) func aTypedPriceIsHeldToTheOrder(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let rule =
                #"{"name":"Lower","trigger":"lower-price","gifts":[{"kind":"price-match","difference_percent":200}]}"#
            let id = try await shop.post("/guarantees", rule).text("id")
            _ = try await shop.post("/guarantees/\(id)/trial", "")
            _ = try await shop.post("/guarantees/\(id)/switching", #"{"on":true,"why":"begin"}"#)
            _ = try await shop.post("/remedy-limits/first", #"{"currency":"EUR"}"#)
            let order = try await shop.makeOrder()
            let found = try await shop.post("/cases", #"{"kind":"complaint","subject":"dear","order":"\#(order)"}"#)
            let (path, worker) = (
                "/cases/\(found.text("id"))/guarantee-uses", try await TestSite.token(.write, on: shop.site)
            )
            func record(_ paid: Int, _ seen: Int, _ currency: String = "EUR") async throws -> Shop.Answer {
                try await shop.send(
                    .post, path,
                    #"{"guarantee":"\#(id)","paid_minor":\#(paid),"seen_minor":\#(seen),"currency":"\#(currency)"}"#,
                    token: worker)
            }
            let much = try await record(100_000_000, 0)
            #expect(
                much.status == 422 && much.text.contains("paid_minor") && much.text.contains("39.98"), "\(much.text)")
            let dollars = try await record(1_000, 500, "USD")
            #expect(dollars.status == 422 && dollars.text.contains("currency"), "\(dollars.text)")
            let asked = try await record(3_998, 1_998)
            #expect(asked.status == 202, "40.00 back of 39.98, beyond the front line: \(asked.text)")
            let waiting = try await shop.get("/held-guarantee-uses").list("items")
            let use = try #require(waiting.first?["id"] as? String)
            #expect(waiting.first?["held_because"] as? String == "authority")
            let no = try await shop.send(.post, "/guarantee-uses/\(use)/release", "", token: worker)
            #expect(no.status == 403)
            let ada = try await SiteVisit.staff([Grant(role: .owner)], on: shop.site, shop.client)
            let page = try await ada.get("/approvals").text
            #expect(page.contains("€39.98") && page.contains("Give it") && !page.contains("⟦"), "\(page)")
            let given = try await shop.post("/guarantee-uses/\(use)/release", "")
            #expect(given.status == 200 && given.text("state") == "given", "\(given.text)")
            let ledger = try await shop.get("/cases/\(found.text("id"))/remedies").list("items")
            #expect(ledger.map { $0["amount_minor"] as? Int } == [3_998])
        }
    }
}
