import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct PostgresTests {
    @Test func aServerThatGoesAwayAndComesBackIsUsedAgain() async throws {
        guard TestStore.engines.contains(.postgres), let server = try await onThread({ try ServerOfOwn() }) else {
            return
        }
        let store = try await Store.open(.database(server.address), time: SystemTime())
        try await Self.write("before", to: store)
        try await onThread { try server.stop() }
        await #expect {
            try await Self.write("while away", to: store)
        } throws: { error in
            if case StoreError.unavailable(let cause) = error {
                cause.description.contains("127.0.0.1:\(server.port)")
            } else {
                false
            }
        }
        await #expect(throws: StoreError.self) { try await store.read { try $0.count("SELECT 1") } }
        try await onThread { try server.start() }
        // At most a second until it is tried again.
        try await Task.sleep(for: .milliseconds(1_100))
        try await Self.write("after", to: store)
        // Idle connections that broke meanwhile are replaced without anybody noticing.
        let names = try await store.read { try $0.settingsOfTests() }
        #expect(names == ["after", "before"])
        try await onThread { try server.stop() }
        try await onThread { try server.start() }
        try await Task.sleep(for: .milliseconds(1_100))
        let again = try await store.read { try $0.settingsOfTests().count }
        #expect(again == 2)
        await store.close(at: SystemTime().now)
    }

    @Test(arguments: ["postgres://kept:geheim@127.0.0.1:1/kept", "postgres://kept:geheim@127.0.0.1:1x/kept"])
    func aBadAddressIsToldWithoutItsPassword(address: String) async throws {
        await #expect {
            _ = try await Store.open(.database(address), time: SystemTime())
        } throws: { error in
            guard case StoreError.unavailable(let cause) = error else { return false }
            return !cause.description.contains("geheim") && cause.description.contains("127.0.0.1:1")
        }
    }

    @Test func textSortsByCodePointOnAnyDatabase() async throws {
        guard TestStore.engines.contains(.postgres) else { return }
        try await TestStore.with(.postgres) { store in
            let collations = try await store.read { reading in
                try reading.rows(
                    """
                    SELECT DISTINCT coalesce(collation_name, 'default') FROM information_schema.columns
                    WHERE table_schema = 'public' AND data_type = 'text' ORDER BY 1
                    """
                ) { $0.text() }
            }
            #expect(collations == ["C"])
        }
    }

    @Test func twoThatStartAtOnceMigrateOnce() async throws {
        guard TestStore.engines.contains(.postgres) else { return }
        let location = try await TestStore.fresh(.postgres)
        let stores = try await withThrowingTaskGroup(of: Store.self) { group in
            for _ in 0..<4 { group.addTask { try await Store.open(location, time: SystemTime()) } }
            return try await group.reduce(into: [Store]()) { $0.append($1) }
        }
        let counts = try await stores[0].read { reading in
            try (
                reading.count("SELECT count(*) FROM places"), reading.count("SELECT count(*) FROM journal"),
                reading.count("SELECT count(DISTINCT node) FROM nodes")
            )
        }
        #expect(counts == (1, 1, 4))
        for store in stores { await store.close(at: SystemTime().now) }
        try await TestStore.remove(location)
    }

    private static func write(_ name: String, to store: Store) async throws {
        try await store.write(as: .shell, at: SystemTime().now) {
            _ = try $0.run("INSERT INTO settings (name, value) VALUES (\(name), 'x')")
        }
    }
}
