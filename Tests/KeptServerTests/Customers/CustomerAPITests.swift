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
}
