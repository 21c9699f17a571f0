import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// A shop with an order that is promised for tomorrow, and tables of forms that are sent to its pages.
enum OrderVisit {
    /// A form as it is sent, and what must come of it.
    struct FormCase: Sendable {
        let path: String
        let from: String
        let fields: KeyValuePairs<String, String>
        let status: Int
        var has: [String] = []
        var location: String?
    }

    static func withShop(
        _ engine: Engine,
        _ body: @escaping @Sendable (Site, Bookshop, OrderMade, any TestClientProtocol) async throws -> Void
    ) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let shop = try await Bookshop(store: site.store, time: time)
            try await shop.write { tx in
                _ = try tx.addWindow(
                    WindowDraft(name: "Evening", weekdays: Set(Weekday.allCases), starts: 1_080, ends: 1_260))
            }
            let day = try #require(Day("2026-11-06"))
            let made = try await shop.order(shop.draft("A-1", promisedBy: .day(day)))
            try await buildApplication(site).test(.router) { try await body(site, shop, made, $0) }
        }
    }

    static func check(_ cases: [FormCase], _ visit: SiteVisit) async throws {
        for one in cases {
            let answer = try await visit.post(one.path, from: one.from, one.fields)
            #expect(answer.status == one.status, "\(one.path) \(one.fields): \(answer.text.prefix(600))")
            for part in one.has { #expect(answer.text.contains(part), "\(one.path) \(one.fields) lacks \(part)") }
            if let location = one.location { #expect(answer.location == location) }
        }
    }
}
