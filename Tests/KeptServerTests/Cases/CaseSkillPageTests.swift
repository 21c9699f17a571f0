import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CaseSkillPageTests {
    @Test(arguments: TestStore.engines) func skillsComeFromRulesAndAreChangedOnTheCase(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            var rule = try await visit.form(Paths.skillRules, on: Paths.lines)
            rule["skill"] = "<b>Chinese</b>"
            #expect(try await visit.post(rule).status == 422, "it would hold for every case")
            rule["language"] = "zh"
            #expect(try await visit.post(rule).location == Paths.lines)
            #expect(try await visit.get(Paths.lines).text.contains("&lt;b&gt;Chinese"))
            let id = try await shop.write { [words = shop.words, place = shop.place] tx in
                var message = MessageDraft(.email, "多大？")
                (message.contact, message.language) = ("lei@example.org", "zh-Hans")
                var inquiry = InquiryDraft(kind: .question, message: message)
                inquiry.place = place
                return try tx.takeInquiry(inquiry, words: words).case.id
            }
            let page = Paths.case(id)
            let shown = try await visit.get(page).text
            #expect(shown.contains("&lt;b&gt;Chinese") && shown.contains(Paths.caseSkill(id)))
            var skill = try await visit.form(Paths.caseSkill(id), on: page)
            skill["skill"] = ""
            #expect(try await visit.post(skill).location == page)
            #expect(try await shop.store.read { try $0.knownCase(id).skill } == nil)
            let known = try #require(try await shop.store.read { try $0.skillRules().first })
            let end = try await visit.form(Paths.skillRuleEnding(known.id), on: Paths.lines)
            #expect(try await visit.post(end).location == Paths.lines)
            #expect(try await shop.store.read { try $0.skillRules() }.isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func skillsAreSetOnThePageOfThePersonToo(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let ada = try await SiteVisit.staff([Grant(role: .owner)], on: shop.site, shop.client)
            let made = try await shop.post("/people", #"{"name":"Tom","roles":[{"role":"front-line"}]}"#)
            let (id, path) = (made.text("id"), "/people/\(made.text("id"))")
            var form = try await ada.form(path + "/skills", on: path)
            #expect(form["skills"] == "")
            form["skills"] = "returns，<b>French</b>, returns"
            #expect(try await ada.post(form).location == path)
            #expect(try await shop.get(path + "/skills")["skills"] as? [String] == ["<b>French</b>", "returns"])
            let page = try await ada.get(path).text
            #expect(page.contains("&lt;b&gt;French") && !page.contains("⟦"))
            #expect(try await ada.get("/lines").text.contains("&lt;b&gt;French"), "and they stand on the desk")
            form["skills"] = String(repeating: "x", count: 61)
            let refused = try await ada.post(form)
            #expect(
                refused.status == 422 && refused.text.contains(String(repeating: "x", count: 61)), "\(refused.status)")
            #expect(try await shop.get("/people/\(id)/skills")["skills"] as? [String] == ["<b>French</b>", "returns"])
            #expect(try await shop.get("/people/1/skills").status == 404)
        }
    }

    @Test(arguments: TestStore.engines) func somebodyNewWithAKnownPhoneIsOfferedWhomWeKnow(on engine: Engine)
        async throws
    {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let vera = try await shop.write {
                try $0.findOrMakeCustomer(CustomerDraft(name: "Vera Lund", phone: "+49 30 5550 17")).id
            }
            func count() async throws -> Int { try await shop.count("SELECT count(*) FROM customers") }
            let before = try await count()
            var note = try await visit.form(Paths.notes, on: Paths.newNote)
            (note["name"], note["phone"], note["said"]) = ("V. Lund", "030/555017", "Open on Sunday?")
            let offered = try await visit.post(note)
            #expect(offered.status == 409 && offered.text.contains("Vera Lund is known by this phone number"))
            #expect(offered.text.contains("value=\"customer:\(vera)\"") && offered.text.contains("value=\"new\""))
            (note["offered"], note["chosen"]) = ("1", "customer:\(vera)")
            #expect(try await visit.post(note).status == 303)
            #expect(try await count() == before)
            note["chosen"] = "new"
            #expect(try await visit.post(note).status == 303)
            #expect(try await count() == before + 1)
        }
    }

    @Test(arguments: TestStore.engines) func theListOfOrdersIsNarrowedToACustomer(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let customer = try #require(made.order.customer)
            let path = Paths.orders + "?customer=\(customer)"
            #expect(try await visit.get(Paths.customer(customer)).text.contains("href=\"\(path)\""))
            let own = try await visit.get(path).text
            #expect(own.contains(Paths.order(made.order.id)) && own.contains("name=\"customer\" value=\"\(customer)\""))
            let other = try await shop.write { try $0.findOrMakeCustomer(CustomerDraft(name: "Nobody")).id }
            let none = try await visit.get(Paths.orders + "?customer=\(other)").text
            #expect(none.contains("Only orders of Nobody") && !none.contains(Paths.order(made.order.id)))
        }
    }
}
