import KeptDomain

/// What the engine itself can tell of its files.
extension Examination {
    /// SQLite reads every page and index; PostgreSQL has no such check without an extension and verifies as it reads.
    static let storage = Examination(name: "storage") { reading, _ in
        guard reading.engine == .sqlite else { return Page() }
        try loadSchema(reading)
        let faults = try reading.rows("PRAGMA integrity_check(100)") { $0.text() }
        return Page(
            findings: faults.filter { $0 != "ok" }.map {
                Finding(.damagedStorage, at: "kept.db", [Fact("fault", $0)])
            })
    }

    /// Rows that point to rows that are not there. PostgreSQL lets none come to be.
    static let references = Examination(name: "references") { reading, _ in
        guard reading.engine == .sqlite else { return Page() }
        try loadSchema(reading)
        let broken = try reading.rows("PRAGMA foreign_key_check") { row in
            (table: row.text(), number: row.optionalInt64() ?? 0, parent: row.text())
        }
        return Page(
            findings: broken.prefix(1_000).map {
                Finding(.brokenReference, at: "\($0.table):\($0.number)", [Fact("table", $0.parent)])
            })
    }

    /// Both checks go by the tables that the connection knows when it begins them, and unlike a query they do not notice
    /// that the file has others by now: after a migration they would pass over everything. A query brings it up to date.
    private static func loadSchema(_ reading: Reading) throws {
        _ = try reading.count("SELECT count(*) FROM sqlite_master")
    }
}
