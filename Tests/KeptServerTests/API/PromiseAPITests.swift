import Foundation
import HTTPTypes
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct PromiseAPITests {
    @Test(arguments: TestStore.engines) func aPromiseGoesThroughItsLife(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, time in
            let order = try await shop.makeOrder()
            let made = try await shop.post(
                "/promises",
                #"{"about":{"order":"\#(order)"},"said":"We call you by noon.","due_at":"2026-11-05T12:00:00Z"}"#)
            #expect(made.status == 201, "\(made.text)")
            let id = made.text("id")
            #expect(made.text("clock") == "date" && made["replaces"] is NSNull)
            #expect(try await shop.post("/promises/\(id)/pause", #"{"because":"waiting"}"#).status == 422)
            let paused = try await shop.post("/promises/\(id)/pause", #"{"because":"waiting-for-customer"}"#)
            #expect(paused.status == 200 && paused["paused_at"] is String, "\(paused.text)")
            #expect(try await shop.post("/promises/\(id)/pause", #"{"because":"waiting-for-customer"}"#).status == 409)
            time.advance(by: .minutes(10))
            #expect(try await shop.post("/promises/\(id)/resume", "{}").status == 200)
            let next = try await shop.post(
                "/promises/\(id)/renegotiation", #"{"said":"By three.","due_at":"2026-11-05T15:00:00Z","why":"busy"}"#)
            #expect(next.status == 201 && next.text("replaces") == id, "\(next.text)")
            #expect(try await shop.get("/promises/\(id)").text("state") == "renegotiated")
            let kept = try await shop.post("/promises/\(next.text("id"))/keeping", #"{"evidence":"called"}"#)
            #expect(kept.text("state") == "kept")
            let refused = try await shop.post("/promises/\(next.text("id"))/release", #"{"because":"x"}"#)
            #expect(refused.status == 409 && refused.text("type") == "/problems/promise-not-open")
        }
    }

    @Test(arguments: TestStore.engines) func leadsCorrectAPauseAndABreak(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, time in
            let order = try await shop.makeOrder()
            let made = try await shop.post(
                "/promises", #"{"about":{"order":"\#(order)"},"said":"Within two hours.","target":"wall:PT2H"}"#)
            let path = "/promises/\(made.text("id"))"
            #expect(made.text("language") == "en" && made.text("zone") == "Asia/Shanghai", "\(made.text)")
            _ = try await shop.post(path + "/pause", #"{"because":"waiting-for-customer"}"#)
            time.advance(by: .hours(1))
            let resumed = try await shop.post(path + "/resume", "{}")
            #expect(resumed.text("due_at") == "2026-11-05T12:00:00Z", "\(resumed.text)")
            let pause = try #require(try await shop.get(path + "/pauses").list("items").first)
            let id = try #require(pause["id"] as? String)
            for (body, status) in [
                (#"{"pause":"\#(id)"}"#, 422), (#"{"pause":"\#(id)","why":"x","to":"2026-11-05T09:10:00Z"}"#, 422),
                (#"{"pause":"\#(id)","why":"x","from":"2026-11-05T09:30:00Z","to":"2026-11-05T09:10:00Z"}"#, 422),
                (#"{"pause":"\#(id)","why":"x","from":"2026-11-05T08:00:00Z","to":"2026-11-05T09:10:00Z"}"#, 422),
                (#"{"pause":"17","why":"x","from":"2026-11-05T09:00:00Z","to":"2026-11-05T09:10:00Z"}"#, 404),
            ] {
                let refused = try await shop.post(path + "/pause-correction", body)
                #expect(refused.status == status, "\(body): \(refused.text)")
            }
            let corrected = try await shop.post(
                path + "/pause-correction",
                #"{"pause":"\#(id)","why":"they answered","from":"2026-11-05T09:00:00Z","to":"2026-11-05T09:15:00Z"}"#)
            #expect(corrected.text("due_at") == "2026-11-05T11:15:00Z", "\(corrected.text)")
            let none = try #require(try await shop.get(path + "/pauses").list("items").first?["id"] as? String)
            let struck = try await shop.post(
                path + "/pause-correction", #"{"pause":"\#(none)","why":"it never stood"}"#)
            #expect(struck.text("due_at") == "2026-11-05T11:00:00Z", "\(struck.text)")
            time.move(to: .at("2026-11-05T11:00:01Z"))
            try await shop.site.store.lapse(at: time.now)
            #expect(try await shop.get(path).text("state") == "broken")
            for at in ["2026-11-05T11:00:01Z", "2026-11-05T08:59:59Z"] {
                let refused = try await shop.post(path + "/correction", #"{"at":"\#(at)","evidence":"signed"}"#)
                #expect(refused.status == 409 || refused.status == 422, "\(refused.text)")
            }
            let kept = try await shop.post(path + "/correction", #"{"at":"2026-11-05T10:59:00Z","evidence":"signed"}"#)
            #expect(kept.text("state") == "kept" && kept.text("evidence") == "signed", "\(kept.text)")
        }
    }

    @Test(arguments: TestStore.engines) func targetsRunInACalendar(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let calendar = try await shop.post(
                "/calendars",
                #"{"name":"Desk","definition":{"zone":"Europe/Berlin","hours":{"thu":["09:00-17:00"],"fri":["09:00-17:00"]}}}"#
            )
            #expect(calendar.status == 201, "\(calendar.text)")
            let id = calendar.text("id")
            let due = try await shop.get("/calendars/\(id)/due?target=PT8H&from=2026-11-05T09:00:00%2B01:00")
            #expect(due.text("due") == "2026-11-05T16:00:00Z" && due["elapsed_seconds"] as? Int == 28_800)
            let order = try await shop.makeOrder()
            let made = try await shop.post(
                "/promises",
                #"{"about":{"order":"\#(order)"},"said":"Solved.","target":"PT8H","calendar":"\#(id)"}"#)
            #expect(
                made.text("due_at") == "2026-11-06T09:00:00Z" && made.text("clock") == "opening-hours", "\(made.text)")
            let never = try await shop.post("/calendars", #"{"name":"Never","definition":{"zone":"UTC","hours":{}}}"#)
            #expect(never.status == 422)
            let zone = try await shop.post(
                "/calendars", #"{"name":"Z","definition":{"zone":"Mars/Base","always":true}}"#)
            #expect(zone.status == 422)
        }
    }

    @Test(arguments: TestStore.engines) func openPromisesComeInDueOrder(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let order = try await shop.makeOrder()
            for hour in [14, 11, 13] {
                _ = try await shop.post(
                    "/promises",
                    #"{"about":{"order":"\#(order)"},"said":"By \#(hour).","due_at":"2026-11-05T\#(hour):00:00Z"}"#)
            }
            let first = try await shop.get("/promises?state=open&due_before=2026-11-05T14:00:00Z&limit=1")
            #expect(first.list("items").first?["said"] as? String == "By 11.")
            let next = try #require(first["next"] as? String)
            let second = try await shop.get(
                "/promises?state=open&due_before=2026-11-05T14:00:00Z&limit=1&cursor=\(next)")
            #expect(second.list("items").first?["said"] as? String == "By 13." && second["next"] is NSNull)
            #expect(try await shop.get("/promises?state=late").status == 422)
            #expect(try await shop.get("/promises?due_before=yesterday").status == 422)
        }
    }

    @Test(arguments: TestStore.engines) func theSameKeyDoesItOnce(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let order = try await shop.makeOrder()
            let body = #"{"about":{"order":"\#(order)"},"said":"By noon.","due_at":"2026-11-05T12:00:00Z"}"#
            let headers: HTTPFields = [HTTPField.Name("Idempotency-Key")!: "k1"]
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await shop.post("/promises", body, headers: headers).text("id") }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(answers.count == 1 && answers.first != "")
            let other = try await shop.post(
                "/promises", body.replacing("noon", with: "night"), headers: headers)
            #expect(other.status == 422 && other.text("type") == "/problems/idempotency-key-reused")
            let list = try await shop.get("/promises?order=\(order)")
            #expect(list.list("items").count == 2, "that of the order and one more")
        }
    }

    @Test(arguments: TestStore.engines) func aRepeatedAnswerIsTheFirstOneWhole(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let headers: HTTPFields = [HTTPField.Name("Idempotency-Key")!: "k1"]
            let first = try await shop.post("/orders", Shop.order("A-1"), headers: headers)
            let id = first.text("id")
            #expect(first.headers[.location] == "/api/v1/orders/\(id)" && first.headers[.eTag] == "\"1\"")
            _ = try await shop.post("/orders/\(id)/events", #"{"kind":"approved","at":"2026-11-05T08:30:00Z"}"#)
            let again = try await shop.post("/orders", Shop.order("A-1"), headers: headers)
            #expect(again.status == 201 && again.text == first.text)
            #expect(again.headers[HTTPField.Name("Idempotency-Replayed")!] == "true")
            #expect(again.headers[.location] == first.headers[.location] && again.headers[.eTag] == "\"1\"")
        }
    }

    @Test(arguments: TestStore.engines) func whatWasReadBeforeAChangeIsRefused(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let order = try await shop.makeOrder()
            let promise = try #require(
                try await shop.get("/promises?order=\(order)").list("items").first?["id"] as? String)
            let stale: HTTPFields = [.ifMatch: "\"7\""]
            let refused = try await shop.post("/promises/\(promise)/keeping", #"{"evidence":"seen"}"#, headers: stale)
            #expect(refused.status == 412 && refused["revision"] as? Int == 1, "\(refused.text)")
            let fresh: HTTPFields = [.ifMatch: "\"1\""]
            let done = try await shop.post("/promises/\(promise)/keeping", #"{"evidence":"seen"}"#, headers: fresh)
            #expect(done.status == 200 && done.headers[.eTag] == "\"2\"")
        }
    }
}
