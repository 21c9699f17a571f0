import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@Suite struct ContactPageTests {
    @Test(arguments: TestStore.engines) func aFormIsSentWithoutScriptsAndLeadsToItsPage(on engine: Engine) async throws
    {
        try await ContactVisit.with(engine) { shop in
            let visit = try await shop.customer()
            #expect(try await visit.get(Paths.contact).location == ContactVisit.path)
            let page = try await visit.get(ContactVisit.path)
            #expect(page.status == 200 && page.text.contains("an answer by") && !page.text.contains("<script"))
            let path = try await shop.begun("<script>alert(1)</script>", as: visit)
            let talk = try await visit.get(path)
            #expect(talk.text.contains("You have our answer by"))
            #expect(talk.text.contains("&lt;script&gt;alert(1)"))
            #expect(!talk.text.contains("<script>alert"))
            var more = try await visit.form(path + "/messages", on: path)
            more["body"] = "And in red?"
            #expect(try await visit.post(more).location == path)
            // The same form sent again from another tab is filed once.
            #expect(try await visit.post(more).location == path)
            let texts = try await visit.get(path).text.ranges(of: "And in red?").count
            #expect(texts == 1)
            // In the reader's other language.
            #expect(try await visit.get(path + "?lang=zh-Hans").text.contains("您与我们的对话"))
        }
    }

    @Test(arguments: TestStore.engines) func whatIsSettledIsRatedOnThePage(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let path = try await shop.begun(as: visit)
            #expect(try await !visit.get(path).text.contains("How easy was it"))
            let found = try await shop.site.store.write(as: .shell, at: shop.site.now) { tx in
                let found = try #require(try tx.cases(CaseFilter(status: .open), limit: 1).first)
                _ = try tx.closeCase(found.id, cause: "answered")
                return found
            }
            // In a frame on another site it leads to the page itself.
            let panel = try await visit.get(path + "?panel=1").text
            #expect(panel.contains("\(path)#talk-rating") && !panel.contains("How easy was it"))
            var tap = try await visit.form(path + "/rating", on: path)
            tap["value"] = "5"
            #expect(try await visit.post(tap).location == path + "#talk-rating")
            let after = try await visit.get(path).text
            #expect(after.contains("You said: 5 easy") && after.contains("Was our answer right?"))
            #expect(!after.contains("Did it say enough?"), "one question at a time")
            let ratings = try await shop.site.store.read { try $0.ratings(of: .case(found.id)) }
            #expect(ratings[.ease]?.value == 5 && ratings.count == 1)
            #expect(try await visit.get(path + "?lang=zh-Hans").status == 200)
        }
    }

    @Test(arguments: TestStore.engines) func whatCannotBeTakenIsShownAgain(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let text = "A long story <b>with</b> marks"
            let shown = "A long story &lt;b&gt;with&lt;/b&gt; marks"
            let soon = try await shop.sends(["body": text, "contact": "ann@example.org"], as: visit, after: 0)
            #expect(soon.status == 409 && soon.text.contains(shown) && soon.text.contains("very quick"))
            let program = try await shop.sends(
                ["body": text, "contact": "ann@example.org", "website": "x"], as: visit)
            #expect(program.status == 409 && program.text.contains(shown))
            let nowhere = try await shop.sends(["body": text, "contact": "somewhere"], as: visit)
            #expect(nowhere.status == 422 && nowhere.text.contains(shown))
            let long = String(repeating: "x", count: 2 << 20)
            let tooLong = try await shop.sends(["body": long, "contact": "ann@example.org"], as: visit)
            #expect(tooLong.status == 422 && tooLong.text.contains(long))
            let odd = try await shop.sends(
                ["body": text, "contact": "ann@example.org", "kind": "failure"], as: visit)
            #expect(odd.status == 422)
            #expect(try await shop.site.store.read { try $0.count("SELECT count(*) FROM cases") } == 0)
        }
    }

    @Test(arguments: TestStore.engines) func beyondTheLimitNothingIsLost(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let visit = try await shop.customer()
            for number in 0..<ContactLimits.begunFromOneAddress { _ = try await shop.begun("No. \(number)", as: visit) }
            let answer = try await shop.sends(["body": "Once more", "contact": "ann@example.org"], as: visit)
            #expect(answer.status == 429 && answer.retryAfter != nil && answer.text.contains("Once more"))
        }
    }

    @Test(arguments: TestStore.engines) func aClosedFormSaysSoAndShowsWhatWasWritten(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let path = try await shop.begun(as: visit)
            var form = try await visit.form(ContactVisit.path, on: ContactVisit.path)
            (form["body"], form["contact"]) = ("Too late", "ann@example.org")
            _ = try await shop.site.store.write(as: .shell, at: shop.site.now) {
                try $0.setContactForm(shop.form.id, isOpen: false, revision: shop.form.revision)
            }
            let sent = try await visit.post(form)
            #expect(sent.status == 410 && sent.text.contains("Too late") && sent.text.contains("is closed"))
            #expect(try await visit.get(ContactVisit.path).status == 410)
            #expect(try await visit.get(Paths.chat("shop")).status == 410)
            #expect(try await visit.get(path).status == 200)
        }
    }

    @Test(arguments: TestStore.engines) func aKeyThatNobodyWasGivenLeadsNowhere(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let wrong = Paths.talk(TrackingKey.random().text)
            for path in [
                wrong, wrong + "/live", wrong + "/changes", wrong + "/files/1", Paths.talk("x"), "/contact/none",
            ] {
                #expect(try await visit.get(path).status == 404, "\(path)")
            }
            let sent = try await shop.byScript(wrong + "/messages", ["body": "x", "sending": "1"])
            #expect(sent.status == 404)
        }
    }

    @Test(arguments: TestStore.engines) func scriptsOfOurPagesSendAndNoOtherSiteDoes(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let made = try await visit.form(ContactVisit.path, on: ContactVisit.path)["made"] ?? ""
            shop.time.advance(by: .seconds(10))
            let begun = try await shop.byScript(
                ContactVisit.path + "?lang=zh-Hans",
                ["body": "你好", "channel": "chat", "made": made, "sending": "s1", "zone": "Asia/Shanghai"])
            #expect(begun.status == 201)
            let path = try #require(begun.text.firstMatch(of: /"path":"([^"]+)"/)?.1)
            let page = try await visit.get("\(path)?panel=1")
            #expect(page.text.contains("lang=\"zh-Hans\"") && page.text.contains("我们在"))
            #expect(try await shop.byScript("\(path)/messages", ["body": "在吗？", "sending": "s2"]).status == 201)
            let foreign = try await shop.byScript(
                "\(path)/messages", ["body": "x", "sending": "s3"], site: "cross-site")
            #expect(foreign.status == 403)
            let bare = try await shop.byScript("\(path)/messages", ["body": "x", "sending": "s4"], hasHeader: false)
            #expect(bare.status == 403)
            let empty = try await shop.byScript("\(path)/messages", ["body": " ", "sending": "s5"])
            #expect(empty.status == 422 && empty.text.contains("detail"))
            let answer = try await shop.site.store.write(as: .shell, at: shop.site.now) { tx in
                let id = try #require(try tx.row("SELECT case_id FROM talks") { $0.id(Case.self) })
                return try tx.reply(to: id, with: MessageDraft(.chat, "在的。")).message.id
            }
            #expect(try await shop.byScript("\(path)/seen", ["upto": "\(answer)"]).status == 204)
            let unread = try await shop.site.store.read {
                try $0.count("SELECT count(*) FROM talks WHERE unread_since IS NOT NULL")
            }
            #expect(unread == 0)
        }
    }

    @Test(arguments: TestStore.engines) func onlySitesOfTheFormMayShowItsChat(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let path = try await shop.begun(as: visit)
            func headers(_ path: String, _ sent: HTTPFields = [:]) async throws -> HTTPFields {
                try await shop.client.execute(uri: path, method: .get, headers: sent).headers
            }
            for framed in [Paths.chat("shop"), path + "?panel=1"] {
                let found = try await headers(framed)
                #expect(found[values: .contentSecurityPolicy].count == 1)
                #expect(
                    found[.contentSecurityPolicy]?.contains("frame-ancestors 'self' https://shop.example") == true)
                #expect(found[HTTPField.Name("X-Frame-Options")!] == nil)
            }
            for bare in [ContactVisit.path, path, Paths.signIn] {
                let found = try await headers(bare)
                #expect(found[HTTPField.Name("X-Frame-Options")!] == "DENY")
                #expect(found[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
            }
            let outlook = Paths.chat("shop") + "/outlook"
            let own = try await headers(outlook, [.origin: "https://shop.example"])
            #expect(own[.accessControlAllowOrigin] == "https://shop.example")
            let other = try await headers(outlook, [.origin: "https://evil.example"])
            #expect(other[.accessControlAllowOrigin] == nil)
            let script = try await visit.get(Paths.chatScript)
            #expect(script.status == 200 && script.text.contains("\"zh-Hans\""))
            #expect(script.text.hasSuffix(")\n"))
        }
    }

    @Test(arguments: TestStore.engines) func aQuestionThatWaitsIsAnsweredOnceWeAnswer(on engine: Engine) async throws {
        try await ContactVisit.with(engine) { shop in
            let visit = try await shop.customer()
            let path = try await shop.begun(as: visit)
            let head = try await shop.site.store.read { try $0.journalHead() }
            _ = try await shop.site.store.write(as: .shell, at: shop.site.now) { tx in
                let id = try #require(try tx.row("SELECT case_id FROM talks") { $0.id(Case.self) })
                return try tx.reply(to: id, with: MessageDraft(.form, "It is.")).message.id
            }
            let answer = try await visit.get(path + "/changes?after=\(head)")
            #expect(answer.status == 200 && answer.text.contains("\"changed\":true"), "\(answer.text)")
        }
    }
}
