import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@Suite struct APIDocumentTests {
    @Test(arguments: TestStore.engines) func theDocumentNamesEveryRouteThatIsServed(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let document = try await shop.document()
            #expect(document["openapi"] as? String == "3.1.0")
            let paths = try #require(document["paths"] as? [String: [String: Any]])
            #expect(paths.count > 30)
            for (path, methods) in paths {
                for method in methods.keys {
                    let uri = path.replacing("{id}", with: "1")
                    let name = try #require(HTTPRequest.Method(rawValue: method.uppercased()))
                    let answer = try await shop.client.execute(uri: uri, method: name)
                    #expect(answer.status.code == 401, "\(method) \(path) asks for a token")
                }
            }
        }
    }

    @Test(arguments: TestStore.engines) func everyNamedShapeIsDefined(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let response = try await shop.client.execute(uri: "/api/openapi.json", method: .get)
            let text = String(buffer: response.body)
            let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            let schemas = (document["components"] as? [String: Any])?["schemas"] as? [String: Any] ?? [:]
            for match in text.matches(of: /#\/components\/schemas\/([A-Za-z]+)/) {
                #expect(schemas[String(match.1)] != nil, "\(match.1)")
            }
        }
    }

    @Test(arguments: TestStore.engines) func scopesReachAsFarAsTheySay(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let reader = try await TestSite.token(.read, on: shop.site)
            let worker = try await TestSite.token(.write, on: shop.site)
            #expect(try await shop.send(.get, "/orders", token: reader).status == 200)
            #expect(try await shop.send(.post, "/orders", Shop.order("R"), token: reader).status == 403)
            #expect(try await shop.send(.post, "/orders", Shop.order("R"), token: worker).status == 201)
            #expect(try await shop.send(.post, "/carriers", #"{"name":"Velo"}"#, token: worker).status == 403)
            #expect(try await shop.send(.post, "/carriers", #"{"name":"Velo"}"#).status == 201)
        }
    }

    @Test(arguments: TestStore.engines) func hugeBodiesAreRefusedBeforeTheyAreRead(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let huge = String(repeating: "a", count: 10 << 20)
            let answer = try await shop.post("/orders", huge)
            #expect(answer.status == 413 && answer.text.contains("4 MB"), "\(answer.text)")
        }
    }

    @Test(arguments: TestStore.engines) func eachSettingCanBeReadAndChanged(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            for path in [
                "/places", "/calendars", "/carriers", "/windows", "/standards", "/people", "/cases", "/journal",
                "/figures/today", "/reports/deliveries", "/customers?q=lei",
            ] {
                let answer = try await shop.get(path)
                #expect(answer.status == 200, "\(path): \(answer.text)")
            }
            let carrier = try await shop.post(
                "/carriers", #"{"name":"Velo","tracking_url":"https://velo.example/{code}"}"#)
            let id = carrier.text("id")
            let changed = try await shop.send(
                .put, "/carriers/\(id)", #"{"name":"Velo 2"}"#, headers: [.ifMatch: "\"1\""])
            #expect(changed.status == 200 && changed.text("name") == "Velo 2", "\(changed.text)")
            let stale = try await shop.send(
                .put, "/carriers/\(id)", #"{"name":"Velo 3"}"#, headers: [.ifMatch: "\"1\""])
            #expect(stale.status == 412)
            let window = try await shop.post(
                "/windows", #"{"name":"Evening","weekdays":["mon","fri"],"starts":"18:00","ends":"21:00"}"#)
            #expect(window.status == 201 && window.text("ends") == "21:00", "\(window.text)")
            let standard = try await shop.post(
                "/standards",
                #"{"name":"Same city","target":"day+1@12:00","scope":{"same_city":true},"said":{"en":"By {due}."}}"#)
            #expect(standard.status == 201, "\(standard.text)")
            let person = try await shop.post(
                "/people", #"{"name":"Ana","email":"Ana@Example.org","roles":[{"role":"front-line"}]}"#)
            #expect(person.status == 201 && person.text("email") == "ana@example.org", "\(person.text)")
            let case1 = try await shop.post("/cases", #"{"kind":"question","subject":"Opening hours?"}"#)
            #expect(case1.status == 201, "\(case1.text)")
            let closed = try await shop.post("/cases/\(case1.text("id"))/closing", #"{"cause":"asked"}"#)
            #expect(closed.text("status") == "closed", "\(closed.text)")
        }
    }
}
