import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@Suite struct RevisionAPITests {
    @Test(arguments: TestStore.engines) func whatSaysThatItHeedsARevisionDoes(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let order = try await shop.makeOrder()
            let opened = try await shop.post("/cases", #"{"kind":"question","subject":"where?","order":"\#(order)"}"#)
            let stale: HTTPFields = [.ifMatch: "\"99\""]
            let table = [
                ("/orders/\(order)/events", #"{"kind":"approved","at":"2026-11-05T08:30:00Z"}"#),
                ("/orders/\(order)/parcels", "{}"), ("/orders/\(order)/outcome", #"{"billed_right":true}"#),
                ("/cases/\(opened.text("id"))/notes", #"{"text":"called"}"#),
                ("/cases/\(opened.text("id"))/closing", #"{"cause":"none"}"#),
            ]
            for (path, body) in table {
                let refused = try await shop.post(path, body, headers: stale)
                #expect(refused.status == 412, "\(path): \(refused.text)")
                let revision = try #require(refused["revision"] as? Int)
                let taken = try await shop.post(path, body, headers: [.ifMatch: "\"\(revision)\""])
                #expect(taken.status < 300, "\(path): \(taken.text)")
            }
            let nonsense = try await shop.post(table[0].0, table[0].1, headers: [.ifMatch: "W/abc"])
            #expect(nonsense.status == 400 && nonsense["revision"] == nil, "\(nonsense.text)")
            let nothing = try await shop.post("/carriers", #"{"name":"Velo"}"#, headers: stale)
            #expect(nothing.status == 400 && nothing.text("type") == "/problems/no-revision", "\(nothing.text)")
        }
    }

    @Test(arguments: TestStore.engines) func theDocumentNamesIfMatchWhereItCounts(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let document = try await shop.document()
            let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
            func headers(_ method: String, _ path: String) -> Set<String> {
                let parameters = paths["/api/v1" + path]?[method]?["parameters"] as? [[String: Any]] ?? []
                return Set(parameters.filter { $0["in"] as? String == "header" }.compactMap { $0["name"] as? String })
            }
            #expect(headers("post", "/orders/{id}/events") == ["If-Match", "Idempotency-Key"])
            #expect(headers("post", "/orders") == ["Idempotency-Key"])
            #expect(headers("post", "/people/{id}/invitation").isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func aLineIsPromisedByADayOfItsOwn(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let body = """
                {"source":"shop","external_id":"S","customer":{"name":"Lei","zone":"Asia/Shanghai"},"split_delivery":true,
                "ordered_at":"2026-11-05T08:00:00Z","lines":[
                {"name":"A","quantity":1,"price_minor":100,"currency":"EUR","promised_by":"2026-11-06"},
                {"name":"B","quantity":1,"price_minor":100,"currency":"EUR","promised_by":"2026-11-08T10:00:00Z"}]}
                """
            let made = try await shop.post("/orders", body)
            #expect(made.status == 201, "\(made.text)")
            let dues = made.list("lines").compactMap { $0["promised_at"] as? String }
            #expect(dues == ["2026-11-06T15:59:59Z", "2026-11-08T10:00:00Z"], "\(made.text)")
            #expect(made.list("promises").count == 2)
        }
    }
}
