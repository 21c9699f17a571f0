import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

/// As `ExtremeFormTests`, for programs: every parameter of every route, every field of every body.
@Suite struct ExtremeRequestTests {
    private static let numbers = ["9223372036854775807", "-9223372036854775808", "1e308"]
    private static let texts = [
        "9223372036854775807", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "9999-12-31", "P99999WD",
        "day+99999", "day+99999@24:00", "PT9223372036854S", "wall:PT2562047788H", "P106751991D", "24:00", "x\\u0000y",
        "9223372036854775807.9223372036854775807",
    ]

    @Test func noParameterEndsTheServer() async throws {
        try await Shop.open(on: .sqlite) { shop, _ in
            for route in try await Self.routes(shop) where route.method == "get" {
                for name in route.parameters {
                    for value in Self.numbers + Self.texts.prefix(4) {
                        let answer = try await shop.get(
                            Paths.query(String(route.path.dropFirst("/api/v1".count)), [(name, value)]))
                        #expect(answer.status < 500, "\(route.path) \(name)=\(value): \(answer.text)")
                    }
                }
            }
        }
    }

    @Test func noFieldEndsTheServer() async throws {
        try await Shop.open(on: .sqlite) { shop, _ in
            for route in try await Self.routes(shop) where !route.body.isEmpty {
                for name in route.body.keys.sorted() {
                    for value in Self.numbers + Self.texts.prefix(4).map({ "\"\($0)\"" }) {
                        var body = route.body
                        body[name] = value
                        let json = body.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
                        let answer = try await shop.send(
                            route.method == "put" ? .put : .post, String(route.path.dropFirst("/api/v1".count)),
                            "{\(json)}")
                        #expect(answer.status < 500, "\(route.path) {\(json)}: \(answer.text)")
                    }
                }
            }
        }
    }

    @Test(arguments: TestStore.engines) func noTargetEndsTheServer(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let customer = try await shop.post("/customers", #"{"name":"Lei"}"#).text("id")
            let calendar = try await shop.site.store.read { try $0.place(orDefault: nil).calendar }
            let place = try await shop.site.store.read { try $0.place(orDefault: nil).id }
            for text in Self.texts {
                let promise = try await shop.post(
                    "/promises",
                    #"{"about":{"customer":"\#(customer)"},"said":"soon","target":"\#(text)","calendar":"\#(calendar)"}"#
                )
                #expect(promise.status < 500, "\(text): \(promise.text)")
                let due = try await shop.post(
                    "/promises", #"{"about":{"customer":"\#(customer)"},"said":"soon","due_at":"\#(text)"}"#)
                #expect(due.status < 500, "\(text): \(due.text)")
                let standard = try await shop.post(
                    "/standards",
                    #"{"name":"\#(text)","metric":"solution","scope":{"place":"\#(place)"},"target":"\#(text)","said":{"en":"By {due}."}}"#
                )
                #expect(standard.status < 500, "\(text): \(standard.text)")
                let opened = try await shop.post("/cases", #"{"kind":"question","subject":"\#(text)"}"#)
                #expect(opened.status < 500, "\(text): \(opened.text)")
            }
        }
    }

    /// The same answer on both engines: PostgreSQL stores no NUL, SQLite would.
    @Test(arguments: TestStore.engines) func nulIsNoText(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            #expect(try await shop.get("/customers?q=a%00b").status == 400)
            #expect(try await shop.get("/journal?kind=%00").status == 400)
            let named = try await shop.post("/customers", #"{"name":"a\u0000b"}"#)
            #expect(named.status == 422 && named.text.contains("\"name\""), "\(named.text)")
        }
    }

    private struct Described {
        let path: String
        let method: String
        let parameters: [String]
        /// An example of the body: each field as JSON.
        let body: [String: String]
    }

    /// Every route of the document, with 1 as the id of whatever it is about.
    private static func routes(_ shop: Shop) async throws -> [Described] {
        let response = try await shop.client.execute(uri: "/api/openapi.json", method: .get)
        let json = try JSONSerialization.jsonObject(with: Data(String(buffer: response.body).utf8))
        let document = try #require(json as? [String: Any])
        let schemas = (document["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]] ?? [:]
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        return paths.sorted { $0.key < $1.key }.flatMap { path, methods in
            methods.sorted { $0.key < $1.key }.map { method, route in
                let parameters = route["parameters"] as? [[String: Any]] ?? []
                let content = (route["requestBody"] as? [String: Any])?["content"] as? [String: [String: Any]]
                return Described(
                    path: path.replacing("{id}", with: "1"), method: method,
                    parameters: parameters.filter { $0["in"] as? String == "query" }.compactMap {
                        $0["name"] as? String
                    },
                    body: example(content?["application/json"]?["schema"] as? [String: Any] ?? [:], schemas))
            }
        }
    }

    private static func example(_ schema: [String: Any], _ schemas: [String: [String: Any]]) -> [String: String] {
        if let name = (schema["$ref"] as? String)?.split(separator: "/").last {
            return example(schemas[String(name)] ?? [:], schemas)
        }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        return properties.mapValues { property in
            switch property["type"] as? String {
            case "integer", "number": "1"
            case "boolean": "false"
            case "array": "[]"
            case "object": "{}"
            default:
                ((property["enum"] as? [String])?.first).map { "\"\($0)\"" }
                    ?? (property["format"] as? String == "date-time" ? "\"2026-11-05T10:00:00Z\"" : "\"1\"")
            }
        }
    }
}
