import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct RatingPageTests {
    private static func openCase(_ shop: Bookshop, _ site: Site) async throws -> ID<Case> {
        try await shop.write { [place = shop.place] tx in
            var inquiry = InquiryDraft(kind: .question, message: MessageDraft(.counter, "Where is it?"))
            inquiry.place = place
            let id = try tx.takeInquiry(inquiry, words: site.vocabulary).case.id
            try tx.reply(to: id, with: MessageDraft(.phone, "In the back."))
            return id
        }
    }

    @Test(arguments: TestStore.engines) func onlyATapRecordsAnything(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let id = try await Self.openCase(shop, site)
            let key = try await shop.write { try $0.ratingKey(of: id) }
            let path = Paths.rating(key.text)
            let visit = try await SiteVisit.customer(on: site, client, at: path)
            let page = try await visit.get(path + "?value=5&question=ease")
            #expect(page.status == 200 && page.text.contains("5 easy"))
            #expect(try await shop.store.read { try $0.ratings(of: .case(id)) }.isEmpty, "a GET records nothing")
            var form = try await visit.form(path, on: path)
            form["question"] = "ease"
            form["value"] = "4"
            #expect(try await visit.post(form).location == path)
            #expect(try await shop.store.read { try $0.ratings(of: .case(id))[.ease]?.value } == 4)
            #expect(try await visit.get(path).text.contains("You can change it until"))
            form["value"] = "9"
            #expect(try await visit.post(form).status == 422)
            #expect(try await visit.get(Paths.rating(TrackingKey.random().text)).status == 404)
            let staff = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            #expect(try await staff.get(Paths.case(id)).text.contains("4 of 5 for ease"))
        }
    }

    @Test(arguments: TestStore.engines) func answersAreDrawnAndScored(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let id = try await Self.openCase(shop, site)
            let visit = try await SiteVisit.staff([Grant(role: .qualityManager)], on: site, client)
            let draw = try await visit.form(Paths.spotChecks, on: Paths.spotChecks)
            #expect(try await visit.post(draw).location == Paths.spotChecks)
            #expect(try await visit.get(Paths.spotChecks).text.contains("In the back."))
            let check = try #require(try await shop.store.read { try $0.openSpotChecks(at: nil) }.first).check
            #expect(check.case == id)
            var score = try await visit.form(Paths.spotCheck(check.id), on: Paths.spotChecks)
            score["accuracy"] = "2"
            score["detail"] = "0"
            #expect(try await visit.post(score).location == Paths.spotChecks)
            #expect(try await visit.get(Paths.spotChecks).text.contains("Nothing waits to be scored"))
            var special = try await visit.form(Paths.caseSpecial(id), on: Paths.case(id))
            special["kind"] = "expedite"
            special["words"] = "today <please>"
            #expect(try await visit.post(special).location == Paths.case(id))
            let request = try #require(try await shop.store.read { try $0.specialRequests(on: id) }.first)
            var answer = try await visit.form(Paths.specialAnswer(request.id), on: Paths.case(id))
            answer["answer"] = "agreed"
            #expect(try await visit.post(answer).status == 303)
            #expect(try await visit.get(Paths.case(id)).text.contains("agreed, not known yet"))
            let service = try await visit.get(Paths.service + "?by=day")
            #expect(service.status == 200 && service.text.contains("too few"), "\(service.text.prefix(300))")
            #expect(try await visit.get(Paths.serviceCSV).text.hasPrefix("key,factor,measure"))
            #expect(try await visit.get(Paths.service + "?by=moon").status == 400)
        }
    }

    @Test(arguments: TestStore.engines) func programsTellAndRead(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let order = try await shop.makeOrder()
            let id = try await shop.post("/cases", #"{"kind":"request","subject":"sooner","order":"\#(order)"}"#).text(
                "id")
            let asked = try await shop.post(
                "/cases/\(id)/special-requests", #"{"kind":"expedite","words":"by noon"}"#)
            #expect(asked.status == 201, "\(asked.text)")
            let answer = try await shop.post("/special-requests/\(asked.text("id"))/answer", #"{"answer":"agreed"}"#)
            #expect(answer.text("answer") == "agreed", "\(answer.text)")
            let met = try await shop.post("/special-requests/\(asked.text("id"))/settling", #"{"met":true}"#)
            #expect(met["met"] as? Bool == true, "\(met.text)")
            #expect(
                try await shop.post("/special-requests/\(asked.text("id"))/settling", #"{"met":true}"#).status == 409)
            let rated = try await shop.post("/orders/\(order)/ratings", #"{"question":"ease","value":4}"#)
            #expect(rated.status == 200 && rated["value"] as? Int == 4, "\(rated.text)")
            #expect(try await shop.post("/orders/\(order)/ratings", #"{"question":"detail","value":4}"#).status == 422)
            let report = try await shop.get("/reports/service?by=place")
            #expect(report.status == 200 && report.list("items").count == 1, "\(report.text)")
            #expect(try await shop.post("/spot-checks", #"{"size":5,"days":7}"#).status == 409)
        }
    }
}
