import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

@Suite struct GateTests {
    @Test func theSiteAnswersWhatItsWatchersAsk() async throws {
        try await TestSite.with(.sqlite) { site in
            let token = try await TestSite.token(.read, on: site)
            try await buildApplication(site).test(.router) { client in
                let cases = [
                    RequestCase(
                        path: "/healthz", status: 200, has: ["ok"], hasHeaders: ["x-content-type-options": "nosniff"]),
                    RequestCase(path: "/readyz", status: 200, has: ["ready"]),
                    RequestCase(
                        path: "/metrics", headers: [.authorization: "Bearer \(token)"], status: 200,
                        has: [
                            "kept_http_requests_total{route=\"/healthz\",method=\"GET\",status=\"200\"} 1",
                            "kept_promises_open 0",
                        ]),
                    RequestCase(path: "/metrics", status: 401, hasNot: ["kept_promises_open"]),
                    RequestCase(method: .head, path: "/healthz", status: 200),
                    RequestCase(
                        path: "/healthz", headers: [.authorization: "Basic bWVpOng="], status: 200, has: ["ok"]),
                    RequestCase(path: "/sign-in", headers: [.authorization: "Basic bWVpOng="], status: 303),
                    RequestCase(
                        path: "/api/v1/orders", headers: [.authorization: "Basic bWVpOng="], status: 401,
                        has: ["bad-authorization-header"]),
                    RequestCase(
                        method: .post, path: "/healthz", status: 405, has: ["GET, HEAD"],
                        hasHeaders: ["allow": "GET, HEAD", "content-security-policy": "default-src 'self'"]),
                    RequestCase(path: "/nowhere", status: 404, has: ["<html lang=\"en\""]),
                    RequestCase(
                        path: "/nowhere", headers: [.acceptLanguage: "zh-CN,en;q=0.5"], status: 404,
                        has: ["<html lang=\"zh-Hans\"", "找不到"]),
                    RequestCase(
                        path: "/api/v1/nowhere", status: 404,
                        has: ["\"type\":\"/problems/no-page\"", "\"status\":404"],
                        hasHeaders: ["content-type": "application/problem+json"]),
                    RequestCase(
                        path: "/api/v1/nowhere", headers: [.authorization: "Bearer nothing"], status: 401,
                        has: ["unknown-token"], hasHeaders: ["www-authenticate": "Bearer"]),
                ]
                for one in cases { try await one.check(client) }
            }
        }
    }

    @Test func assetsAreServedForEverUnderTheirVersion() async throws {
        try await TestSite.with(.sqlite) { site in
            try await buildApplication(site).test(.router) { client in
                try await RequestCase(
                    path: site.assets.path("staff.css"), status: 200,
                    hasHeaders: ["cache-control": "immutable", "content-type": "text/css"]
                ).check(client)
                try await RequestCase(
                    path: "/assets/old/staff.css", status: 200, hasHeaders: ["cache-control": "no-cache"]
                ).check(client)
                try await RequestCase(path: "/assets/old/secret.txt", status: 404).check(client)
                try await RequestCase(path: "/assets/../../etc/passwd", status: 404).check(client)
            }
        }
    }

    @Test(arguments: TestStore.engines) func aTokenEndsWhenItIsRevokedOrOld(on engine: Engine) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestSite.with(engine, time: time) { site in
            let lasting = try await TestSite.token(.read, on: site)
            let short = try await TestSite.token(.read, on: site, expiresAt: time.now + .days(1))
            func caller(_ token: String) async throws -> AccessTokenRecord? {
                let hash = Secret.hash(of: token)
                return try await site.store.read { try $0.accessToken(withHash: hash) }
            }
            #expect(try await caller(lasting)?.isValid(at: time.now) == true)
            time.advance(by: .days(1))
            #expect(try await caller(short)?.isValid(at: time.now) == false)
            let id = try #require(try await caller(lasting)?.id)
            try await site.store.write(as: .shell, at: time.now) { try $0.revokeAccessToken(id) }
            #expect(try await caller(lasting)?.isValid(at: time.now) == false)
        }
    }

    @Test func oneFolderIsServedOnce() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-lock-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
        do {
            let first = try ServeLock(folder: folder)
            #expect {
                _ = try ServeLock(folder: folder)
            } throws: { error in
                if case StoreError.alreadyServed(let sentence) = error {
                    sentence.description.contains("process")
                } else {
                    false
                }
            }
            withExtendedLifetime(first) {}
        }
        // A program that another test starts at this moment holds what was open until it is itself.
        for _ in 0..<500 {
            do { return _ = try ServeLock(folder: folder) } catch StoreError.alreadyServed { usleep(10_000) }
        }
        Issue.record("the folder stays taken after its server went")
    }
}
