import Hummingbird
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// Remedies through pages, as the front line and a lead use them.
@Suite struct RemedyPageTests {
    private static let euro = Currency("EUR")!

    private static func open(
        on engine: Engine, limits: Bool = true,
        _ body: @escaping @Sendable (SiteVisit, SiteVisit, SiteVisit, String) async throws -> Void
    ) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            try await buildApplication(site).test(.router) { client in
                let place = try await site.store.read { try $0.defaultPlace() }
                let tom = try await SiteVisit.staff([Grant(role: .frontLine, place: place)], on: site, client)
                let maya = try await SiteVisit.staff([Grant(role: .lead, place: place)], on: site, client)
                let ada = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
                let shop = try await Bookshop(store: site.store, time: time)
                let order = try await shop.order(shop.draft("A-1")).order.id
                let found = try await shop.write { tx in
                    if limits { try tx.addUsualLimits(in: euro) }
                    return try tx.openCase(
                        kind: .complaint, subject: "late", customer: nil, order: order, place: nil
                    ).id
                }
                try await body(tom, maya, ada, Paths.case(found))
            }
        }
    }

    @Test(arguments: TestStore.engines) func aButtonGivesWhatItSays(on engine: Engine) async throws {
        try await Self.open(on: engine) { tom, _, _, path in
            let page = try await tom.get(path).text
            #expect(page.contains("Refund €19.00") && page.contains("Apologised in person"))
            let form = try PageForm(path + "/remedies", in: page)
            #expect(form["kind"] == "refund" && form["amount_minor"] == "1900")
            let given = try await tom.post(form)
            #expect(given.status == 303 && given.location == path + "#amends")
            let twice = try await tom.post(form)
            #expect(twice.status == 409, "the form was made before the first")
            let after = try await tom.get(path).text
            #expect(after.contains("€19.00 refunded") && !after.contains("⟦"))
            // Nothing is known by which she could be written to: somebody has to say it.
            #expect(after.contains("we know no e-mail address of theirs") && after.contains("We refund you €19.00."))
            #expect(after.contains("It stands on the tracking page"))
            let told = try #require(after.firstMatch(of: /action="(\/tellings\/[0-9]+\/told)"/)?.1)
            let say = try PageForm(String(told), in: after)
            #expect(try await tom.post(say).location == path + "#amends")
            #expect(try await tom.post(say).status == 303, "said twice")
            let settled = try await tom.get(path).text
            #expect(!settled.contains("The customer got no message") && !settled.contains("⟦"))
        }
    }

    @Test(arguments: TestStore.engines) func beyondItALeadDecidesInOneClick(on engine: Engine) async throws {
        try await Self.open(on: engine) { tom, maya, _, path in
            var fields: KeyValuePairs<String, String> = [
                "kind": "replacement", "amount": "80,00", "currency": "EUR", "known": "0",
            ]
            let bare = try await tom.post(path + "/remedies", from: path, fields)
            #expect(bare.status == 422, "a lead is told why")
            fields = [
                "kind": "replacement", "amount": "80,00", "currency": "EUR", "known": "0", "why": "<b>twice</b> late",
            ]
            let asked = try await tom.post(path + "/remedies", from: path, fields)
            #expect(asked.status == 303, "\(asked.text)")
            let page = try await maya.get("/approvals").text
            #expect(page.contains("Approve €80.00") && page.contains("&lt;b&gt;twice"))
            let refusal = try #require(page.firstMatch(of: /action="(\/approvals\/[0-9]+\/refusal)"/)?.1)
            var no = try PageForm(String(refusal), in: page)
            no["word"] = String(repeating: "<", count: 20_001)
            let kept = try await maya.post(no)
            #expect(kept.status == 422 && kept.text.contains("<details class=\"disclosure\" open"), "\(kept.status)")
            #expect(
                kept.text.contains("&lt;&lt;&lt;") && kept.text.contains("-word-problem"), "what was typed stands there"
            )
            let action = try #require(
                page.split(separator: "action=\"").map(String.init).first { $0.contains("/approval\"") })
            let form = try PageForm(String(action.prefix { $0 != "\"" }), in: page)
            let approved = try await maya.post(form)
            #expect(approved.status == 303 && approved.location == "/approvals")
            let again = try await maya.post(form)
            #expect(again.status == 409)
            let done = try await tom.get(path).text
            #expect(done.contains("replaced, worth €80.00") && done.contains("approved by a lead"))
            let ledger = try await maya.get("/remedies").text
            #expect(ledger.contains("€80.00") && !ledger.contains("⟦"))
        }
    }

    @Test(arguments: TestStore.engines) func moneyWithoutLimitsIsSaidOnTheCaseAndBegunThere(on engine: Engine)
        async throws
    {
        try await Self.open(on: engine, limits: false) { tom, _, ada, path in
            let notice = "No limits are set in EUR yet"
            let before = try await tom.get(path).text
            #expect(
                before.contains(notice) && !before.contains("action=\"/authority/first\""), "who may not set limits")
            #expect(!before.contains("Refund €19.00"))
            let form = try await ada.form(Paths.firstLimits, on: path)
            #expect(form["currency"] == "EUR")
            #expect(try await ada.post(form).status == 303)
            let after = try await tom.get(path).text
            #expect(!after.contains(notice) && after.contains("Refund €19.00") && !after.contains("⟦"))
            #expect(try await ada.post(form).status == 303, "begun twice: what stands is kept")
        }
    }

    @Test(arguments: TestStore.engines) func limitsAndCouponsHaveTheirPages(on engine: Engine) async throws {
        try await Self.open(on: engine) { tom, _, ada, path in
            let limits = try await ada.get("/authority").text
            #expect(limits.contains("€25.00") && limits.contains("any amount") && !limits.contains("⟦"))
            let link = try #require(limits.firstMatch(of: /href="(\/authority\/[0-9]+)"/)?.1)
            var form = try await ada.form(String(link), on: String(link))
            form["per_case"] = "30"
            form["why"] = "season"
            #expect(try await ada.post(form).location == "/authority")
            #expect(try await ada.get("/authority").text.contains("€30.00"))
            #expect(try await tom.get(String(link)).status == 403)
            let coupon = try await tom.post(
                path + "/remedies", from: path,
                ["kind": "coupon", "amount_minor": "500", "currency": "EUR", "known": "0"])
            #expect(coupon.status == 303)
            let list = try await tom.get("/coupons").text
            let code = try #require(list.firstMatch(of: /<code>([0-9A-Z-]+)<\/code>/)?.1)
            let page = try await tom.get("/coupons?code=\(code)").text
            #expect(page.contains("€5.00") && page.contains("valid") && !page.contains("⟦"))
            var redeem = try PageForm("/coupons/redemptions", in: page)
            redeem["till"] = "1"
            redeem["reference"] = "r1"
            #expect(try await tom.post(redeem).status == 303)
            redeem["reference"] = "r2"
            #expect(try await tom.post(redeem).status == 409)
            #expect(try await tom.get("/coupons?code=AAAA").text.contains("No coupon has this code"))
        }
    }
}
