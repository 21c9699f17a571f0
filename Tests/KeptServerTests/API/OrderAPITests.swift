import Foundation
import HTTPTypes
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct OrderAPITests {
    @Test(arguments: TestStore.engines) func anOrderComesInWithItsPromise(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let made = try await shop.post("/orders", Shop.order("A-1"))
            #expect(made.status == 201, "\(made.text)")
            let promise = made.object("promise")
            #expect(promise["state"] as? String == "open")
            #expect(
                promise["due_at"] as? String == "2026-11-06T15:59:59Z",
                "the end of the customer's day, in whole seconds")
            #expect((promise["about"] as? [String: Any])?["order"] as? String == made.text("id"))
            #expect(made.text("tracking_url").contains("/t/"))
            #expect(made["number"] as? Int == 1001)
            let again = try await shop.post("/orders", Shop.order("A-1"))
            #expect(again.status == 200 && again.text("id") == made.text("id"))
            let other = try await shop.post("/orders", Shop.order("A-1", quantity: "3"))
            #expect(other.status == 409)
            let read = try await shop.get("/orders/\(made.text("id"))")
            #expect(read.headers[.eTag] == "\"1\"")
            #expect(read.list("lines").first?["name"] as? String == "A \"book\"")
        }
    }

    @Test(arguments: TestStore.engines) func eventsMoveItAndKeepThePromise(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, time in
            let id = try await shop.makeOrder()
            for (kind, at) in [("dispatched", "2026-11-05T09:30:00Z"), ("approved", "2026-11-05T08:30:00Z")] {
                time.advance(by: .hours(1))
                let answer = try await shop.post("/orders/\(id)/events", #"{"kind":"\#(kind)","at":"\#(at)"}"#)
                #expect(answer.status == 201, "\(answer.text)")
                #expect(answer.text("status") == "dispatched")
            }
            let delivered = #"{"kind":"delivered","at":"2026-11-05T10:30:00Z"}"#
            let answer = try await shop.post("/orders/\(id)/events", delivered)
            #expect(answer.object("promise")["state"] as? String == "kept")
            let repeated = try await shop.post("/orders/\(id)/events", delivered)
            #expect(repeated.status == 200 && repeated.list("events").count == 3)
            let tellers = Set(repeated.list("events").compactMap { $0["told_by"] as? String })
            #expect(tellers.count == 1 && tellers.first?.hasPrefix("token:") == true, "\(tellers)")
        }
    }

    @Test(arguments: TestStore.engines) func badOrdersNameTheFieldAndHowToMend(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let table: [(String, Int, [String])] = [
                ("", 422, ["\"field\":\"lines\"", "\"field\":\"customer\"", "\"field\":\"source\""]),
                ("{", 400, ["Line 1"]),
                ("[]", 400, ["object"]),
                (Shop.order("B", promisedBy: "2026-02-30"), 422, ["promised_by"]),
                (Shop.order("B", promisedBy: "2026-11-06T12:00:00"), 422, ["promised_by", "offset"]),
                (Shop.order("B", quantity: "-2"), 422, ["lines[0].quantity", "between 1 and 1000000"]),
                (Shop.order("B", quantity: "1.5"), 422, ["lines[0].quantity", "whole number"]),
                (Shop.order("B", quantity: "99999999999999999999"), 422, ["lines[0].quantity"]),
                (Shop.order("B", quantity: "\"2\""), 422, ["lines[0].quantity", "whole number"]),
                (Shop.order("B").replacing("EUR", with: "EURO"), 422, ["lines[0].currency", "EURO"]),
                (Shop.order("B").replacing("Asia/Shanghai", with: "Asia/Shangai"), 422, ["Asia/Shanghai"]),
                (Shop.order("B").replacing("promised_by", with: "promised_bye"), 422, ["promised_by?"]),
                (Shop.order("B").replacing("lei@example.org", with: "lei"), 422, ["customer.email"]),
            ]
            for (body, status, parts) in table {
                let answer = try await shop.post("/orders", body)
                #expect(answer.status == status, "\(body): \(answer.text)")
                #expect(answer.headers[.contentType] == "application/problem+json")
                for part in parts {
                    #expect(answer.text.contains(part.replacing("\"", with: "\"")), "\(part) in \(answer.text)")
                }
            }
            let count = try await shop.site.store.read { try $0.count("SELECT count(*) FROM orders") }
            #expect(count == 0, "nothing half done")
        }
    }

    @Test(arguments: TestStore.engines) func mistypedParametersAreRefused(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            for path in ["/orders?stat=open", "/cases?due_before=x", "/promises?after=3"] {
                let answer = try await shop.send(.get, path)
                #expect(answer.status == 422, "\(path)")
                #expect(answer.text.contains("There is no parameter of this name here."), "\(answer.text)")
            }
            #expect(try await shop.send(.get, "/orders?limit=1").status == 200)
        }
    }

    @Test(arguments: TestStore.engines) func listsGoOnWhereTheyEnded(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            for number in 1...5 { _ = try await shop.makeOrder("A-\(number)") }
            var seen: [String] = []
            var path = "/orders?limit=2"
            for _ in 0..<3 {
                let page = try await shop.get(path)
                seen += page.list("items").compactMap { $0["id"] as? String }
                guard let next = page["next"] as? String else { break }
                path = "/orders?limit=2&cursor=\(next)"
            }
            #expect(seen.count == 5 && Set(seen).count == 5)
            #expect(try await shop.get("/orders?cursor=nonsense").status == 422)
            #expect(try await shop.get("/orders?limit=0").status == 422)
            #expect(try await shop.get("/orders?status=lost").list("items").isEmpty)
        }
    }
}
