import KeptDomain

/// What the engine itself can tell of its files.
extension Examination {
    /// SQLite reads every page and index; PostgreSQL has no such check without an extension and verifies as it reads.
    static let storage = Examination(name: "storage") { reading, _ in
        guard reading.engine == .sqlite else { return Page() }
        let faults = try reading.rows("PRAGMA integrity_check(100)") { $0.text() }
        return Page(
            findings: faults.filter { $0 != "ok" }.map {
                Finding(.damagedStorage, at: "kept.db", [Fact("fault", $0)])
            })
    }

    /// Rows that point to rows that are not there. PostgreSQL lets none come to be.
    static let references = Examination(name: "references") { reading, _ in
        guard reading.engine == .sqlite else { return Page() }
        let broken = try reading.rows("PRAGMA foreign_key_check") { row in
            (table: row.text(), number: row.optionalInt64() ?? 0, parent: row.text())
        }
        return Page(
            findings: broken.prefix(1_000).map {
                Finding(.brokenReference, at: "\($0.table):\($0.number)", [Fact("table", $0.parent)])
            })
    }
}
