import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct CaseListAPITests {
    /// What a view shows on the page of a person is what a program gets by it.
    @Test(arguments: TestStore.engines) func aSavedViewListsWhatItsPageDoes(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let ida = try await Self.person("Ida", shop)
            let bo = try await Self.person("Bo", shop)
            let first = try await Self.open("complaint", "First", for: ida, shop)
            let second = try await Self.open("question", "Second", for: ida, shop)
            let third = try await Self.open("complaint", "Third", for: bo, shop)
            let asleep = try await shop.post("/cases/\(second)/snooze", #"{"until":"2026-11-06T09:00:00Z"}"#)
            #expect(asleep.status == 200, "\(asleep.text)")
            let own = try await Self.view("kind=complaint&state=mine", of: ida, shop)
            let mine = try await Self.view("state=mine", of: nil, shop)
            let bare = try await Self.view("kind=complaint", of: nil, shop)
            let words = try await Self.view("state=open&q=second", of: nil, shop)
            let asked: [(query: String, found: [String])] = [
                ("view=\(own)", [first]), ("view=\(own)&owner=\(bo)", [third]), ("view=\(own)&kind=question", []),
                ("view=\(mine)&owner=\(ida)", [first]), ("view=\(mine)&owner=\(bo)", [third]),
                ("view=\(bare)", [third, first]), ("view=\(bare)&owner=\(ida)", [first]),
                ("view=\(words)", [second]), ("view=\(words)&state=closed", []),
                ("state=mine&owner=\(ida)", [first]), ("state=open", [third, second, first]), ("state=closed", []),
                ("state=waiting", []), ("state=escalated", []),
            ]
            for (query, found) in asked {
                let answer = try await shop.get("/cases?" + query)
                #expect(answer.list("items").map { $0["id"] as? String } == found, "\(query): \(answer.text)")
            }
            for (query, field) in [
                ("view=\(mine)", "owner"), ("state=mine", "owner"), ("view=99", "view"), ("state=asleep", "state"),
            ] {
                let refused = try await shop.get("/cases?" + query)
                #expect(
                    refused.status == 422 && refused.list("errors").map { $0["field"] as? String } == [field],
                    "\(query): \(refused.text)")
            }
        }
    }

    private static func person(_ name: String, _ shop: Shop) async throws -> String {
        let made = try await shop.post("/people", #"{"name":"\#(name)","roles":[{"role":"front-line"}]}"#)
        #expect(made.status == 201, "\(made.text)")
        return made.text("id")
    }

    private static func open(
        _ kind: String, _ subject: String, for owner: String, _ shop: Shop
    ) async throws -> String {
        let opened = try await shop.post("/cases", #"{"kind":"\#(kind)","subject":"\#(subject)"}"#)
        let id = opened.text("id")
        if opened.text("owner") != owner {
            let given = try await shop.post("/cases/\(id)/handover", #"{"to":"\#(owner)","why":"theirs"}"#)
            #expect(given.status == 200, "\(given.text)")
        }
        return id
    }

    private static func view(_ query: String, of person: String?, _ shop: Shop) async throws -> String {
        let whose = person.map { #","person":"\#($0)""# } ?? ""
        let made = try await shop.post("/case-views", #"{"name":"V","query":"\#(query)"\#(whose)}"#)
        #expect(made.status == 201, "\(made.text)")
        return made.text("id")
    }
}
