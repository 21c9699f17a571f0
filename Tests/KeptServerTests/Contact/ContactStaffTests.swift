import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct ContactStaffTests {
    @Test(arguments: TestStore.engines) func aFormIsAddedChangedAndClosedOnItsPage(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let visit = try await SiteVisit.staff([Grant(role: .owner)], on: shop.site, shop.client)
            var new = try await visit.form(Paths.contactForms, on: Paths.newContactForm)
            (new["name"], new["slug"], new["has_chat"]) = ("Repairs", "re pairs", "1")
            new["origins"] = "https://shop.example/"
            let refused = try await visit.post(new)
            #expect(refused.status == 422 && refused.text.contains("Small letters") && refused.text.contains("no site"))
            (new["slug"], new["origins"]) = ("repairs", "https://shop.example http://localhost:8000")
            let path = try #require(try await visit.post(new).location)
            let page = try await visit.get(path)
            #expect(page.text.contains("data-form=&quot;repairs&quot;"))
            let id = try #require(path.split(separator: "/").last.flatMap { ID<ContactForm>($0) })
            #expect(try await visit.post(visit.form(Paths.contactFormState(id), on: path)).location == path)
            #expect(try await shop.site.store.read { try $0.knownContactForm(id) }.closedAt != nil)
            #expect(try await visit.get(Paths.contactForms).text.contains("Repairs"))
            let frontLine = try await SiteVisit.staff([Grant(role: .frontLine)], on: shop.site, shop.client)
            #expect(try await frontLine.get(Paths.newContactForm).status == 403)
        }
    }

    @Test(arguments: TestStore.engines) func theCaseSaysWhoIsThereAndTodayListsTheChat(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let key = TrackingKey.random()
            let words = shop.site.vocabulary
            let id = try await shop.site.store.write(as: .customer(nil), at: shop.site.now) { tx in
                var draft = ContactDraft(.chat, .question, "<b>Hello</b>", language: "en", sending: "1")
                (draft.name, draft.order) = ("<i>Ann</i>", "1042")
                let begun = try tx.beginTalk(draft, by: shop.form.id, key: key, link: "", words: words)
                try tx.customerIsHere(key)
                return begun.case.id
            }
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: shop.site, shop.client)
            let page = try await visit.get(Paths.case(id)).text
            #expect(page.contains("&lt;i&gt;Ann&lt;/i&gt;") && page.contains("here now"))
            #expect(page.contains("Order number as typed: 1042"))
            #expect(page.contains("<option value=\"chat\""))
            let today = try await visit.get(Paths.today).text
            #expect(today.contains("Chats waiting") && today.contains("&lt;b&gt;Hello"))
            shop.time.advance(by: .minutes(5))
            #expect(try await !visit.get(Paths.case(id)).text.contains("here now"))
        }
    }

    @Test(arguments: TestStore.engines) func aNoteIsTakenByItsFormWithoutScripts(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: shop.site, shop.client)
            _ = try await shop.site.store.write(as: .shell, at: shop.site.now) { tx in
                for name in ["Vera Lund", "Lund Vera"] {
                    _ = try tx.findOrMakeCustomer(CustomerDraft(name: name))
                }
            }
            var note = try await visit.form(Paths.notes, on: Paths.newNote)
            (note["who"], note["said"]) = ("lund", "When do you open?")
            // Two are found, so one is chosen.
            let asked = try await visit.post(note)
            #expect(asked.status == 200 && asked.text.contains("name=\"chosen\" value=\"customer:"))
            var chosen = try PageForm(Paths.notes, in: asked.text)
            (chosen["outcome"], chosen["within"]) = ("owed", "hour")
            let taken = try #require(try await visit.post(chosen).location)
            let said = try await visit.get(taken).text
            #expect(said.contains("You have our answer by"))
            var nobody = try await visit.form(Paths.notes, on: Paths.newNote)
            (nobody["who"], nobody["said"]) = ("nobody at all", "Hello")
            let lost = try await visit.post(nobody)
            #expect(lost.status == 422 && lost.text.contains("Say who it is"))
            var new = try await visit.form(Paths.notes, on: Paths.newNote)
            (new["name"], new["phone"], new["said"]) = ("Wang Ming", "555 0199", "Praise")
            #expect(try await visit.post(new).status == 303)
            #expect(try await visit.get(Paths.noteWho + "?q=555%2001").text.contains("Wang Ming"))
        }
    }
}
