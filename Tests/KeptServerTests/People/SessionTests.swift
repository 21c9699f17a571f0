import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@testable import KeptServer

@Suite struct SessionTests {
    private static func visit(
        _ body: @escaping @Sendable (Site, MovedTime, any TestClientProtocol) async throws -> Void
    ) async throws {
        let time = MovedTime("2026-11-05T02:00:00Z")
        try await TestSite.with(.sqlite, time: time) { site in
            try await buildApplication(site).test(.router) { client in
                _ = try await Browser(client).send("/setup", Browser.setUp, from: "/setup")
                try await body(site, time, client)
            }
        }
    }

    /// A session ends a fortnight after it was last used, and so does the browser's cookie.
    @Test func theCookieIsKeptAsLongAsTheSession() async throws {
        try await Self.visit { site, time, client in
            let staff = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
            #expect(try await staff.get("/today").cookie == nil)
            for _ in 0..<3 {
                time.advance(by: .days(10))
                // Who is remembered from a moment ago is read again.
                site.callers.forget()
                let shown = try await staff.get("/today")
                #expect(shown.status == 200)
                let cookie = try #require(shown.cookie)
                #expect(cookie.hasPrefix(staff.cookie + ";") && cookie.contains("Max-Age=1209600"), "\(cookie)")
            }
            time.advance(by: .days(15))
            site.callers.forget()
            #expect(try await staff.get("/today").status == 303)
        }
    }

    /// Whoever sends a form after their session ended signs in and comes back to the page that the form was on.
    @Test func aLateFormLeadsBackToItsPage() async throws {
        try await Self.visit { site, time, client in
            let staff = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
            let token = try #require(
                try await staff.get("/carriers").text.firstMatch(of: /name="form_token" value="([^"]*)"/)
            ).1.replacing("&#43;", with: "+").description
            time.advance(by: .days(15))
            site.callers.forget()
            let late = try await staff.post(
                "/carriers/1/closing", token: token, ["revision": "1"], referrer: "http://kept.test/carriers?x=1")
            #expect(late.status == 303 && late.location == "/sign-in?next=%2Fcarriers", "\(late.location ?? "")")
            let unsaid = try await staff.post("/carriers/1/closing", token: token, ["revision": "1"])
            #expect(unsaid.location == "/sign-in", "\(unsaid.location ?? "")")
        }
    }

    /// The token of a visit, whose cookie others may plant, opens nothing for somebody signed in.
    @Test func aVisitsTokenIsNothingToWhoeverIsSignedIn() async throws {
        try await Self.visit { site, _, client in
            let page = try await client.execute(uri: "/sign-in", method: .get)
            let visit = try #require(page.headers[.setCookie]).prefix { $0 != ";" }
            let token = try #require(
                String(buffer: page.body).firstMatch(of: /name="form_token" value="([^"]*)"/)
            ).1.replacing("&#43;", with: "+").description
            let staff = try await SiteVisit.staff([Grant(role: .owner)], on: site, client)
            let planted = SiteVisit(site: site, client: client, cookie: "\(staff.cookie); \(visit)")
            #expect(try await planted.post("/carriers", token: token, ["name": "Crow"]).status == 403)
            #expect(try await site.store.read { try $0.carriers().isEmpty })
        }
    }

    /// Sixty wrong passwords at the same moment get no further than sixty in turn.
    @Test(arguments: TestStore.engines) func aBurstOfPasswordsIsBarred(on engine: Engine) async throws {
        let time = MovedTime("2026-11-05T02:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            try await buildApplication(site).test(.router) { client in
                let browser = Browser(client)
                _ = try await browser.send("/setup", Browser.setUp, from: "/setup")
                let fresh = Browser(client)
                let page = try await fresh.open("/sign-in")
                #expect(page.status == 200)
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<30 {
                        group.addTask {
                            let one = Browser(client)
                            let guess: KeyValuePairs = ["email": "mei@example.org", "password": "a guess"]
                            return try await one.send("/sign-in", guess, from: "/sign-in").status
                        }
                    }
                    return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
                }
                #expect(statuses[422, default: 0] <= SignInTries.underOneName, "\(statuses)")
                #expect(statuses[429, default: 0] > 0, "\(statuses)")
                let right: KeyValuePairs = ["email": "mei@example.org", "password": "a long sentence"]
                let barred = try await fresh.send("/sign-in", right, from: "/sign-in")
                #expect(barred.status == 429 && barred.retryAfter == "900", "\(barred.retryAfter ?? "")")
            }
        }
    }
}
