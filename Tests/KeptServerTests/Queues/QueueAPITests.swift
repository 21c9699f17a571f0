import HTTPTypes
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct QueueAPITests {
    /// A queue and an open point that serves it, by id.
    private static func prepared(_ shop: Shop) async throws -> (queue: String, point: String, place: String) {
        let place = try #require(try await shop.get("/places").list("items").first?["id"] as? String)
        let queue = try await shop.post(
            "/queues",
            #"""
            {"place":"\#(place)","letter":"A","slug":"returns","name":{"en":"Returns","zh-Hans":"退货"},
             "questions":[{"key":"receipt","label":{"en":"Have you the receipt?"},"kind":"yes-no"}],
             "offers":[{"label":{"en":"Menu"},"address":"/menu"}]}
            """#)
        #expect(queue.status == 201 && queue["confidence_percent"] as? Int == 80, "\(queue.text)")
        // The hours of a fresh record are not ours to know here: open by hand.
        let point = try await shop.post(
            "/service-points",
            #"{"place":"\#(place)","name":{"en":"Counter 1"},"serves":[{"queue":"\#(queue.text("id"))"}]}"#)
        #expect(point.status == 201, "\(point.text)")
        let open = try await shop.post("/service-points/\(point.text("id"))/open", "{}")
        #expect(open.status == 200 && open.text("opened_at") != "", "\(open.text)")
        return (queue.text("id"), point.text("id"), place)
    }

    @Test(arguments: TestStore.engines) func aProgramJoinsCallsAndServes(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let (queue, point, place) = try await Self.prepared(shop)
            let body = #"""
                {"queue":"\#(queue)","name":"Ann","party_size":2,"answers":{"receipt":"yes"},"source":"door","external_id":"1"}
                """#
            let joined = try await shop.post("/visits", body)
            #expect(joined.status == 201, "\(joined.text)")
            let visit = try #require(joined["visit"] as? [String: Any])
            let id = try #require(visit["id"] as? String)
            #expect(visit["ticket"] as? String == "A1" && visit["state"] as? String == "waiting")
            #expect((joined["outlook"] as? [String: Any])?["cannot"] as? String == "too-few", "\(joined.text)")
            let again = try await shop.post("/visits", body)
            #expect(again.status == 200 && (again["visit"] as? [String: Any])?["id"] as? String == id)
            let page = try await shop.get("/visits/by-key/\(joined.text("key"))")
            #expect(page["position"] as? Int == 1, "\(page.text)")
            let called = try await shop.post("/service-points/\(point)/call-next", "{}")
            #expect(called.status == 200 && called.text("state") == "called", "\(called.text)")
            let started = try await shop.post("/visits/\(id)/start", "{}")
            #expect(started.text("state") == "serving", "\(started.text)")
            let finished = try await shop.post("/visits/\(id)/finish", #"{"owed":"receipt"}"#)
            #expect(finished.text("state") == "served" && finished.text("owed") == "receipt", "\(finished.text)")
            let scene = try await shop.get("/queues/\(queue)/scene")
            #expect(scene.list("owed").count == 1, "\(scene.text)")
            let board = try await shop.get("/places/\(place)/queues")
            #expect(board.list("items").count == 1)
            let given = try await shop.post("/visits/\(id)/give", "{}")
            #expect(given.text("given_at") != "")
            let rated = try await shop.post("/visits/\(id)/rating", #"{"perceived":"as-told","minutes":3}"#)
            #expect(rated["perceived_seconds"] as? Int == 180, "\(rated.text)")
            #expect(try await shop.get("/visits?queue=\(queue)&state=served").list("items").count == 1)
        }
    }

    @Test(arguments: TestStore.engines) func whatCannotBeDoneSaysWhy(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let (queue, point, _) = try await Self.prepared(shop)
            let crowd = try await shop.post("/visits", #"{"queue":"\#(queue)","party_size":500}"#)
            #expect(crowd.status == 422 && crowd.text.contains("party_size"), "\(crowd.text)")
            let nobody = try await shop.post("/service-points/\(point)/call-next", "{}")
            #expect(nobody.status == 409, "\(nobody.text)")
            for body in ["{}", #"{"queue":"1"}"#, #"{"queue":"\#(queue)","answers":{"colour":"red"}}"#] {
                let answer = try await shop.post("/visits", body)
                #expect([404, 422].contains(answer.status), "\(body): \(answer.text)")
            }
            let shut = try await shop.post("/queues/\(queue)/shut", #"{"why":"we are full"}"#)
            #expect(shut.status == 200)
            let late = try await shop.post("/visits", #"{"queue":"\#(queue)"}"#)
            #expect(late.status == 409, "\(late.text)")
            let reader = try await TestSite.token(.read, on: shop.site)
            let refused = try await shop.send(.post, "/visits", #"{"queue":"\#(queue)"}"#, token: reader)
            #expect(refused.status == 403)
        }
    }

    @Test(arguments: TestStore.engines) func aDelayIsExplainedAndEnded(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let (queue, _, _) = try await Self.prepared(shop)
            let reason = try await shop.post(
                "/delay-reasons", #"{"name":{"en":"Till"},"said":{"en":"A till is out of order."}}"#)
            #expect(reason.status == 201, "\(reason.text)")
            let told = try await shop.post("/queues/\(queue)/explanation", #"{"reason":"\#(reason.text("id"))"}"#)
            #expect(told.status == 201, "\(told.text)")
            let scene = try await shop.get("/queues/\(queue)/scene")
            #expect((scene["explanation"] as? [String: Any])?["said"] != nil, "\(scene.text)")
            let ended = try await shop.send(.delete, "/queues/\(queue)/explanation")
            #expect(ended.status == 204)
        }
    }
}
