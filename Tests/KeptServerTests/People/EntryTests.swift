import Foundation
import HummingbirdTesting
import HTTPTypes
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct EntryTests {
    private static func visit(
        _ engine: Engine = .sqlite, _ body: @escaping @Sendable (Browser, Site, MovedTime) async throws -> Void
    ) async throws {
        let time = MovedTime("2026-11-05T02:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            try await buildApplication(site).test(.router) { client in try await body(Browser(client), site, time) }
        }
    }

    @Test(arguments: TestStore.engines) func fiveQuestionsGiveAWorkingDesk(on engine: Engine) async throws {
        try await Self.visit(engine) { browser, site, _ in
            #expect(try await browser.open("/sign-in").location == "/setup")
            let refused = try await browser.send("/setup", ["trade": "shop", "password": "short"], from: "/setup")
            #expect(refused.status == 422 && refused.text.contains("problem"), "\(refused.text.prefix(300))")
            let done = try await browser.send("/setup", Browser.setUp, from: "/setup")
            #expect(done.status == 303 && done.location == "/today", "\(done.text.prefix(600))")
            let standards = try await site.store.read { try $0.standards() }
            #expect(standards.count == 3 && standards.allSatisfy { $0.standard.said.count == 2 })
            for path in [
                "/today", "/deliveries", "/standards", "/standards/new", "/calendars", "/calendars/new", "/people",
                "/journal", "/standards/\(standards[0].standard.id)",
            ] {
                let shown = try await browser.open(path)
                #expect(shown.status == 200, "\(path): \(shown.status)")
                #expect(shown.text.contains("Willow Books") && !shown.text.contains("⟦"), "\(path)")
            }
            #expect(try await browser.open("/setup").location == "/")
        }
    }

    @Test func nobodyGetsInUnasked() async throws {
        try await Self.visit { browser, site, time in
            _ = try await browser.send("/setup", Browser.setUp, from: "/setup")
            #expect(try await browser.open("/people").status == 200)
            let foreign = try await browser.send("/people", ["name": "X", "roles[0].role": "owner"], from: nil)
            #expect(foreign.status == 403)
            // The browser itself says where the form stood, whatever token came with it.
            let fields: KeyValuePairs = ["name": "X", "roles[0].role": "owner"]
            for (site, status) in [("cross-site", 403), ("same-origin", 200), ("none", 200)] {
                let sent = try await browser.send(
                    "/people", fields, from: "/people", telling: [.init("Sec-Fetch-Site")!: site])
                #expect(sent.status == status, "\(site): \(sent.text.prefix(300))")
            }
            #expect(try await browser.send("/sign-out", [:], from: "/today").status == 303)
            let away = try await browser.open("/people?q=1")
            #expect(away.status == 303 && away.location == "/sign-in?next=%2Fpeople%3Fq%3D1")
            let endless = try await browser.send(
                "/sign-in", ["email": String(repeating: "y", count: 1_500_000), "password": "guess"], from: "/sign-in")
            #expect(endless.status == 422)
            for _ in 0..<5 {
                let wrong = try await browser.send(
                    "/sign-in", ["email": "mei@example.org", "password": "guess"], from: "/sign-in")
                #expect(wrong.status == 422)
            }
            let right: KeyValuePairs = [
                "email": "MEI@example.org", "password": "a long sentence", "return_to": "/people?q=1",
            ]
            let barred = try await browser.send("/sign-in", right, from: "/sign-in")
            #expect(barred.status == 429)
            let wait = Int(barred.retryAfter ?? "") ?? 0
            #expect((1...900).contains(wait), "how long to wait: \(barred.retryAfter ?? "not said")")
            time.advance(by: .minutes(16))
            let back = try await browser.send("/sign-in", right, from: "/sign-in")
            #expect(back.status == 303 && back.location == "/people?q=1")
            let outside = try await browser.send(
                "/preferences", ["language": "zh-Hans", "return_to": "//evil.example"], from: "/today")
            #expect(outside.location == "/")
            #expect(try await browser.open("/today").text.contains("lang=\"zh-Hans\""))
        }
    }

    @Test(arguments: TestStore.engines) func onesOwnPasswordIsChangedWithTheOldOne(on engine: Engine) async throws {
        try await Self.visit(engine) { browser, site, time in
            _ = try await browser.send("/setup", Browser.setUp, from: "/setup")
            #expect(try await browser.open("/today").text.contains("href=\"/password\""))
            let elsewhere = await browser.another()
            let right: KeyValuePairs = ["email": "mei@example.org", "password": "a long sentence"]
            #expect(try await elsewhere.send("/sign-in", right, from: "/sign-in").status == 303)
            let short = try await browser.send("/password", ["password": "short"], from: "/password")
            #expect(short.status == 422 && short.text.contains("old_password-problem"), "\(short.text.prefix(400))")
            let guess: KeyValuePairs = ["old_password": "a guess", "password": "another sentence"]
            let wrong = try await browser.send("/password", guess, from: "/password")
            #expect(wrong.status == 422 && wrong.text.contains("This is not your password."))
            #expect(!wrong.text.contains("another sentence"))
            let known: KeyValuePairs = ["old_password": "a long sentence", "password": "another sentence"]
            #expect(try await browser.send("/password", known, from: nil).status == 403)
            let done = try await browser.send("/password", known, from: "/password")
            #expect(done.status == 303 && done.location == "/password?changed=1", "\(done.text.prefix(400))")
            #expect(try await browser.open("/password?changed=1").text.contains("Your password is changed."))
            #expect(try await elsewhere.open("/people").status == 303, "other sessions end")
            #expect(try await elsewhere.open("/password").location == "/sign-in?next=%2Fpassword")
            #expect(try await elsewhere.send("/sign-in", right, from: "/sign-in").status == 422)
            for _ in 0..<5 { _ = try await browser.send("/password", guess, from: "/password") }
            let barred = try await browser.send("/password", guess, from: "/password")
            #expect(barred.status == 429 && barred.retryAfter != nil)
            time.advance(by: .minutes(16))
            #expect(try await browser.send("/password", guess, from: "/password").status == 422)
        }
    }

    @Test(arguments: TestStore.engines) func anInvitationOpensOnce(on engine: Engine) async throws {
        try await Self.visit(engine) { browser, site, _ in
            _ = try await browser.send("/setup", Browser.setUp, from: "/setup")
            let added = try await browser.send(
                "/people", ["name": "Ana", "email": "ana@example.org", "roles[0].role": "front-line"], from: "/people")
            let link = try #require(added.text.firstMatch(of: /\/sign-in\/[A-Za-z0-9_-]+/).map { String($0.0) })
            _ = try await browser.send("/sign-out", [:], from: "/today")
            #expect(try await browser.open(link).text.contains("Ana"))
            #expect(try await browser.send(link, ["password": "short"], from: link).status == 422)
            #expect(try await browser.send(link, ["password": "another sentence"], from: link).location == "/today")
            #expect(try await browser.open(link).status == 410)
            #expect(try await browser.open("/people/1").status == 403, "the front line sets nobody's roles")
            let open = try await browser.open("/live-nothing")
            #expect(open.status == 404)
        }
    }
}
