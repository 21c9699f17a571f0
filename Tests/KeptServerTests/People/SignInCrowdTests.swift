import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@testable import KeptServer

@Suite struct SignInCrowdTests {
    /// Passwords are checked one after another: so many may wait, who comes then is told to come again, and is not counted
    /// as having tried.
    @Test(arguments: TestStore.engines) func whoeverComesWhileFortyWaitIsToldToComeAgain(on engine: Engine) async throws
    {
        var options = TestSite.options
        options.isBehindProxy = true
        try await TestSite.with(engine, options: options) { site in
            try await buildApplication(site).test(.router) { client in
                _ = try await Browser(client).send("/setup", Browser.setUp, from: "/setup")
                let (begun, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
                async let first: Void = site.passwords.inTurn {
                    begun.signal()
                    mayEnd.wait()
                }
                // Whatever fails, nobody is left waiting.
                defer { mayEnd.signal() }
                try await onThread { begun.wait() }
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 2...PasswordWork.mostWaiting {
                        group.addTask { try await Self.signIn(client, number, isRight: number == 2).status }
                    }
                    while !site.passwords.isFull { try await Task.sleep(for: .milliseconds(5)) }
                    let refused = try await Self.signIn(client, 41, isRight: true)
                    #expect(refused.status == 503 && refused.retryAfter == "5", "\(refused.text.prefix(300))")
                    let tries = try await site.store.read { try $0.count("SELECT count(*) FROM sign_in_tries") }
                    mayEnd.signal()
                    #expect(tries == 2 * (PasswordWork.mostWaiting - 1), "by name and by address, none of the refused")
                    return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
                }
                try await first
                #expect(statuses == [303: 1, 422: PasswordWork.mostWaiting - 2], "\(statuses)")
                #expect(try await Self.signIn(client, 41, isRight: true).status == 303)
            }
        }
    }

    /// Each from an address of their own, since one address has few tries.
    private static func signIn(
        _ client: any TestClientProtocol, _ number: Int, isRight: Bool
    ) async throws -> Browser.Shown {
        let address = HTTPFields([HTTPField(name: .init("X-Forwarded-For")!, value: "192.0.2.\(number)")])
        let fields: KeyValuePairs = [
            "email": isRight ? "mei@example.org" : "nobody\(number)@example.org", "password": "a long sentence",
        ]
        return try await Browser(client).send("/sign-in", fields, from: "/sign-in", telling: address)
    }
}
