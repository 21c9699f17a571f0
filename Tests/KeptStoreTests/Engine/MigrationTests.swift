import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Synchronization
import Testing

@Suite struct MigrationTests {
    @Test(arguments: TestStore.engines) func anOlderSchemaIsBackedUpAndMigrated(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        try await Self.makeOld(location, upTo: 3)
        let told = Mutex<[OpeningStep]>([])
        let store = try await Store.open(location, time: SystemTime()) { step in told.withLock { $0.append(step) } }
        let all = try Migrator(for: engine)
        let (schema, customers) = try await store.read { reading in
            try (
                reading.count("SELECT max(number) FROM schema_migrations"),
                reading.count("SELECT count(*) FROM customers WHERE name = 'Frau Alt'")
            )
        }
        #expect(schema == all.known)
        #expect(customers == 1)
        let steps = told.withLock { $0 }
        #expect(steps.count == 1 + all.migrations.count { $0.number > 3 })
        guard case .backedUp(3, all.known, let backup) = steps[0] else { throw StoreError.defect("\(steps[0])") }
        #expect(backup.contains("kept-before-migration-0004"))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: backup))
        #expect(bytes.starts(with: Data((engine == .sqlite ? "SQLite format 3" : "PGDMP").utf8)))
        #expect(!FileManager.default.fileExists(atPath: backup + ".unfinished"))
        try FileManager.default.removeItem(atPath: backup)
        await store.close(at: SystemTime().now)
        try await TestStore.remove(location)
    }

    @Test(arguments: TestStore.engines) func aMigrationThatFailsLeavesTheRecordAsItWas(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        let driver = try await Self.makeOld(location, upTo: 3, closing: false)
        let known = try Migrator(for: engine).migrations
        let bad = Migrator(
            migrations: Array(known.prefix(4)) + [Migrator.Migration(number: 5, name: "bad", text: "CREATE TABLE x (")])
        await #expect(throws: StoreError.self) {
            try await driver.writeAlone { _ = try bad.migrate($0, at: Instant(seconds: 2)) }
        }
        let schema = try await driver.writeAlone { try Migrator.applied(on: $0) }
        #expect(schema == 3)
        await driver.close()
        try await TestStore.remove(location)
    }

    /// Written beside one with a higher number that was applied first.
    @Test(arguments: TestStore.engines) func oneThatWasPassedOverIsApplied(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        let whole = try Migrator(for: engine)
        let driver = try await Self.makeOld(location, upTo: 0, closing: false)
        let others = Migrator(migrations: whole.migrations.filter { $0.number != 72 })
        try await driver.writeAlone { _ = try others.migrate($0, at: Instant(seconds: 1)) }
        let missing = try await driver.writeAlone { try whole.missing(on: $0).map(\.number) }
        #expect(missing == [72])
        let done = try await driver.writeAlone { try whole.migrate($0, at: Instant(seconds: 2)) }
        #expect(done == ["0072-import-turns"])
        let runs = try await driver.read { try $0.rows("SELECT count(*) FROM imports WHERE turn = 0") { $0.int() } }
        #expect(runs == [0])
        await driver.close()
        try await TestStore.remove(location)
    }

    @discardableResult
    private static func makeOld(
        _ location: StoreLocation, upTo number: Int, closing: Bool = true
    ) async throws -> any EngineDriver {
        let driver = try await TestStore.bareDriver(at: location)
        let old = Migrator(migrations: try Migrator(for: driver.engine).migrations.filter { $0.number <= number })
        try await driver.writeAlone { connection in
            _ = try old.migrate(connection, at: Instant(seconds: 1))
            if number < 3 { return }
            try connection.run("INSERT INTO customers (id, name, created_at) VALUES (1, 'Frau Alt', 1)")
        }
        if closing { await driver.close() }
        return driver
    }
}
