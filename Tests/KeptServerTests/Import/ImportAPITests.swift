import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@testable import KeptServer

/// A program hands a file over, looks at what its columns stand for, tries it and imports it.
@Suite struct ImportAPITests {
    private static let rows = """
        order,ordered_at,customer_name,total
        1,2026-11-05 14:02,Ada,12.50
        2,2026-11-05 14:09,Bo,9.90
        3,2026-13-45 10:00,Cy,1.00

        """

    private static func send(_ shop: Shop, _ bytes: [UInt8], file: String = "orders.csv") async throws -> Shop.Answer {
        let response = try await shop.client.execute(
            uri: "/api/v1/imports?file=\(file)", method: .post,
            headers: [.authorization: "Bearer \(shop.token)", .contentType: "application/octet-stream"],
            body: ByteBuffer(bytes: bytes))
        let text = String(buffer: response.body)
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
        return Shop.Answer(status: Int(response.status.code), headers: response.headers, text: text, json: json)
    }

    /// Answers of an address until `isDone`; looks every 20 ms, 30 s at most.
    private static func wait(
        _ shop: Shop, _ path: String, until isDone: (Shop.Answer) -> Bool
    ) async throws -> Shop.Answer {
        for _ in 0..<1_500 {
            let answer = try await shop.get(path)
            if isDone(answer) { return answer }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw StoreError.notFound("the end of \(path)")
    }

    @Test(arguments: TestStore.engines) func aFileIsHandedOverTriedAndImported(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let handed = try await Self.send(shop, Array(Self.rows.utf8))
            #expect(handed.status == 201, "\(handed.text)")
            let id = handed.text("id")
            #expect(handed["header"] as? [String] == ["order", "ordered_at", "customer_name", "total"])
            #expect(handed.object("map")["columns"] as? [String: String] != nil)
            #expect(handed["waiting"] is NSNull && handed["tried"] is NSNull)
            let refused = try await shop.post("/imports/\(id)/start", #"{"map":{"columns":{"order":"nothing"}}}"#)
            #expect(refused.status == 422 && refused.text.contains("map.source"), "\(refused.text)")
            let map = """
                {"source":"shop","zone":"Europe/Berlin","currency":"EUR","decimal":".",
                "columns":{"order":"order","ordered_at":"ordered_at","customer_name":"customer_name","total":"total"}}
                """
            let trying = try await shop.post("/imports/\(id)/start", #"{"try":true,"map":\#(map)}"#)
            #expect(trying.status == 202 && trying.text("waiting") == "try", "\(trying.text)")
            let tried = try await Self.wait(shop, "/imports/\(id)/file") { $0["tried"] is [String: Any] }
            let counts = tried.object("tried")["counts"] as? [String: [String: Int]]
            #expect(counts?["orders"]?["rejected"] == 1 && counts?["orders"]?["read"] == 3, "\(tried.text)")
            #expect(try await shop.get("/imports/\(id)").status == 404, "nothing was imported yet")
            #expect(try await shop.send(.post, "/imports/\(id)/start").status == 202)
            let done = try await Self.wait(shop, "/imports/\(id)") { $0.text("state") == "done" }
            #expect(done.text("source") == "shop")
            #expect(try await shop.get("/orders?q=Ada").list("items").count == 1)
            #expect(try await shop.send(.post, "/imports/\(id)/start").status == 409)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsNoTableIsNotKept(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let refused = try await Self.send(shop, [0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1, 0, 2, 0, 3])
            #expect(refused.status == 422, "\(refused.text)")
            #expect(try await Self.send(shop, []).status == 422)
            let waiting = try await shop.site.store.read { try $0.waitingUploads().count }
            #expect(waiting == 0)
            let reader = try await TestSite.token(.write, on: shop.site)
            let forbidden = try await shop.client.execute(
                uri: "/api/v1/imports", method: .post, headers: [.authorization: "Bearer \(reader)"],
                body: ByteBuffer(string: Self.rows))
            #expect(forbidden.status.code == 403)
        }
    }
}
