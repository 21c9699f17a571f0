import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CaseDeskTests {
    @Test(arguments: TestStore.engines) func aCaseIsWorkedOnItsPage(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            var form = try await visit.form(Paths.cases, on: Paths.newCase + "?order=\(made.order.id)")
            form["subject"] = "The corner is bent"
            form["channel"] = "phone"
            form["text"] = "<i>He</i> called."
            let path = try #require(try await visit.post(form).location)
            let id = try #require(path.split(separator: "/").last.flatMap { ID<Case>($0) })
            #expect(try await visit.get(path).text.contains("&lt;i&gt;He&lt;/i&gt; called."))
            var reply = try await visit.form(Paths.caseReplies(id), on: path)
            reply["channel"] = "phone"
            reply["body"] = "A new one comes tomorrow."
            reply["next_move"] = "customer"
            #expect(try await visit.post(reply).location == path)
            #expect(try await shop.store.read { try $0.knownCase(id) }.whoseMove == .customer)
            var note = try await visit.form(Paths.caseNotes(id), on: path)
            note["text"] = "Ask the buyer."
            #expect(try await visit.post(note).status == 303)
            let draft = try await visit.form(Paths.caseReplies(id), on: path)
            let kept = try await visit.post(
                Paths.caseDraft(id), token: try #require(draft["form_token"]), ["body": "Begun"])
            #expect(kept.status == 303)
            #expect(try await visit.get(path).text.contains(">Begun</textarea>"))
            var tag = try await visit.form(Paths.caseTags(id), on: path)
            tag["tag"] = "Corner"
            #expect(try await visit.post(tag).status == 303)
            let listed = try await visit.get(Paths.cases + "?state=open&tag=corner")
            #expect(listed.text.contains("The corner is bent"))
            #expect(try await visit.get(Paths.cases + "?state=open&tag=none").text.contains("No case here"))
            var view = try await visit.form(Paths.caseViews, on: Paths.cases + "?state=open&tag=corner")
            view["name"] = "Corners"
            #expect(try await visit.post(view).location == Paths.cases + "?state=open&tag=corner")
            #expect(try await visit.get(Paths.cases).text.contains("Corners"))
            view["name"] = String(repeating: "x", count: 61)
            let long = try await visit.post(view)
            #expect(long.status == 422 && long.text.contains("f-view-name-problem"), "said where it is wrong")
            #expect(long.text.contains("name=\"query\" value=\"state=open&amp;tag=corner\""), "with the filters it had")
            #expect(long.text.contains("The corner is bent"))
            (view["name"], view["query"]) = ("Mine", "kind=complaint\r\nSet-Cookie: a=b")
            let forged = try await visit.post(view)
            #expect(forged.status == 422 && forged.text.contains("class=\"problem\""))
            let bulk = try await visit.form(Paths.caseBulk, on: Paths.cases + "?state=open")
            let mangled = try await visit.post(
                Paths.caseBulk, token: try #require(bulk["form_token"]),
                pairs: [("case", "\(id)"), ("case", "C-13"), ("do", "close"), ("with", "glue")])
            #expect(mangled.status == 422 && mangled.text.contains("C-13"), "\(mangled.status)")
            #expect(try await shop.store.read { try $0.knownCase(id) }.status == .open, "all of them or none")
            let list = "state=open&tag=corner"
            let bare = try await visit.post(
                Paths.caseBulk, token: try #require(bulk["form_token"]),
                ["case": "\(id)", "do": "close", "with": "", "list": list])
            #expect(bare.status == 422 && bare.text.contains("value=\"\(id)\" checked"), "still ticked")
            #expect(bare.text.contains("name=\"list\" value=\"state=open&amp;tag=corner\""))
            let done = try await visit.post(
                Paths.caseBulk, token: try #require(bulk["form_token"]),
                ["case": "\(id)", "do": "close", "with": "glue", "list": list])
            #expect(done.status == 303 && done.location == Paths.cases + "?" + list, "\(done.text)")
            #expect(try await shop.store.read { try $0.knownCase(id) }.cause == "glue")
            var again = try await visit.form(Paths.caseReopening(id), on: path)
            again["why"] = "It came off."
            #expect(try await visit.post(again).location == path)
        }
    }

    @Test(arguments: TestStore.engines) func anAnswerThatNoPageWouldShowSaysWhatReachesThem(on engine: Engine)
        async throws
    {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let id = try await shop.write { [words = shop.words, place = shop.place] tx in
                var message = MessageDraft(.email, "Which size?")
                message.contact = "ada@example.org"
                var inquiry = InquiryDraft(kind: .question, message: message)
                inquiry.place = place
                return try tx.takeInquiry(inquiry, words: words).case.id
            }
            let page = Paths.case(id)
            let shown = try await visit.get(page).text
            let form = try #require(shown.split(separator: "action=\"\(Paths.caseReplies(id))\"").last)
            let channels = try #require(form.split(separator: "name=\"channel\"").dropFirst().first?.prefix(600))
            #expect(channels.contains("value=\"email\"") && channels.contains("value=\"phone\""))
            #expect(!channels.contains("value=\"chat\"") && !channels.contains("value=\"form\""))
            let sent = try await visit.post(
                Paths.caseReplies(id), from: page, ["channel": "chat", "body": "Large."])
            #expect(sent.status == 409 && sent.text.contains("it goes to ada@example.org"), "\(sent.status)")
            let own = try await visit.post(
                Paths.caseReplies(id) + "?lang=zh-Hans", from: page, ["channel": "form", "body": "Large."])
            #expect(own.text.contains("请选择电子邮件：会发送到 ada@example.org"), "\(own.text)")
            #expect(
                try await shop.count("SELECT count(*) FROM messages WHERE direction = 'out' AND is_automatic = 0") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func aCaseFromAnotherSystemSaysWhereItComesFrom(on engine: Engine) async throws
    {
        try await OrderVisit.withShop(engine) { site, shop, made, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let id = try await shop.write { tx in
                let found = try tx.openCase(
                    kind: .question, subject: "Size", customer: nil, order: made.order.id, place: nil
                ).id
                return found
            }
            #expect(try await !visit.get(Paths.case(id)).text.contains("Comes from"))
            try await shop.write { tx in
                _ = try tx.run(
                    "INSERT INTO case_origins (case_id, source, external_id) VALUES (\(id), 'desk', 'T<77>')")
            }
            let page = try await visit.get(Paths.case(id)).text
            #expect(page.contains("Comes from") && page.contains("desk · T&lt;77&gt;"))
        }
    }

    @Test(arguments: TestStore.engines) func theFrontLineGivesAwayWhatIsTheirOwn(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            let me = try await shop.store.read { reading in
                try reading.people().first { $0.person.name == "Ida" }?.person.id
            }
            let (own, other) = try await shop.write { [place = shop.place] tx in
                var ids: [ID<Case>] = []
                for subject in ["mine", "theirs"] {
                    var inquiry = InquiryDraft(kind: .question, message: MessageDraft(.counter, subject))
                    (inquiry.place, inquiry.subject) = (place, subject)
                    ids.append(try tx.takeInquiry(inquiry, words: site.vocabulary).case.id)
                }
                guard let me, let owner = try tx.firstOwner() else { throw StoreError.notFound("people") }
                if try tx.knownCase(ids[0]).owner != me { try tx.handOverCase(ids[0], to: me, why: "test") }
                if try tx.knownCase(ids[1]).owner == me { try tx.handOverCase(ids[1], to: owner, why: "test") }
                return (ids[0], ids[1])
            }
            #expect(try await visit.get(Paths.case(own)).text.contains(Paths.caseHandover(own)))
            #expect(try await !visit.get(Paths.case(other)).text.contains(Paths.caseHandover(other)))
        }
    }

    @Test(arguments: TestStore.engines) func macrosAndSavedRepliesAreChangedOnTheirPages(on engine: Engine) async throws
    {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let (macro, odd, reply) = try await shop.write { tx in
                (
                    try tx.addMacro(name: "Hold", steps: [.tag("hold"), .move(.customer)]).id,
                    try tx.addMacro(name: "Odd", steps: [.tag("a"), .tag("b")]).id,
                    try tx.addSavedReply(name: "Held", body: "We hold it.").id
                )
            }
            var form = try await visit.form(Paths.macro(macro), on: Paths.macro(macro))
            #expect(form["tag"] == "hold" && form["move"] == "customer")
            form["note"] = "put aside"
            #expect(try await visit.post(form).location == Paths.lines)
            let changed = try await shop.store.read { try $0.macro(macro) }
            #expect(changed.steps == [.note("put aside"), .tag("hold"), .move(.customer)] && changed.revision == 2)
            #expect(try await visit.post(form).status == 409, "somebody changed it since")
            #expect(try await visit.get(Paths.macro(odd)).text.contains("Change it by the API"))
            var text = try await visit.form(Paths.savedReply(reply), on: Paths.savedReply(reply))
            text["body"] = "Dear {nobody}"
            #expect(try await visit.post(text).status == 422)
            text["body"] = "Dear {customer}"
            #expect(try await visit.post(text).location == Paths.lines)
        }
    }

    @Test(arguments: TestStore.engines) func theNextCaseIsTakenFromALine(on engine: Engine) async throws {
        try await OrderVisit.withShop(engine) { site, shop, _, client in
            let visit = try await SiteVisit.staff([Grant(role: .lead)], on: site, client)
            let keeper = try await shop.write { try $0.firstOwner() }
            var line = try await visit.form(Paths.lines, on: Paths.lines)
            line["name"] = "Desk"
            line["keeper"] = "\(try #require(keeper))"
            line["takes_incoming"] = "1"
            line["member"] = try await shop.store.read { reading in
                try reading.people().first { $0.person.name == "Ida" }.map { "\($0.person.id)" }
            }
            let added = try await visit.post(line)
            #expect(added.status == 303, "\(added.text)")
            let id = try await shop.write { [words = shop.words, place = shop.place] tx in
                var inquiry = InquiryDraft(kind: .question, message: MessageDraft(.form, "When?"))
                inquiry.place = place
                return try tx.takeInquiry(inquiry, words: words).case.id
            }
            let next = try await visit.form(Paths.nextCase, on: Paths.cases)
            #expect(try await visit.post(next).location == Paths.case(id))
            #expect(try await visit.post(next).location == Paths.cases + "?none=1")
            #expect(try await visit.get(Paths.cases + "?none=1").text.contains("Nothing waits for you"))
            let listed = try await shop.store.read { try $0.lines() }
            let desk = try #require(listed.first?.line.id)
            var change = try await visit.form(Paths.line(desk), on: Paths.line(desk))
            change["name"] = "Front desk"
            #expect(try await visit.post(change).location == Paths.lines)
            #expect(try await visit.get(Paths.lines).text.contains("Front desk"))
            let frontLine = try await SiteVisit.staff([Grant(role: .frontLine)], on: site, client)
            #expect(try await !frontLine.get(Paths.lines).text.contains("name=\"takes_incoming\""))
        }
    }
}
