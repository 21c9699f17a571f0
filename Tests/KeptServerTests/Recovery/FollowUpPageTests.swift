import Hummingbird
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// The page behind the link that asks whether it was made good.
@Suite struct FollowUpPageTests {
    @Test(arguments: TestStore.engines) func whatIsSaidOnThePhoneIsWrittenDownOnTheCase(on engine: Engine) async throws
    {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            shop.time.advance(by: .days(3))
            try await shop.lapse()
            let id = try await shop.store.read { reading in
                try #require(reading.cases(CaseFilter(status: .open), limit: 1).first).id
            }
            let path = Paths.case(id)
            #expect(!(try await visit.get(path).text.contains(Paths.caseFollowUpAnswer(id))), "not while it is open")
            try await shop.write { _ = try $0.closeCase(id, because: .named("courier fell ill")) }
            var form = try await visit.form(Paths.caseFollowUpAnswer(id), on: path)
            form["answer"] = "no"
            form["words"] = String(repeating: "<", count: 2_001)
            let refused = try await visit.post(form)
            #expect(refused.status == 422 && refused.text.contains("f-answer-words-problem"), "\(refused.status)")
            form["words"] = "<b>Still</b> torn"
            #expect(try await visit.post(form).location == path + "#recovery")
            #expect(try await visit.post(form).status == 303, "sent twice")
            let page = try await visit.get(path).text
            #expect(page.contains("&lt;b&gt;Still&lt;/b&gt; torn") && !page.contains("⟦"))
            #expect(try await shop.store.read { try $0.knownCase(id) }.status == .open)
            let history = try await visit.get(Paths.journal(of: .case(id))).text
            #expect(history.contains("the customer answered whether it was made good") && !history.contains("⟦"))
        }
    }

    private static func asked(
        on engine: Engine,
        _ body:
            @escaping @Sendable (Site, any TestClientProtocol, MovedTime, TrackingKey, ID<Case>) async throws -> Void
    ) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            try await buildApplication(site).test(.router) { client in
                let shop = try await Bookshop(store: site.store, time: time)
                let draft = shop.draft(
                    "A-1", customer: CustomerDraft(name: "林梅", email: "lin@example.org", language: "zh-Hans"))
                let order = try await shop.order(draft).order.id
                let found = try await shop.write { tx in
                    let opened = try tx.openCase(
                        kind: .complaint, subject: "late", customer: nil, order: order, place: nil)
                    return try tx.closeCase(opened.id, cause: "courier").id
                }
                time.advance(by: .days(4))
                let words = shop.words
                var key: [UInt8]?
                // The site's own runner may be the one who asks.
                while key == nil {
                    _ = try await shop.write(as: .system("follow-up")) {
                        try $0.sendFollowUps(keys: [.random()], words: words, address: "https://kept.example.org")
                    }
                    key = try await site.store.read { reading in
                        try reading.row("SELECT key FROM follow_ups WHERE state = 'sent'") { $0.bytes() }
                    }
                }
                try await body(site, client, time, TrackingKey(bytes: key ?? []), found)
            }
        }
    }

    @Test(arguments: TestStore.engines) func openingTheLinkAnswersNothingAndOneTapDoes(on engine: Engine) async throws {
        try await Self.asked(on: engine) { site, client, _, key, found in
            let path = Paths.followUp(key.text)
            for answer in ["yes", "partly", "no", "%3Cscript%3E"] {
                let visit = try await SiteVisit.customer(on: site, client, at: path + "?answer=\(answer)")
                let page = try await visit.get(path + "?answer=\(answer)")
                #expect(page.status == 200 && !page.text.contains("<script") && !page.text.contains("⟦"))
                #expect(page.text.contains("我们补救好了吗"), "in the customer's language")
                #expect(!page.text.contains("\(found)"), "no id of ours")
            }
            let state = try await site.store.read { try $0.followUp(keyed: key)?.state }
            #expect(state == .sent, "scanners open every link")
            let visit = try await SiteVisit.customer(on: site, client, at: path)
            let done = try await visit.post(path, from: path, ["answer": "no", "words": "<b>torn</b>"])
            #expect(done.status == 303 && done.location == path, "\(done.text)")
            let after = try await visit.get(path).text
            #expect(after.contains("&lt;b&gt;torn") && !after.contains("<b>torn"))
            let open = try await site.store.read { try $0.knownCase(found) }
            #expect(open.status == .open && open.escalatedAt != nil)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsNoAnswerOrNobodysLinkIsRefused(on engine: Engine) async throws {
        try await Self.asked(on: engine) { site, client, time, key, _ in
            let path = Paths.followUp(key.text)
            let visit = try await SiteVisit.customer(on: site, client, at: path)
            #expect(try await visit.post(path, from: path, ["answer": "maybe"]).status == 422)
            #expect(
                try await visit.post(
                    path, from: path, ["answer": "yes", "words": String(repeating: "x", count: 2_001)]
                ).status == 422)
            for token in ["0", TrackingKey.random().text, String(repeating: "a", count: 26), "%3Cb%3E"] {
                #expect(try await visit.get("/f/\(token)").status == 404, "\(token)")
            }
            let form = try await visit.form(path, on: path)
            time.advance(by: .days(15))
            let late = try await visit.post(path, token: form["form_token"] ?? "", ["answer": "yes"])
            #expect(late.status == 409 || late.status == 403, "\(late.status)")
            let page = try await visit.get(path).text
            #expect(!page.contains("name=\"answer\""), "nothing can be answered any more")
        }
    }
}
