import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CaseSortingPageTests {
    @Test(arguments: TestStore.engines) func aCaseIsSortedOnItsPageAndInTheList(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let ids = try await shop.write { tx in
                try ["Torn", "Also torn"].map { subject in
                    var inquiry = InquiryDraft(kind: .question, message: MessageDraft(.counter, subject))
                    inquiry.subject = subject
                    return try tx.takeInquiry(inquiry, words: site.vocabulary).case.id
                }
            }
            let (id, path) = (ids[0], Paths.case(ids[0]))
            var form = try await visit.form(Paths.caseSorting(id), on: path)
            #expect(form["kind"] == "question" && form["order"] == "")
            form["kind"] = "complaint"
            form["order"] = "99999999"
            let refused = try await visit.post(form)
            #expect(refused.status == 422 && refused.text.contains("There is no order 99999999."), "\(refused.status)")
            form["order"] = "\(made.order.number)"
            #expect(try await visit.post(form).location == path)
            let (found, recovery) = try await shop.store.read {
                (try $0.knownCase(id), try $0.recovery(of: id))
            }
            #expect(found.kind == .complaint && found.order == made.order.id)
            #expect(recovery?.failures.map(\.kind) == [.complaint])
            #expect(try await visit.get(path).text.contains("Making it good"))
            let history = try await visit.get(Paths.journal(of: .case(id))).text
            #expect(history.contains("sorted: its kind, order or customer was said"))
            #expect(!history.contains("⟦"))
            let bulk = try await visit.form(Paths.caseBulk, on: Paths.cases + "?state=open")
            let done = try await visit.post(
                Paths.caseBulk, token: try #require(bulk["form_token"]),
                ["case": "\(ids[1])", "do": "sort", "kind": "complaint", "with": "a batch was torn"])
            #expect(done.status == 303, "\(done.text)")
            #expect(try await shop.store.read { try $0.knownCase(ids[1]) }.kind == .complaint)
        }
    }

    @Test(arguments: TestStore.engines) func aComplaintThatWasStruckStaysReadable(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let order = try await shop.makeOrder()
            let id = try await shop.post("/cases", #"{"kind":"question","subject":"Torn","order":"\#(order)"}"#).text(
                "id")
            let path = "/cases/\(id)"
            let ada = try await SiteVisit.staff([Grant(role: .owner)], on: shop.site, shop.client)
            func sort(_ kind: String, _ why: String) async throws {
                var form = try await ada.form(path + "/sorting", on: path)
                (form["kind"], form["why"]) = (kind, why)
                let sorted = try await ada.post(form)
                #expect(sorted.status == 303, "\(sorted.text)")
            }
            try await sort("complaint", "reads like one")
            #expect(try await ada.get(path).text.contains("Making it good"))
            #expect(try await shop.get(path + "/struck-failures").list("items").isEmpty)
            try await sort("question", "she only <i>asked</i>")
            let page = try await ada.get(path).text
            #expect(
                page.contains("<s>") && page.contains("she only &lt;i&gt;asked&lt;/i&gt;"), "who and why stay readable")
            #expect(page.contains("nothing is to be made good") && !page.contains("⟦"))
            let struck = try await shop.get(path + "/struck-failures").list("items")
            #expect(struck.map { $0["kind"] as? String } == ["complaint"] && struck[0]["case"] as? String == id)
            #expect(struck[0]["why"] as? String == "she only <i>asked</i>", "\(struck)")
            #expect(struck[0]["struck_by"] as? String == struck[0]["told_by"] as? String)
            // What goes wrong then stands beside it.
            try await sort("complaint", "she is angry after all")
            let both = try await ada.get(path).text
            #expect(both.contains("<s>") && both.contains("Next:"), "beside what is to be made good")
            #expect(try await shop.get("/cases/1/struck-failures").status == 404)
        }
    }

    @Test(arguments: TestStore.engines) func aFormThatIsGoneFromThePageSaysWhyNothingWasDone(on engine: Engine)
        async throws
    {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let id = try await shop.write { [place = shop.place] tx in
                try tx.openCase(kind: .question, subject: "Torn", customer: nil, order: nil, place: place).id
            }
            let path = Paths.case(id)
            var (sorting, merge) = (
                try await visit.form(Paths.caseSorting(id), on: path),
                try await visit.form(Paths.caseMerge(id), on: path)
            )
            try await shop.write { _ = try $0.closeCase(id, because: .named("praise")) }
            sorting["order"] = "<b>7</b>"
            let sorted = try await visit.post(sorting)
            #expect(sorted.status == 422 && sorted.text.contains("flash-problem"), "\(sorted.status)")
            #expect(sorted.text.contains("Nothing was done. There is no order &lt;b&gt;7&lt;/b&gt;."))
            merge["case"] = "1"
            let merged = try await visit.post(merge)
            #expect(merged.status == 422 && merged.text.contains("Nothing was done. Why: This is missing."))
        }
    }

    @Test(arguments: TestStore.engines) func aLinkIsTakenAwayOnThePage(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let ids = try await shop.write { [place = shop.place] tx in
                try ["Torn", "Also torn"].map {
                    try tx.openCase(kind: .question, subject: $0, customer: nil, order: nil, place: place).id
                }
            }
            try await shop.write { try $0.linkCases(ids[0], with: ids[1]) }
            let path = Paths.case(ids[0])
            let form = try await visit.form(Paths.caseUnlinking(ids[0]), on: path)
            #expect(try await visit.post(form).location == path)
            #expect(!(try await visit.get(path).text.contains(Paths.caseUnlinking(ids[0]))))
            #expect(try await visit.post(form).status == 404, "taken away already")
        }
    }

    @Test(arguments: TestStore.engines) func whatBecamePartOfAnotherCaseIsAnsweredThere(on engine: Engine) async throws
    {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let ids = try await shop.write { [place = shop.place] tx in
                try ["Torn", "Also torn"].map {
                    try tx.openCase(kind: .question, subject: $0, customer: nil, order: nil, place: place).id
                }
            }
            #expect(try await visit.get(Paths.case(ids[0])).text.contains("action=\"\(Paths.caseReplies(ids[0]))\""))
            let number = try await shop.store.read { try $0.knownCase(ids[1]).number }
            try await shop.write { _ = try $0.mergeCase(ids[0], into: ids[1], why: "the same") }
            let page = try await visit.get(Paths.case(ids[0])).text
            #expect(!page.contains(Paths.caseReplies(ids[0])) && !page.contains(Paths.caseNotes(ids[0])))
            #expect(page.contains("case \(number).") && !page.contains("case \(number).."), "its cause is a sentence")
        }
    }

    @Test(arguments: TestStore.engines) func aProgramSortsACase(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let opened = try await shop.post(
                "/cases", #"{"kind":"question","subject":"Torn","message":{"channel":"phone","body":"It is torn."}}"#)
            let path = "/cases/\(opened.text("id"))/sorting"
            let sorted = try await shop.post(path, #"{"kind":"complaint","why":"read it"}"#)
            #expect(sorted.status == 200 && sorted.text("kind") == "complaint", "\(sorted.text)")
            let recovery = try await shop.get("/cases/\(opened.text("id"))/recovery")
            #expect(recovery.status == 200, "\(recovery.text)")
            let unknown = try await shop.post(path, #"{"order":"17"}"#)
            #expect(unknown.status == 422 && unknown.text.contains("\"order\""), "\(unknown.text)")
            let found = try await shop.post(path, #"{"kind":"failure"}"#)
            #expect(found.status == 422 && found.text.contains("kind"), "\(found.text)")
            #expect(try await shop.post(path, #"{"kind":"grumble"}"#).status == 422)
        }
    }
}
