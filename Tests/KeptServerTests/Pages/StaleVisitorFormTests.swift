import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// A public page that stood open in another tab until its token held no longer: nothing typed is lost.
@Suite struct StaleVisitorFormTests {
    @Test(arguments: TestStore.engines) func theSignInPageStandsAgainWithTheEMail(on engine: Engine) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            try await buildApplication(site).test(.router) { client in
                let browser = Browser(client)
                _ = try await browser.send("/setup", Browser.setUp, from: "/setup")
                let visitor = await browser.another()
                _ = try await visitor.open("/sign-in")
                let fields: KeyValuePairs = [
                    "email": "mei@example.org", "password": "a long sentence", "return_to": "/orders",
                    "form_token": "of an earlier visit",
                ]
                let told = try await visitor.send("/sign-in", fields, from: nil)
                #expect(told.status == 403 && told.text.contains("open too long"), "\(told.text.prefix(400))")
                #expect(told.text.contains("value=\"mei@example.org\"") && !told.text.contains("a long sentence"))
                var form = try PageForm("/sign-in", in: told.text)
                #expect(form["return_to"] == "/orders")
                form["password"] = "a long sentence"
                let entered = try await visitor.send(
                    "/sign-in", pairs: form.fields.map { ($0.name, $0.value) }, from: nil)
                #expect(entered.status == 303 && entered.location == "/orders", "\(entered.text.prefix(400))")
                // In the meantime they signed in elsewhere: the other tab's token is of before.
                let again = try await visitor.send("/sign-in", fields, from: nil)
                #expect(again.status == 403 && again.text.contains("value=\"mei@example.org\""))
                // Another site's page is not shown again with what it wrote into the form.
                let foreign = try await visitor.send(
                    "/sign-in", fields, from: nil, telling: [.init("Sec-Fetch-Site")!: "cross-site"])
                #expect(foreign.status == 403 && !foreign.text.contains("mei@example.org"))
            }
        }
    }

    /// The session of the browser ended, and the page was older still.
    @Test func whoseSessionEndedKeepsTheEMailToo() async throws {
        try await TestSite.with(.sqlite) { site in
            try await buildApplication(site).test(.router) { client in
                let visit = SiteVisit(site: site, client: client, cookie: "kept-session=ended")
                let told = try await visit.post(
                    "/sign-in", token: "old", ["email": "mei@example.org", "password": "x"])
                #expect(told.status == 403 && told.text.contains("value=\"mei@example.org\""))
            }
        }
    }

    @Test(arguments: TestStore.engines) func aCustomersQuestionStandsAgain(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let key = try #require(made.order.trackingKey.map { TrackingKey(bytes: $0) })
            let visit = try await SiteVisit.customer(on: site, client, at: key.path)
            let told = try await visit.post(
                key.path + "/question", token: "old", ["question": "Is it blue?", "reply_to": "ada@example.org"])
            #expect(told.status == 403 && told.text.contains("open too long"))
            #expect(told.text.contains("Is it blue?") && told.text.contains("ada@example.org"))
            let asked = try await shop.count("SELECT count(*) FROM cases")
            #expect(asked == 0, "nothing was done")
            #expect(try await visit.post(PageForm(key.path + "/question", in: told.text)).status == 303)
            let window = try await visit.post(
                key.path + "/window", token: "old", ["window": "2026-11-06.1080-1260"])
            #expect(window.status == 403 && window.text.contains("open too long"))
            let chosen = try PageForm(key.path + "/window", in: window.text)
            #expect(chosen["form_token"]?.isEmpty == false)
        }
    }
}
