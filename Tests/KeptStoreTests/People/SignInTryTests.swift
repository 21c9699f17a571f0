import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct SignInTryTests {
    private static func expect(
        _ wanted: Bool, _ store: Store, _ time: MovedTime, _ name: String, _ address: String, _ why: String = ""
    ) async throws {
        let found = try await isCounted(store, time, name, address)
        #expect(found == wanted, "\(name) from \(address) \(why)")
    }

    private static func isCounted(_ store: Store, _ time: MovedTime, _ name: String, _ address: String) async throws
        -> Bool
    {
        do {
            try await store.write(as: .system("sign-in"), at: time.now) {
                try $0.countSignInTry(name: name, address: address)
            }
            return true
        } catch PeopleRefusal.tooManyTries(let until, let wait) {
            #expect(until == time.now + wait && wait > .zero)
            return false
        } catch StoreError.serialization {
            return false
        }
    }

    @Test(arguments: TestStore.engines) func aBurstGetsNoFurtherThanTriesInTurn(on engine: Engine) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestStore.with(engine, time: time) { store in
            let counted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<60 {
                    group.addTask { try await Self.isCounted(store, time, "Ana@example.org ", "192.0.2.7") }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(counted <= SignInTries.underOneName && counted > 0)
            try await Self.expect(false, store, time, "ana@example.org", "192.0.2.7")
            try await Self.expect(true, store, time, "ana@example.org", "192.0.2.8", "she gets in from elsewhere")
            try await Self.expect(true, store, time, "bo@example.org", "192.0.2.7", "others sign in from there")
            time.advance(by: SignInTries.span + .seconds(1))
            try await Self.expect(true, store, time, "ana@example.org", "192.0.2.7")
        }
    }

    @Test(arguments: TestStore.engines) func oneAddressGetsThirtyTriesUnderAnyNames(on engine: Engine) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestStore.with(engine, time: time) { store in
            for number in 0..<SignInTries.fromOneAddress {
                #expect(try await Self.isCounted(store, time, "n\(number)@example.org", "2001:db8:1:2::\(number)"))
            }
            try await Self.expect(false, store, time, "another@example.org", "2001:db8:1:2:ffff::1")
            try await Self.expect(true, store, time, "another@example.org", "2001:db8:1:3::1")
        }
    }

    @Test(arguments: TestStore.engines) func aRightPasswordForgivesTheWrongOnes(on engine: Engine) async throws {
        let time = MovedTime("2026-11-05T09:00:00Z")
        try await TestStore.with(engine, time: time) { store in
            for _ in 0..<10 {
                for _ in 0..<SignInTries.underOneName - 1 {
                    try await Self.expect(true, store, time, "ana@example.org", "192.0.2.7")
                    try await store.write(as: .system("sign-in"), at: time.now) {
                        $0.forgetSignInTries(name: "ana@example.org", address: "192.0.2.7")
                    }
                }
            }
        }
    }
}
