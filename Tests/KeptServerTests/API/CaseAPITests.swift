import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@Suite struct CaseAPITests {
    private static let inquiry = #"""
        {"kind":"question","subject":"Size?","message":{"channel":"email","body":"<b>Which</b> size?","contact":"ann@example.org",
        "source":"desk","external_id":"1","attachments":[{"name":"a.html","data":"PHNjcmlwdD4="}]}}
        """#

    @Test(arguments: TestStore.engines) func aConversationGoesOn(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, time in
            for standard in [
                #"{"name":"First","metric":"first-reply","target":"wall:PT8H","said":{"en":"You hear by {due}."}}"#,
                #"{"name":"Next","metric":"next-reply","target":"wall:PT4H","said":{"en":"By {due}."}}"#,
            ] {
                let made = try await shop.post("/standards", standard)
                #expect(made.status == 201, "\(made.text)")
            }
            let opened = try await shop.post("/cases", Self.inquiry)
            #expect(opened.status == 201, "\(opened.text)")
            let again = try await shop.post("/cases", Self.inquiry)
            #expect(again.status == 200 && again.text("id") == opened.text("id"))
            let path = "/cases/\(opened.text("id"))"
            let shown = try await shop.get(path)
            #expect(shown.list("messages").map { $0["direction"] as? String } == ["in", "out"], "\(shown.text)")
            #expect(shown.list("promises").first?["told"] as? Bool == true, "\(shown.text)")
            time.advance(by: .hours(1))
            let sent = try await shop.post(
                path + "/replies",
                #"{"message":{"channel":"email","body":"Large.","contact":"ann@example.org"},"whose_move":"customer","why":"asked"}"#
            )
            #expect(sent.status == 201 && sent.text("sending") == "waiting", "\(sent.text)")
            let took = try await shop.post(
                "/messages/\(sent.text("id"))/acceptance", #"{"accepted_at":"2026-11-05T10:00:00Z"}"#)
            #expect(took.text("left_at") == "2026-11-05T10:00:00Z", "\(took.text)")
            let states = try await shop.get(path).list("promises").compactMap { $0["state"] as? String }
            #expect(states == ["kept"])
            let note = try await shop.post(path + "/notes", #"{"text":"difficult"}"#)
            #expect(note.status == 201)
            let list = try await shop.get(path + "/messages?limit=2")
            #expect(list.list("items").count == 2 && !list.text("next").isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func viewsAndDraftsBelongToWhomTheProgramNames(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, time in
            let ida = try await shop.site.store.write(as: .shell, at: time.now) {
                try $0.addPerson(
                    PersonFacts(name: "Ida", email: nil, language: "en", grants: [Grant(role: .frontLine)]))
            }
            let own = try await shop.post(
                "/case-views", #"{"name":"<b>Mine</b>","query":"kind=complaint&state=open","person":"\#(ida)"}"#)
            #expect(own.status == 201 && own.text("query") == "state=open&kind=complaint", "\(own.text)")
            let all = try await shop.post("/case-views", #"{"name":"All","query":""}"#)
            #expect(all.status == 201 && all["person"] is NSNull, "\(all.text)")
            #expect(try await shop.get("/case-views").list("items").count == 1)
            #expect(try await shop.get("/case-views?person=\(ida)").list("items").count == 2)
            for bad in [
                #"{"name":"x","query":"colour=red"}"#, #"{"name":"x","query":"kind=%0d%0aSet-Cookie: a"}"#,
                #"{"name":" ","query":""}"#, #"{"name":"x","query":"","person":"99"}"#,
            ] {
                let refused = try await shop.post("/case-views", bad)
                #expect(refused.status == 422, "\(refused.text)")
            }
            let reading = try await TestSite.token(.read, on: shop.site)
            #expect(
                try await shop.send(.delete, "/case-views/\(own.text("id"))", token: reading).status == 403)
            let working = try await TestSite.token(.write, on: shop.site)
            #expect(
                try await shop.send(.post, "/case-views", #"{"name":"A","query":""}"#, token: working).status == 403)
            #expect(try await shop.send(.delete, "/case-views/\(all.text("id"))", token: working).status == 403)
            #expect(try await shop.send(.delete, "/case-views/\(own.text("id"))", token: working).status == 204)
            #expect(try await shop.send(.delete, "/case-views/\(own.text("id"))").status == 404)

            let path = "/cases/\(try await shop.post("/cases", Self.inquiry).text("id"))/drafts"
            let kept = try await shop.post(path, #"{"person":"\#(ida)","body":"Dear Ann, <i>"}"#)
            #expect(kept.status == 200 && kept.text("saved_at") == "2026-11-05T09:00:00Z", "\(kept.text)")
            let drafts = try await shop.get(path + "?person=\(ida)").list("items")
            #expect(
                drafts.map { $0["body"] as? String } == ["Dear Ann, <i>"] && drafts[0]["person"] as? String == "\(ida)")
            #expect(try await shop.post(path, #"{"body":"x"}"#).status == 422)
            #expect(try await shop.post(path, #"{"person":"77","body":"x"}"#).status == 422)
            #expect(try await shop.get("/cases/77/drafts?person=\(ida)").status == 404)
            #expect(
                try await shop.send(.get, path + "?person=\(ida)", token: reading).status == 403,
                "who may only look reads nobody's draft")
            let whose = try await shop.get(path)
            #expect(whose.status == 422 && whose.list("errors").first?["field"] as? String == "person", "\(whose.text)")
            #expect(try await shop.get(path + "?person=77").list("items").isEmpty, "another's are not shown")
            #expect(try await shop.post(path, #"{"person":"\#(ida)","body":""}"#)["saved_at"] is NSNull)
            #expect(try await shop.get(path + "?person=\(ida)").list("items").isEmpty)
        }
    }

    /// What is all or none does nothing where one of its ids cannot be read.
    @Test(arguments: TestStore.engines) func anIDThatCannotBeReadIsRefusedByItsPlace(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let person = try await shop.post("/people", #"{"name":"Ana","roles":[{"role":"front-line"}]}"#).text("id")
            let place = try #require(try await shop.get("/places").list("items").first?["id"] as? String)
            let opened = try await shop.post("/cases", Self.inquiry).text("id")
            let message = try #require(
                try await shop.get("/cases/\(opened)").list("messages").first?["id"] as? String)
            let asked: [(path: String, body: String, field: String)] = [
                ("/cases/bulk", #"{"cases":["\#(opened)","C-13"],"do":"close","cause":"done"}"#, "cases[1]"),
                ("/cases/bulk", #"{"cases":[7,"\#(opened)"],"do":"close","cause":"done"}"#, "cases[0]"),
                (
                    "/cases/\(opened)/split",
                    #"{"messages":["\#(message)","x"],"kind":"question","subject":"Two","why":"two"}"#, "messages[1]"
                ),
                (
                    "/lines", #"{"name":"A","place":"\#(place)","keeper":"\#(person)","members":["Ana","\#(person)"]}"#,
                    "members[0]"
                ),
            ]
            for (path, body, field) in asked {
                let answer = try await shop.post(path, body)
                #expect(
                    answer.status == 422 && answer.list("errors").map { $0["field"] as? String } == [field],
                    "\(path): \(answer.text)")
            }
            #expect(try await shop.get("/cases/\(opened)").text("status") == "open")
            #expect(try await shop.get("/lines").list("items").isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func aFileIsOnlyEverKept(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let opened = try await shop.post("/cases", Self.inquiry)
            let messages = try await shop.get("/cases/\(opened.text("id"))").list("messages")
            let files = try #require(messages.first?["attachments"] as? [[String: Any]])
            let id = try #require(files.first?["id"] as? String)
            #expect(files.first?["type"] as? String == "text/plain")
            let response = try await shop.client.execute(
                uri: "/api/v1/attachments/\(id)", method: .get, headers: [.authorization: "Bearer \(shop.token)"])
            #expect(response.status == .ok && String(buffer: response.body) == "<script>")
            #expect(response.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            #expect(response.headers[HTTPField.Name("X-Content-Type-Options")!] == "nosniff")
            #expect(response.headers[.contentType] == "text/plain")
            let bare = try await shop.client.execute(uri: "/attachments/\(id)", method: .get)
            #expect(bare.status != .ok, "nobody is signed in")
        }
    }

    @Test(arguments: TestStore.engines) func theLifeOfACase(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let person = try await shop.post("/people", #"{"name":"Ana","roles":[{"role":"front-line"}]}"#)
            let place = try #require(try await shop.get("/places").list("items").first?["id"] as? String)
            let line = try await shop.post(
                "/lines", #"{"name":"Returns","place":"\#(place)","keeper":"\#(person.text("id"))","members":[]}"#)
            #expect(line.status == 201, "\(line.text)")
            let one = try await shop.post("/cases", #"{"kind":"question","subject":"One"}"#)
            let two = try await shop.post("/cases", #"{"kind":"question","subject":"Two"}"#)
            let path = "/cases/\(one.text("id"))"
            let moved = try await shop.post(path + "/transfer", #"{"line":"\#(line.text("id"))","why":"a return"}"#)
            #expect(moved.text("owner") == person.text("id") && moved.text("line") == line.text("id"), "\(moved.text)")
            let asleep = try await shop.post(path + "/snooze", #"{"until":"2026-11-06T09:00:00Z"}"#)
            #expect(asleep.text("snoozed_until") == "2026-11-06T09:00:00Z", "\(asleep.text)")
            #expect(try await shop.post(path + "/waking", "{}").json["snoozed_until"] is NSNull)
            let tags = try await shop.post(path + "/tags", #"{"tag":"VIP"}"#)
            #expect(tags.json["tags"] as? [String] == ["vip"], "\(tags.text)")
            #expect(try await shop.get("/cases?tag=vip&line=\(line.text("id"))").list("items").count == 1)
            let merged = try await shop.post(path + "/merge", #"{"into":"\#(two.text("id"))","why":"the same"}"#)
            #expect(merged.text("merged_into") == two.text("id"), "\(merged.text)")
            let undone = try await shop.post(path + "/merge-undoing", #"{"why":"not the same"}"#)
            #expect(undone.text("status") == "open", "\(undone.text)")
            let bulk = try await shop.post(
                "/cases/bulk",
                #"{"cases":["\#(one.text("id"))","\#(two.text("id"))"],"do":"close","cause":"done"}"#)
            #expect(bulk.json["done"] as? Int == 2, "\(bulk.text)")
            let again = try await shop.post(path + "/reopening", #"{"why":"not done"}"#)
            #expect(again.text("status") == "open", "\(again.text)")
            #expect(try await shop.get(path).list("episodes").count == 2)
            let rule = try await shop.send(.put, "/reopening-rules", #"{"kind":"praise","window_days":7}"#)
            #expect(rule.json["window_days"] as? Int == 7, "\(rule.text)")
            let macro = try await shop.post(
                "/macros", #"{"name":"Done","steps":[{"do":"tag","with":"done"},{"do":"close","with":"done"}]}"#)
            #expect(macro.status == 201, "\(macro.text)")
            let wrong = try await shop.post("/saved-replies", #"{"name":"Hello","body":"Dear {custmer}"}"#)
            #expect(wrong.status == 422 && wrong.text.contains("{customer}"), "\(wrong.text)")
            let run = try await shop.post(path + "/macro", #"{"macro":"\#(macro.text("id"))"}"#)
            #expect(run.text("status") == "closed", "\(run.text)")
        }
    }
}
