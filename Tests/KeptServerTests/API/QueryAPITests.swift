import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct QueryAPITests {
    @Test(arguments: TestStore.engines) func everythingWrongWithAnAddressIsToldAtOnce(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let answer = try await shop.send(
                .get, "/promises?staet=open&state=flown&due_before=soon&place=abc&cursor=%3F&limit=0")
            #expect(answer.status == 422 && answer.text("type") == "/problems/invalid-input", "\(answer.text)")
            #expect(Self.fields(answer) == ["staet", "state", "due_before", "place", "cursor", "limit"])
            #expect(answer.text.contains("“abc” is no id"))
            #expect(answer.text.contains("open, kept, broken"))
        }
    }

    /// No route may answer with more than was asked for because it looked at its address too late, or not at all.
    @Test(arguments: TestStore.engines) func noRoutePassesOverWhatItCannotRead(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let document = try await shop.document()
            let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
            for (path, methods) in paths {
                for (method, route) in methods {
                    let parameters = (route["parameters"] as? [[String: Any]] ?? []).filter {
                        $0["in"] as? String == "query"
                    }
                    let typed = parameters.filter { Self.isTyped($0["schema"] as? [String: Any] ?? [:]) }
                        .compactMap { $0["name"] as? String }
                    let address = path.replacing("/api/v1", with: "").replacing(/\{[a-z_]+\}/, with: "1")
                    let query = (["no_such"] + typed).map { "\($0)=%3F" }.joined(separator: "&")
                    let name = try #require(HTTPRequest.Method(rawValue: method.uppercased()))
                    let answer = try await shop.send(name, "\(address)?\(query)")
                    #expect(answer.status == 422, "\(method) \(address)?\(query): \(answer.text)")
                    #expect(
                        Self.fields(answer).isSuperset(of: ["no_such"] + typed), "\(method) \(path): \(answer.text)")
                }
            }
        }
    }

    /// Who is made from the document asks with what is needed, and with no more.
    @Test(arguments: TestStore.engines) func whatIsNeededInAnAddressIsInTheDocument(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let document = try await shop.document()
            let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
            var needed: Set<String> = []
            for (path, methods) in paths {
                guard let route = methods["get"] else { continue }
                let required = (route["parameters"] as? [[String: Any]] ?? []).filter {
                    $0["in"] as? String == "query" && $0["required"] as? Bool == true
                }.compactMap { $0["name"] as? String }
                let address = path.replacing("/api/v1", with: "").replacing(/\{[a-z_]+\}/, with: "1")
                let answer = try await shop.get(address)
                let missing = answer.status == 422 ? Self.fields(answer) : []
                #expect(missing == Set(required), "\(path): \(answer.text)")
                needed.formUnion(required.map { "\(address) \($0)" })
            }
            #expect(needed.isSuperset(of: ["/search q", "/playbooks/versions kind", "/cases/1/drafts person"]))
        }
    }

    private static func fields(_ answer: Shop.Answer) -> Set<String> {
        Set(answer.list("errors").compactMap { $0["field"] as? String })
    }

    /// Whether not every text will do.
    private static func isTyped(_ schema: [String: Any]) -> Bool {
        schema["type"] as? String != "string" || schema["format"] != nil || schema["pattern"] != nil
            || schema["enum"] != nil
    }
}
