import Foundation
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// Lines that stay open: those on which nothing is asked, and those of live pages.
@Suite struct OpenLineTests {
    private static func serve(
        idle: Duration, pulse: Duration = .seconds(20), _ body: @escaping @Sendable (Site, Int) async throws -> Void
    ) async throws {
        var options = TestSite.options
        options.idleLimit = idle
        options.livePulse = pulse
        try await TestSite.with(.sqlite, options: options) { site in
            try await served(site) { port in try await body(site, port) }
        }
    }

    @Test func aServerWaitsLongerThanAPageAndShorterThanAProxy() {
        #expect(SiteOptions().idleLimit == .seconds(75))
        #expect(SiteOptions().livePulse < .seconds(30), "some proxies close what is silent for half a minute")
    }

    @Test func aLineOnWhichNothingIsAskedIsClosed() async throws {
        try await Self.serve(idle: .milliseconds(500)) { _, port in
            let begun = ContinuousClock.now
            #expect(try await OpenLine(port: port).next() == nil)
            #expect(ContinuousClock.now - begun > .milliseconds(450))
            let half = try OpenLine(port: port)
            try await half.send("GET /healthz HTTP/1.1\r\nHost: kept.test\r\n")
            // The rest never comes.
            #expect(try await half.next()?.contains(" 200 ") != true)
        }
    }

    @Test func eachAnswerBeginsTheWaitAnew() async throws {
        try await Self.serve(idle: .seconds(2)) { _, port in
            let line = try OpenLine(port: port)
            let begun = ContinuousClock.now
            while ContinuousClock.now - begun < .milliseconds(2_500) {
                try await line.send("GET /healthz HTTP/1.1\r\nHost: kept.test\r\n\r\n")
                #expect(try await line.read(until: "ok").contains(" 200 "))
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(try await line.next() == nil)
        }
    }

    @Test func aLivePageHearsThatItsLineStands() async throws {
        try await Self.serve(idle: .milliseconds(300), pulse: .milliseconds(50)) { site, port in
            let secret = Secret.random()
            try await site.store.write(as: .shell, at: site.now) { tx in
                let owner = try #require(try tx.firstOwner())
                tx.startSession(of: owner, hash: secret.hash)
            }
            let line = try OpenLine(port: port)
            try await line.send("GET /live HTTP/1.1\r\nHost: kept.test\r\nCookie: kept-session=\(secret.text)\r\n\r\n")
            let begun = ContinuousClock.now
            let head = try await line.read(until: "event: start")
            #expect(head.contains("text/event-stream") && head.contains("retry: 2000"))
            // A comment is a line that begins with a colon: it wakes no page.
            let comments = try await line.read(until: ":\n\n", times: 12)
            #expect(!comments.contains("event: journal"))
            #expect(ContinuousClock.now - begun > .milliseconds(550), "so often and no oftener")
            // Longer than an idle line would have stood, it still tells what happens.
            try await site.store.write(as: .shell, at: site.now) {
                $0.journal(JournalEntry("order.made", of: Subject(kind: .order, id: 7)))
            }
            #expect(try await line.read(until: "order.made").contains("event: journal"))
        }
    }
}
