import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@Suite struct MetricsTests {
    @Test(arguments: TestStore.engines) func theFiguresAreThoseOfTheRecord(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-02T08:00:00+01:00") { shop in
            try await shop.addStandard("Everywhere", target: "wall:PT1H")
            try await shop.order(shop.draft("1"))
            try await shop.order(shop.draft("2"))
            shop.time.advance(by: .minutes(70))
            let now = shop.time.now
            let before = try await shop.store.read { try $0.runningFigures(at: now) }
            #expect(before.openPromises == 2 && before.openCases == 0)
            #expect(before.overdueDeadlines == 4 && before.deadlineLag == .minutes(22), "warned at 80 % of an hour")
            #expect(before.journalPosition == Int64(try await shop.count("SELECT max(number) FROM journal")))
            #expect(before.unfoldedChanges == (try await shop.count("SELECT count(*) FROM delivery_deltas")))
            try await shop.lapse()
            try await shop.store.foldDeliveries(at: now)
            let after = try await shop.store.read { try $0.runningFigures(at: now) }
            #expect(after.openPromises == 0 && after.openCases == 2 && after.overdueDeadlines == 0)
            #expect(after.deadlineLag == .zero && after.unfoldedChanges == 0)
            #expect(after.journalPosition > before.journalPosition)
        }
    }

    @Test func everyMetricIsInTheGuide() async throws {
        let guide = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/operator.md")
        let told = try String(contentsOf: guide, encoding: .utf8)
        try await TestSite.with(.sqlite) { site in
            let token = try await TestSite.token(.read, on: site)
            try await buildApplication(site).test(.router) { client in
                let headers: HTTPFields = [.authorization: "Bearer \(token)"]
                let answer = try await client.execute(uri: "/metrics", method: .get, headers: headers)
                let text = String(buffer: answer.body)
                let names = text.matches(of: #/# TYPE (\w+) /#).map { String($0.1) }
                #expect(names.count >= 10)
                for name in names { #expect(told.contains("`\(name)`"), "\(name)") }
            }
        }
    }
}
