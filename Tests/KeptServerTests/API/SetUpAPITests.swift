import Foundation
import HTTPTypes
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct SetUpAPITests {
    @Test(arguments: TestStore.engines) func carriersWindowsAndPlacesAreClosedOnce(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let carrier = try await shop.post("/carriers", #"{"name":"Velo"}"#).text("id")
            let window = try await shop.post(
                "/windows", #"{"name":"Evening","weekdays":["mon"],"starts":"18:00","ends":"21:00"}"#)
            #expect(window["closed_at"] is NSNull)
            let calendar = try #require(try await shop.get("/places").list("items").first?["calendar"] as? String)
            let place = try await shop.post(
                "/places",
                #"{"name":"Depot","zone":"UTC","calendar":"\#(calendar)","phone":"555 0100","email":"d@example.org"}"#)
            #expect(place.text("phone") == "555 0100" && place.text("email") == "d@example.org", "\(place.text)")
            #expect(try await shop.get("/windows/\(window.text("id"))").text("name") == "Evening")
            #expect(try await shop.get("/windows/999").status == 404)
            for path in ["/carriers/\(carrier)", "/windows/\(window.text("id"))", "/places/\(place.text("id"))"] {
                let stale = try await shop.post(path + "/closing", "{}", headers: [.ifMatch: "\"7\""])
                #expect(stale.status == 412 && stale["revision"] as? Int == 1, "\(stale.text)")
                let closed = try await shop.post(path + "/closing", #"{"why":"moved"}"#, headers: [.ifMatch: "\"1\""])
                #expect(closed.status == 200 && closed["closed_at"] is String, "\(closed.text)")
                let again = try await shop.post(path + "/closing", "{}")
                #expect(again.status == 409 && again.text("type") == "/problems/closed-already", "\(again.text)")
            }
            let changed = try await shop.send(.put, "/carriers/\(carrier)", #"{"name":"Velo 2"}"#)
            #expect(changed.status == 409, "\(changed.text)")
        }
    }

    @Test(arguments: TestStore.engines) func nothingNewGoesWithAClosedCarrier(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let carrier = try await shop.post("/carriers", #"{"name":"Velo"}"#).text("id")
            let order = try await shop.makeOrder()
            #expect(try await shop.post("/carriers/\(carrier)/closing", "{}").status == 200)
            let refused = try await shop.post(
                "/orders", Shop.order("B").replacing("\"lines\"", with: "\"carrier\":\"\(carrier)\",\"lines\""))
            #expect(refused.status == 422 && refused.text.contains("carrier"), "\(refused.text)")
            let parcel = try await shop.post("/orders/\(order)/parcels", #"{"carrier":"\#(carrier)"}"#)
            #expect(parcel.status == 422)
            let moved = try await shop.post("/orders/\(order)/carrier", #"{"carrier":"\#(carrier)","why":"ill"}"#)
            #expect(moved.status == 422)
            let window = try await shop.post(
                "/windows",
                #"{"name":"Evening","carrier":"\#(carrier)","weekdays":["mon"],"starts":"18:00","ends":"21:00"}"#)
            #expect(window.status == 422)
            let standard = try await shop.post(
                "/standards",
                #"{"name":"Velo","target":"P1WD","scope":{"carrier":"\#(carrier)"},"said":{"en":"By {due}."}}"#)
            #expect(standard.status == 422)
        }
    }

    @Test(arguments: TestStore.engines) func anotherPlaceBecomesTheUsualOne(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let usual = try #require(try await shop.get("/places").list("items").first)
            let calendar = try #require(usual["calendar"] as? String)
            let place = try await shop.post("/places", #"{"name":"Depot","zone":"UTC","calendar":"\#(calendar)"}"#)
                .text("id")
            let made = try await shop.send(.post, "/places/\(place)/default")
            #expect(made.status == 200 && made["default"] as? Bool == true, "\(made.text)")
            let old = try #require(usual["id"] as? String)
            #expect(try await shop.get("/places/\(old)")["default"] as? Bool == false)
            #expect(try await shop.post("/places/\(old)/closing", "{}").status == 200)
        }
    }

    @Test(arguments: TestStore.engines) func aPersonIsInvitedAndLetGo(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let person = try await shop.post("/people", #"{"name":"Mo","roles":[{"role":"front-line"}]}"#).text("id")
            let key: HTTPFields = [HTTPField.Name("Idempotency-Key")!: "k1"]
            let invited = try await shop.send(.post, "/people/\(person)/invitation", headers: key)
            #expect(invited.status == 201 && invited.text("link").contains("/sign-in/"), "\(invited.text)")
            let kept = try await shop.site.store.read { try $0.count("SELECT count(*) FROM idempotent_answers") }
            #expect(kept == 0, "a link is stored nowhere")
            let left = try await shop.post("/people/\(person)/leaving", #"{"why":"moved away"}"#)
            #expect(left.status == 200 && left["left_at"] is String, "\(left.text)")
            #expect(try await shop.send(.post, "/people/\(person)/invitation").status == 404)
        }
    }

    @Test(arguments: TestStore.engines) func openPromisesGetTheNewWordOfAStandard(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let standard = try await shop.post(
                "/standards", #"{"name":"All","target":"wall:PT48H","said":{"en":"With you by {due}."}}"#
            ).text("id")
            let order = try await shop.post(
                "/orders",
                Shop.order("B").replacing(",\"promised_by\":\"2026-11-06\"", with: "").replacing(
                    "\n\"ordered_at\":\"2026-11-05T08:00:00Z\",\"promised_by\":\"2026-11-06\"",
                    with: "\n\"ordered_at\":\"2026-11-05T08:00:00Z\""))
            #expect(order.status == 201, "\(order.text)")
            let changed = try await shop.send(
                .put, "/standards/\(standard)", #"{"name":"All","target":"wall:PT24H","said":{"en":"By {due}."}}"#)
            #expect(changed.status == 200, "\(changed.text)")
            let given = try await shop.post("/standards/\(standard)/repromise", #"{"why":"we got faster"}"#)
            #expect(given.status == 200 && given["given"] as? Int == 1 && given["next"] is NSNull, "\(given.text)")
            let again = try await shop.post("/standards/\(standard)/repromise", #"{"why":"we got faster"}"#)
            #expect(again["given"] as? Int == 0)
            let promise = try await shop.get("/orders/\(order.text("id"))").object("promise")
            #expect(promise["due_at"] as? String == "2026-11-06T08:00:00Z", "\(promise)")
        }
    }
}
