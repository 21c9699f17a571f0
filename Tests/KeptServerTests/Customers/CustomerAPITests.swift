import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CustomerAPITests {
    @Test(arguments: TestStore.engines) func customersAreListedAndFoundAsOnThePage(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            var ids: [String] = []
            for name in ["Ada", "Ben", "Chen"] {
                let made = try await shop.post(
                    "/customers",
                    #"{"name":"\#(name)","email":"\#(name)@example.org","source":"shop","external_id":"K-\#(name)"}"#)
                #expect(made.status == 201, "\(made.text)")
                ids.insert(made.text("id"), at: 0)
            }
            let first = try await shop.get("/customers?limit=2")
            #expect(first.list("items").map { $0["id"] as? String } == Array(ids.prefix(2)), "\(first.text)")
            let rest = try await shop.get("/customers?limit=2&cursor=\(first.text("next"))")
            #expect(rest.list("items").map { $0["id"] as? String } == [ids[2]] && rest.text("next").isEmpty)
            let elsewhere = try await shop.get("/customers?q=K-Ben").list("items")
            #expect(elsewhere.map { $0["id"] as? String } == [ids[1]])
            #expect(elsewhere.first?["reached_by"] as? [String] == ["ben@example.org"])
        }
    }

    @Test(arguments: TestStore.engines) func whoIsKnownIsFoundAndNotMade(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let body = #"{"name":"Ada","email":"ada@example.org","source":"shop","external_id":"K-1"}"#
            let made = try await shop.post("/customers", body)
            let found = try await shop.post("/customers", body)
            #expect(made.status == 201 && found.status == 200, "\(found.text)")
            #expect(found.text("id") == made.text("id"))
            let byAddress = try await shop.post("/customers", #"{"name":"A. King","email":"ADA@example.org"}"#)
            #expect(byAddress.status == 200 && byAddress.text("id") == made.text("id"), "\(byAddress.text)")
            let another = try await shop.post("/customers", #"{"name":"Ada"}"#)
            #expect(another.status == 201, "a name alone finds nobody: \(another.text)")
        }
    }
}
