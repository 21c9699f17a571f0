import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct ConductPageTests {
    @Test(arguments: TestStore.engines) func aFactIsWrittenDownWithAHintThatIsOverridden(on engine: Engine) async throws
    {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let id = try await shop.write { [place = shop.place] tx in
                let customer = try tx.customers(named: "", limit: 1).first?.id
                var inquiry = InquiryDraft(kind: .complaint, message: MessageDraft(.counter, "Where is it?"))
                (inquiry.place, inquiry.customer) = (place, customer)
                return try tx.takeInquiry(inquiry, words: site.vocabulary).case.id
            }
            let path = Paths.case(id)
            #expect(try await !visit.get(path).text.contains("How to go on"))
            var note = try await visit.form(Paths.caseConduct(id), on: path)
            note["words"] = "A rude <b>man</b>"
            note["evidence"] = "observed"
            note["kind"] = "abusive"
            let hinted = try await visit.post(note)
            #expect(hinted.status == 422 && hinted.text.contains("“rude” judges"), "\(hinted.text)")
            #expect(try await shop.store.read { try $0.conductFacts(at: nil, now: site.now, limit: 5) }.isEmpty)
            note["as_it_stands"] = "1"
            note["threat"] = "1"
            #expect(try await visit.post(note).location == path)
            let page = try await visit.get(path).text
            #expect(page.contains("How to go on") && page.contains("A rude &lt;b&gt;man&lt;/b&gt;"))
            #expect(page.contains("Let the first wave pass") && page.contains("A lead was told"))
            let overview = try await visit.get(Paths.conduct).text
            #expect(overview.contains("was threatened") && overview.contains("A rude &lt;b&gt;man"))
            #expect(try await visit.get(Paths.today).text.contains("was threatened"))
            let relief = try await visit.form(Paths.caseRelief(id), on: path)
            #expect(try await visit.post(relief).location == path)
            #expect(try await visit.get(path).text.contains("asks to be relieved here"))
        }
    }

    @Test(arguments: TestStore.engines) func thePlaybookIsReadAndWrittenInEachLanguage(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, _, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .qualityManager)], on: site, client)
            let path = Paths.playbook(.freeloading)
            var form = try await visit.form(path, on: path)
            form["steps"] = "One\nTwo"
            #expect(try await visit.post(form).location == path + "?language=en")
            let page = try await visit.get(path).text
            #expect(page.contains("<li>One</li><li>Two</li>"))
            #expect(try await visit.get(path + "?language=zh-Hans").text.contains("先把投诉当作真的"))
            form["steps"] = nil
            #expect(try await visit.post(form).status == 422)
            #expect(try await visit.get("/conduct/playbooks/noisy").status == 404)
            var days = try await visit.form(Paths.conductDays, on: Paths.conduct)
            days["days"] = "30"
            #expect(try await visit.post(days).location == Paths.conduct)
            #expect(try await visit.get(Paths.conduct).text.contains("for 30 days"))
        }
    }

    @Test(arguments: TestStore.engines) func programsDoTheSame(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let order = try await shop.makeOrder()
            let id = try await shop.post("/cases", #"{"kind":"complaint","subject":"late","order":"\#(order)"}"#).text(
                "id")
            let fact = try await shop.post(
                "/cases/\(id)/conduct-facts", #"{"kind":"abusive","evidence":"observed","words":"a rude man"}"#)
            #expect(
                fact.status == 201 && fact["judging"] as? [String] == ["rude"], "a hint, never a block: \(fact.text)")
            for body in [
                #"{"kind":"mad","evidence":"observed","words":"x"}"#, #"{"kind":"abusive","evidence":"observed"}"#,
                #"{"kind":"abusive","evidence":"observed","words":"x","happened_at":"2099-01-01T00:00:00Z"}"#,
            ] {
                #expect(try await shop.post("/cases/\(id)/conduct-facts", body).status == 422, "\(body)")
            }
            let beside = try await shop.get("/cases/\(id)/conduct")
            #expect(beside.list("facts").count == 1 && beside.list("playbooks").count == 1, "\(beside.text)")
            #expect(try await shop.get("/conduct-facts?kind=abusive").list("items").count == 1)
            #expect(try await shop.get("/conduct-facts?kind=freeloading").list("items").isEmpty)
            let call = try await shop.post("/cases/\(id)/relief", "{}")
            #expect(call.status == 201 && call.text("kind") == "relief")
            let answer = try await shop.post("/calls/\(call.text("id"))/answer", #"{"word":"done"}"#)
            #expect(answer.status == 200 && answer.text("word") == "done", "\(answer.text)")
            #expect(try await shop.post("/calls/\(call.text("id"))/answer", #"{"word":"done"}"#).status == 409)
            #expect(try await shop.get("/cases?text=late").list("items").count == 1)
            #expect(try await shop.get("/cases?text=early").list("items").isEmpty)
            #expect(try await shop.get("/cases?only=waiting").list("items").isEmpty)
            #expect(try await shop.get("/playbooks?language=zh-Hans").list("items").count == 5)
            #expect(try await shop.get("/playbooks?language=xx").status == 422)
            let struck = try await shop.post("/conduct-facts/\(fact.text("id"))/striking", #"{"why":"not so"}"#)
            #expect(struck.status == 200 && struck.text("struck_at") != "")
            #expect(try await shop.post("/cases/\(id)/closing", #"{"cause":"difficult customer"}"#).status == 409)
        }
    }
}
