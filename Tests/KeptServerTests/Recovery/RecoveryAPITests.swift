import HTTPTypes
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite struct RecoveryAPITests {
    /// A case whose word has broken, and the id of a template.
    private static func broken(
        on engine: Engine, _ body: @escaping @Sendable (Shop, MovedTime, String, String) async throws -> Void
    ) async throws {
        try await Shop.open(on: engine) { shop, time in
            let words = shop.site.vocabulary
            try await shop.site.store.write(as: .shell, at: time.now) {
                try $0.addReadyRecovery(words: words, language: .english)
            }
            _ = try await shop.makeOrder()
            time.advance(by: .days(3))
            try await shop.site.store.lapse(at: time.now)
            let cases = try await shop.get("/cases")
            let found = try #require(cases.list("items").first?["id"] as? String)
            let templates = try await shop.get("/recovery-templates")
            let complaint = templates.list("items").first { $0["name"] as? String == "A complaint" }
            try await body(shop, time, found, try #require(complaint?["id"] as? String))
        }
    }

    @Test(arguments: TestStore.engines) func theTimelineTellsWhatWasDoneAndWhatComesNext(on engine: Engine) async throws
    {
        try await Self.broken(on: engine) { shop, _, found, template in
            let before = try await shop.get("/cases/\(found)/recovery")
            #expect(before.status == 200 && before["next"] as? String == "acknowledge", "\(before.text)")
            #expect(before.list("failures").first?["kind"] as? String == "broken-promise")
            let path = "/cases/\(found)/recovery/messages"
            let empty = try await shop.post(path, #"{"template":"\#(template)","reason":"由于某些原因"}"#)
            #expect(empty.status == 422 && empty.text.contains("由于某些原因"), "\(empty.text)")
            let none = try await shop.post(path, #"{"template":"\#(template)"}"#)
            #expect(none.status == 422 && none.text.contains("reason"), "\(none.text)")
            let sent = try await shop.post(
                path, #"{"template":"\#(template)","reason":"The van broke down.","channel":"phone"}"#)
            #expect(sent.status == 201 && sent["next"] as? String == "solve", "\(sent.text)")
            let left = try await shop.post(
                "/cases/\(found)/recovery/steps-left-out", #"{"step":"make-amends","reason":"wants nothing"}"#)
            #expect(left.list("steps")[4]["state"] as? String == "left-out", "\(left.text)")
            let done = try await shop.post(
                "/cases/\(found)/recovery/steps-left-out", #"{"step":"explain","reason":"late"}"#)
            #expect(done.status == 409, "\(done.text)")
        }
    }

    @Test(arguments: TestStore.engines) func aCaseClosesWithAKnownCauseANameOrNoFaultOfOurs(
        on engine: Engine
    ) async throws {
        try await Self.broken(on: engine) { shop, _, found, _ in
            let causes = try await shop.get("/causes")
            let id = try #require(causes.list("items").first?["id"] as? String)
            let path = "/cases/\(found)/closing"
            #expect(try await shop.post(path, "{}").status == 422)
            #expect(try await shop.post(path, #"{"cause_id":"999"}"#).status == 404)
            let vague = try await shop.post(path, #"{"is_ours":false,"cause":"special circumstances"}"#)
            #expect(vague.status == 422, "\(vague.text)")
            let closed = try await shop.post(path, #"{"cause_id":"\#(id)"}"#)
            #expect(closed.status == 200 && closed["status"] as? String == "closed", "\(closed.text)")
            let recovery = try await shop.get("/cases/\(found)/recovery")
            #expect(recovery.object("follow_up")["state"] as? String == "waiting", "\(recovery.text)")
        }
    }

    @Test(arguments: TestStore.engines) func anAnswerByPhoneIsWrittenDownAndTheVersionsOfATemplateAreKept(
        on engine: Engine
    ) async throws {
        try await Self.broken(on: engine) { shop, _, found, template in
            let path = "/cases/\(found)/follow-up-answer"
            #expect(try await shop.post(path, #"{"answer":"yes"}"#).status == 409, "not closed yet")
            _ = try await shop.post("/cases/\(found)/closing", #"{"cause":"battery"}"#)
            for bad in ["{}", #"{"answer":"maybe"}"#, #"{"answer":"yes","word":"x"}"#] {
                #expect(try await shop.post(path, bad).status == 422, "\(bad)")
            }
            let noted = try await shop.post(path, #"{"answer":"no","words":"<b>still</b> torn"}"#)
            #expect(noted.status == 200 && noted["state"] as? String == "answered", "\(noted.text)")
            #expect(noted.text("noted_by").hasPrefix("token:") && noted.text("reopened_case") == found, "\(noted.text)")
            #expect(try await shop.get("/cases/\(found)").text("status") == "open")

            let texts =
                #"[{"language":"en","subject":"s","body":"{reason}"},{"language":"zh-Hans","subject":"s","body":"{reason}"}]"#
            let changed = try await shop.send(
                .put, "/recovery-templates/\(template)", #"{"name":"New","steps":["explain"],"texts":\#(texts)}"#)
            #expect(changed.status == 200, "\(changed.text)")
            let versions = try await shop.get("/recovery-templates/\(template)/versions")
            #expect(versions.list("items").map { $0["version"] as? Int } == [2, 1], "\(versions.text)")
            #expect(versions.list("items").first?["made_by"] as? String == noted.text("noted_by"), "\(versions.text)")
            #expect(try await shop.get("/recovery-templates/999/versions").status == 404)
        }
    }

    @Test(arguments: TestStore.engines) func templatesAndCausesAreSetByField(on engine: Engine) async throws {
        try await Self.broken(on: engine) { shop, _, _, _ in
            let half =
                #"{"name":"<b>Late</b>","steps":["apologise"],"texts":[{"language":"en","subject":"s","body":"{reason}"}]}"#
            let refused = try await shop.post("/recovery-templates", half)
            #expect(refused.status == 422 && refused.text.contains("texts.zh-Hans"), "\(refused.text)")
            let bad = try await shop.post(
                "/recovery-templates", #"{"name":"x","steps":["solve","dance"],"texts":[]}"#)
            #expect(bad.status == 422 && bad.text.contains("dance"), "\(bad.text)")
            let whole =
                #"{"name":"<b>Late</b>","steps":["apologise"],"texts":[{"language":"en","subject":"s","body":"{reason}"},{"language":"zh-Hans","subject":"题","body":"{reason}"}]}"#
            let made = try await shop.post("/recovery-templates", whole)
            #expect(made.status == 201 && made["version"] as? Int == 1, "\(made.text)")
            let changed = try await shop.send(.put, "/recovery-templates/\(made.text("id"))", whole)
            #expect(changed["version"] as? Int == 2, "\(changed.text)")
            let cause = try await shop.post("/causes", #"{"kind":"moon","names":{"en":"x"}}"#)
            #expect(cause.status == 422, "\(cause.text)")
            let rule = try await shop.post("/follow-up-rules", #"{"kind":"complaint","is_on":true,"after_days":5}"#)
            #expect(rule.status == 200 && rule["after_days"] as? Int == 5, "\(rule.text)")
            #expect(
                try await shop.post("/follow-up-rules", #"{"kind":"complaint","is_on":true,"after_days":91}"#).status
                    == 422)
        }
    }

    @Test(arguments: TestStore.engines) func aWordWillBeLate(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, time in
            let order = try await shop.makeOrder()
            let known = try await shop.get("/orders/\(order)")
            let promise = try #require(known.object("promise")["id"] as? String, "\(known.text)")
            let path = "/promises/\(promise)/lateness"
            #expect(try await shop.post(path, "{}").status == 422)
            let early = #"{"reason":"The van broke down.","expected_at":"2026-11-05T10:00:00Z"}"#
            #expect(try await shop.post(path, early).status == 409)
            let late = #"{"reason":"The van broke down.","expected_at":"2026-12-01T10:00:00Z"}"#
            let told = try await shop.post(path, late)
            #expect(told.status == 201 && told.object("promise")["replaces"] as? String == promise, "\(told.text)")
            #expect(try await shop.post(path, late).status == 409, "it is replaced already")
            time.advance(by: .days(5))
            try await shop.site.store.lapse(at: time.now)
            let after = try await shop.get("/promises/\(promise)")
            #expect(after["state"] as? String == "renegotiated", "\(after.text)")
        }
    }

    @Test(arguments: TestStore.engines) func reportsAnswerInJSON(on engine: Engine) async throws {
        try await Self.broken(on: engine) { shop, _, _, _ in
            let report = try await shop.get("/reports/recovery")
            #expect(report.status == 200 && report["recoveries"] as? Int == 1, "\(report.text)")
            #expect(report.list("steps").count == 7)
            let promises = try await shop.get("/reports/promises")
            #expect(promises.list("items").first?["broken"] as? Int == 1, "\(promises.text)")
            #expect(try await shop.get("/reports/recovery?from=yesterday").status == 422)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsReadyIsAddedOnce(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let before = try await shop.get("/recovery-templates").list("items").count
            let added = try await shop.post("/recovery-templates/ready", "")
            #expect(added.status == 201 && added.list("templates").count > before, "\(added.text)")
            #expect(!added.list("causes").isEmpty)
            let again = try await shop.post("/recovery-templates/ready", "")
            #expect(again.list("templates").count == added.list("templates").count)
            #expect(again.list("causes").count == added.list("causes").count)
            let working = try await TestSite.token(.write, on: shop.site)
            #expect(try await shop.send(.post, "/recovery-templates/ready", token: working).status == 403)
        }
    }
}
