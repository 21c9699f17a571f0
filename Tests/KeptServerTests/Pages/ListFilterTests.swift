import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// A filter in an address that cannot be read is told, on every list alike, and no list stands there as if it were read.
@Suite struct ListFilterTests {
    private struct Bad: Sendable {
        let address: String
        let name: String
        /// What the page says of it: what is allowed.
        let says: String
    }

    private static let bad = [
        Bad(address: "/orders?state=nonsense", name: "state", says: "open, at-risk, broken, delivered, ended"),
        Bad(address: "/orders?place=abc", name: "place", says: "“abc” is no id"),
        Bad(address: "/orders?carrier=abc", name: "carrier", says: "“abc” is no id"),
        Bad(address: "/orders?from=2026-02-30", name: "from", says: "There is no 2026-02-30"),
        Bad(address: "/orders?to=soon", name: "to", says: "2026-11-05"),
        Bad(
            address: "/orders?due_before=xyz", name: "due_before",
            says: "q, state, carrier, region, place, customer, from, to"),
        Bad(address: "/orders?after=xyz", name: "after", says: "cursor"),
        Bad(address: "/promises?state=nonsense", name: "state", says: "kept, broken"),
        Bad(address: "/promises?due_before=xyz", name: "due_before", says: "2026-11-05T18:00:00Z"),
        Bad(address: "/promises?due_from=2026-11-05", name: "due_from", says: "2026-11-05T18:00:00Z"),
        Bad(address: "/promises?settled_from=x", name: "settled_from", says: "2026-11-05T18:00:00Z"),
        Bad(address: "/promises?word=first", name: "word", says: "last"),
        Bad(address: "/promises?place=abc", name: "place", says: "“abc” is no id"),
        Bad(address: "/promises?after=x", name: "after", says: "cursor"),
        Bad(address: "/cases?state=nonsense", name: "state", says: "mine, open, waiting, escalated, closed"),
        Bad(address: "/cases?place=abc", name: "place", says: "“abc” is no id"),
        Bad(address: "/cases?owner=3", name: "owner", says: "q, state, place, kind, move, line, tag, customer, none"),
        Bad(address: "/cases?customer=abc", name: "customer", says: "“abc” is no id"),
        Bad(address: "/promises?customer=abc", name: "customer", says: "“abc” is no id"),
        Bad(address: "/customers?state=open", name: "state", says: "There are: q"),
        Bad(address: "/customers?after=x", name: "after", says: "cursor"),
        Bad(address: "/journal?before=x", name: "before", says: "cursor"),
        Bad(address: "/deliveries?by=moon", name: "by", says: "month, week, day"),
        Bad(address: "/deliveries?from=2026-13-01", name: "from", says: "There is no 2026-13-01"),
        Bad(address: "/deliveries.csv?to=x", name: "to", says: "2026-11-05"),
        Bad(address: "/today?place=abc", name: "place", says: "“abc” is no id"),
    ]

    @Test(arguments: TestStore.engines) func whatCannotBeReadIsNamed(on engine: Engine) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let shop = try await Bookshop(store: site.store, time: time)
            try await shop.order(shop.draft("A-1"))
            try await buildApplication(site).test(.router) { client in
                let visit = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
                for one in Self.bad {
                    let told = try await visit.get(one.address)
                    #expect(told.status == 400, "\(one.address)")
                    #expect(told.text.contains(">\(one.name)</dt>") && told.text.contains(one.says), "\(one.address)")
                    let list = one.address.prefix { $0 != "?" }.replacing(".csv", with: "")
                    #expect(told.text.contains("href=\"\(list)\">Show the whole list"), "\(one.address)")
                    #expect(!told.text.contains("A-1"), "\(one.address): no row stands there")
                }
                let both = try await visit.get("/orders?state=x&place=y").text
                #expect(both.contains(">state</dt>") && both.contains(">place</dt>"))
                for good in [
                    "/orders?q=&state=&carrier=&region=&place=&from=&to=", "/orders?state=open&lang=en&from=2026-11-05",
                    "/promises?q=x&state=unmended&word=last&place=\(shop.place)", "/cases?state=mine&q=",
                    "/journal?before=12", "/deliveries?by=carrier&from=2026-01-01&to=", "/today?place=\(shop.place)",
                ] {
                    #expect(try await visit.get(good).status == 200, "\(good)")
                }
                let stranger = SiteVisit(site: site, client: client, cookie: "kept-none=1")
                #expect(try await stranger.get("/orders?state=nonsense").status == 303)
            }
        }
    }
}
