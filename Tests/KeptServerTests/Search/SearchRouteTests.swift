import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite("The search on pages and by API") struct SearchRouteTests {
    @Test(arguments: TestStore.engines) func programsFindWhatWasJustWritten(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let opened = try await shop.post(
                "/cases",
                #"{"kind":"question","subject":"Kettle","message":{"channel":"email","body":"退款 <b>kettle</b>","contact":"ann@example.org"}}"#
            )
            #expect(opened.status == 201, "\(opened.text)")
            let found = try await shop.get("/search?q=%E9%80%80%E6%AC%BE")
            #expect(found.status == 200, "\(found.text)")
            let hit = try #require(found.list("items").first)
            #expect(hit["kind"] as? String == "message" && hit["case"] as? String == opened.text("id"))
            let pieces = try #require(hit["snippet"] as? [[String: Any]])
            #expect(pieces.first?["text"] as? String == "退款" && pieces.first?["marked"] as? Bool == true)
            let both = try await shop.get("/search?q=kettle&limit=1")
            #expect(both.list("items").compactMap { $0["kind"] as? String } == ["case", "message"])
            let one = try await shop.get("/search?q=kettle&kind=message&state=closed")
            #expect(one.list("items").isEmpty)
            for (query, part) in [
                ("", "q"), ("?q=", "q"), ("?q=a&kind=ticket", "kind"), ("?q=a&since=yesterday", "since"),
                ("?q=a&cursor=x", "cursor"),
                ("?q=a&limit=0", "limit"), ("?q=a&color=red", "color"),
                ("?q=" + String(repeating: "a", count: 10_000), "q"),
            ] {
                let refused = try await shop.get("/search" + query)
                #expect(refused.status == 422 || refused.status == 400, "\(query.prefix(40)): \(refused.status)")
                #expect(refused.text.contains("\"\(part)\""), "\(refused.text.prefix(300))")
            }
            #expect(try await shop.get("/search?q=a%00b").status == 400)
            for nothing in ["%22%20OR%20%22", "NEAR(", "%27%3B", "*", "%3C%3E"] {
                let answer = try await shop.get("/search?q=" + nothing)
                #expect(answer.status == 200, "\(nothing): \(answer.text)")
            }
        }
    }

    @Test(arguments: TestStore.engines) func theBoxAtTheTopFindsAndEscapes(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            _ = try await shop.write { tx in
                let found = try tx.openCase(
                    CaseDraft(kind: .complaint, subject: "<i>Kettle</i> broken", order: made.order.id)
                ).case
                _ = try tx.addNote(to: found.id, text: "the <script>kettle</script> whistles")
            }
            let visit = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            #expect(try await visit.get("/orders").text.contains("action=\"/search\""))
            let page = try await visit.get("/search?q=kettle").text
            #expect(page.contains("&lt;i&gt;<mark>Kettle</mark>&lt;/i&gt; broken") && !page.contains("<script>kettle"))
            #expect(page.contains("the &lt;script&gt;<mark>kettle</mark>"))
            let exact = try await visit.get("/search?q=\(made.order.number)").text
            #expect(exact.contains("By number or address") && exact.contains(Paths.order(made.order.id)))
            #expect(try await visit.get("/search").text.contains("Nothing is asked yet"))
            #expect(try await visit.get("/search?q=zzzz").text.contains("Nothing was found for “zzzz”"))
            let long = try await visit.get("/search?q=" + String(repeating: "a", count: 300))
            #expect(long.status == 200 && long.text.contains("role=\"alert\""))
            #expect(try await visit.get("/search?q=a&kind=ticket").status == 400)
            let partner = try await SiteVisit.staff([Grant(role: .partner)], on: site, client)
            #expect(try await partner.get("/search?q=kettle").status == 403)
        }
    }

    @Test(arguments: Snapshot.languages) func searchPageLooksAsStored(_ language: String) throws {
        let at = Snapshot.at("2026-11-04T10:00")
        var found = SearchHit(
            subject: .case(ID(41)), number: 1041,
            title: SearchSnippet([.init("Kettle", isMarked: true), .init(" arrived broken")]),
            about: "Li Wei", at: at, state: .open)
        found.isExact = true
        let customer = SearchHit(
            subject: .customer(ID(9)), title: SearchSnippet([.init("Li Wei")]), about: "li@example.org", at: at)
        var message = SearchHit(
            subject: .message(ID(5), in: ID(41)), number: 1041, title: SearchSnippet([.init("Kettle arrived broken")]),
            about: "Li Wei", at: at, state: .open)
        message.direction = .incoming
        message.snippet = SearchSnippet([.init("…水壶"), .init("退款", isMarked: true), .init(" <b>now</b>")])
        var answer = SearchAnswer()
        answer.hits = [found, customer, message]
        answer.more = [.message]
        let view = SearchView(text: "kettle 退款", isAsked: true, answer: answer)
        let context = Snapshot.context(language, path: Paths.search)
        try Snapshot.expect(searchPage(view, context), "search", language)
    }
}
