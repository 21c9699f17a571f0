import KeptServer
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

@Suite struct RunnerNameTests {
    /// A group of services describes each when it starts: a name, not all that it holds.
    @Test func whatRunsBesideTheRequestsIsNamedByItsType() async throws {
        let time = MovedTime("2026-11-22T09:00:00Z")
        try await TestSite.with(.sqlite, time: time) { site in
            let names = services(site).map { "\($0)" }
            #expect(names.allSatisfy { $0.count < 40 }, "\(names)")
            #expect(names.contains("DeadlineRunner"))
            #expect("\(site.vocabulary)".count < 80 && "\(site.assets)".count < 80)
        }
    }
}
