import KeptStore
import KeptTestSupport
import Testing

@Suite struct SchemaWordsTests {
    /// SQLite fills a table of its own with the words of an `IN` list for every row written, which made each write cost
    /// half as much again.
    @Test func sqliteChecksWordsByComparing() throws {
        for migration in try Migrator(for: .sqlite).migrations {
            #expect(!migration.text.contains(/CHECK \(\w+ IN \(/), "\(migration.name)")
        }
        let promises = try #require(try Migrator(for: .sqlite).migrations.first { $0.number == 4 })
        #expect(promises.text.contains("CHECK (metric = 'delivery' OR metric = 'solution')"))
        let postgres = try #require(try Migrator(for: .postgres).migrations.first { $0.number == 4 })
        #expect(postgres.text.contains("CHECK (metric IN ('delivery', 'solution'))"))
    }

    /// SQLite takes any value into any column of other tables.
    @Test func sqliteChecksTheTypesOfEveryTable() async throws {
        try await TestStore.with(.sqlite) { store in
            let lax = try await store.read { reading in
                try reading.rows(
                    """
                    SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
                      AND name NOT LIKE 'sqlite_%' ORDER BY name
                    """
                ) { $0.text() }
            }
            #expect(lax == ["schema_migrations"])
        }
    }
}
