import Foundation
import Hummingbird
import HummingbirdTesting
import HTTPTypes
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

/// A site with a token, and requests that read its JSON answers.
struct Shop: Sendable {
    let site: Site
    let client: any TestClientProtocol
    let token: String
    /// What the document says of each route.
    let routes: [DescribedRoute]

    struct DescribedRoute: Sendable {
        let method: String
        /// Of the path after `/api/v1`; those in braces stand for any.
        let parts: [String]
        let statuses: Set<Int>

        func isAsked(_ method: HTTPRequest.Method, _ path: String) -> Bool {
            let asked = path.prefix { $0 != "?" }.split(separator: "/")
            return method.rawValue.lowercased() == self.method && asked.count == parts.count
                && zip(asked, parts).allSatisfy { $0 == $1 || $1.hasPrefix("{") }
        }
    }

    static func open(
        on engine: Engine = .sqlite, at now: String = "2026-11-05T09:00:00Z", scope: TokenScope = .admin,
        _ body: @escaping @Sendable (Shop, MovedTime) async throws -> Void
    ) async throws {
        let time = MovedTime(now)
        try await TestSite.with(engine, time: time) { site in
            let token = try await TestSite.token(scope, on: site)
            try await buildApplication(site).test(.router) { client in
                let bare = Shop(site: site, client: client, token: token, routes: [])
                let routes = try await bare.describedRoutes()
                try await body(Shop(site: site, client: client, token: token, routes: routes), time)
            }
        }
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let text: String
        let json: [String: Any]

        subscript(name: String) -> Any? { json[name] }
        func text(_ name: String) -> String { json[name] as? String ?? "" }
        func object(_ name: String) -> [String: Any] { json[name] as? [String: Any] ?? [:] }
        func list(_ name: String) -> [[String: Any]] { json[name] as? [[String: Any]] ?? [] }
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: HTTPFields = [:],
        token: String? = nil
    ) async throws -> Answer {
        var headers = headers
        headers[.authorization] = "Bearer \(token ?? self.token)"
        if body != nil { headers[.contentType] = "application/json" }
        let response = try await client.execute(
            uri: "/api/v1" + path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        let text = String(buffer: response.body)
        let json = text.isEmpty ? [:] : try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
        let status = Int(response.status.code)
        if response.status.kind == .successful {
            let known = routes.filter { $0.isAsked(method, path) }.flatMap(\.statuses)
            #expect(known.contains(status), "\(method) \(path): the document says \(known)")
        }
        return Answer(status: status, headers: response.headers, text: text, json: json)
    }

    private func describedRoutes() async throws -> [DescribedRoute] {
        let paths = try #require(try await document()["paths"] as? [String: [String: [String: Any]]])
        return paths.flatMap { path, methods in
            methods.map { method, route in
                let answers = route["responses"] as? [String: Any] ?? [:]
                return DescribedRoute(
                    method: method, parts: path.split(separator: "/").dropFirst(2).map(String.init),
                    statuses: Set(answers.keys.compactMap { Int($0) }))
            }
        }
    }

    /// The OpenAPI document.
    func document() async throws -> [String: Any] {
        let response = try await client.execute(uri: "/api/openapi.json", method: .get)
        let text = String(buffer: response.body)
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    func get(_ path: String) async throws -> Answer { try await send(.get, path) }

    func post(_ path: String, _ body: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.post, path, body, headers: headers)
    }

    /// - Returns: the id of a fresh order, promised by the end of 6 November.
    func makeOrder(_ externalID: String = "A-1") async throws -> String {
        let answer = try await post("/orders", Self.order(externalID))
        #expect(answer.status == 201, "\(answer.text)")
        return answer.text("id")
    }

    static func order(_ externalID: String, promisedBy: String = "2026-11-06", quantity: String = "2") -> String {
        """
        {"source":"shop","external_id":"\(externalID)","customer":{"name":"李雷 O'Neil","email":"lei@example.org","zone":"Asia/Shanghai"},
        "lines":[{"name":"A \\"book\\"","quantity":\(quantity),"price_minor":1999,"currency":"EUR"}],
        "ordered_at":"2026-11-05T08:00:00Z","promised_by":"\(promisedBy)"}
        """
    }
}
