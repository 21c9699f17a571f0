import CSQLite
import KeptDomain

/// One SQLite connection with its prepared statements. Used by one thread at a time.
final class SQLiteConnection: Connection {
    let engine = Engine.sqlite
    private let handle: OpaquePointer
    private let path: String
    private var statements: [String: OpaquePointer] = [:]
    /// Statement texts vary with filters; past this many the cache starts anew.
    private static let statementLimit = 400
    /// Done once, before the first connection of the process.
    private static let settings: Int32 = kept_sqlite_without_memory_count()

    /// Opens `path` and sets what every connection of Kept needs. A writer also turns on WAL and full durability, and
    /// reads both back, since a journal mode that did not stick would lose acknowledged writes.
    init(path: String, writable: Bool) throws {
        precondition(Self.settings == SQLITE_OK, "SQLite was used before it was set up")
        var opened: OpaquePointer?
        let flags = writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let reason = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw StoreError.unavailable(Self.hindrance("commands.refusals.cannot-open", path, reason))
        }
        handle = opened
        self.path = path
        sqlite3_busy_timeout(handle, 10_000)
        ProcessMark.addFunction(to: handle)
        if writable { kept_sqlite_lookaside(handle, 1_200, 400) }
        try execute("PRAGMA foreign_keys = ON")
        try execute("PRAGMA temp_store = MEMORY")
        try execute("PRAGMA cache_size = -\(writable ? 24_000 : 12_000)")
        if writable {
            let mode = try rows("PRAGMA journal_mode = WAL") { $0.text() }.first
            try execute("PRAGMA synchronous = FULL")
            // 12 MB between copies of the log into the file: each waits twice for the disk, and pages that many commits
            // changed are copied once.
            try execute("PRAGMA wal_autocheckpoint = 3000")
            let level = try rows("PRAGMA synchronous") { $0.int() }.first
            guard mode == "wal", level == 2 else {
                throw StoreError.unavailable(
                    Hindrance(
                        "commands.refusals.not-durable",
                        [Fact("path", path), Fact("mode", mode ?? "?"), Fact("level", level ?? -1)]))
            }
        }
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    /// Whether no transaction is open: SQLite rolls one back by itself when the disk is full or fails.
    var isOutsideTransaction: Bool { sqlite3_get_autocommit(handle) != 0 }

    /// How many rows this connection has changed since it was opened.
    var changes: Int64 { sqlite3_total_changes64(handle) }

    /// Grows whenever another connection or process has changed the file.
    func dataVersion() throws -> Int { try rows("PRAGMA data_version") { $0.int() }.first ?? 0 }

    /// Runs one or more statements without values; for migrations and pragmas.
    func runScript(_ text: String) throws { try execute(text) }

    private func execute(_ script: String) throws {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        if code != SQLITE_OK { throw failure(code, in: script) }
    }

    func rows<T>(_ sql: SQL, _ body: (inout Row) throws -> T) throws -> [T] {
        let statement = try prepared(sql.text)
        defer { finish(statement) }
        try bind(sql.values, to: statement, of: sql.text)
        let source = SQLiteRowSource(statement)
        var result: [T] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                var row = Row(source)
                result.append(try body(&row))
            case SQLITE_DONE: return result
            case let code: throw failure(code, in: sql.text)
            }
        }
    }

    @discardableResult func run(_ sql: SQL) throws -> Int {
        let statement = try prepared(sql.text)
        defer { finish(statement) }
        try bind(sql.values, to: statement, of: sql.text)
        try stepToEnd(statement, of: sql.text)
        return Int(sqlite3_changes(handle))
    }

    func runAll(_ statements: [SQL]) throws {
        for statement in statements { try run(statement) }
    }

    func apart<T>(_ body: () throws -> T) throws -> T {
        try run("SAVEPOINT part")
        do {
            let value = try body()
            try run("RELEASE part")
            return value
        } catch {
            // SQLite may have rolled everything back by itself, when the disk is full for instance.
            if isOutsideTransaction { throw error }
            try run("ROLLBACK TO part")
            try run("RELEASE part")
            throw error
        }
    }

    /// Rows that one statement adds. Each statement opens and closes every index of the table, which for single rows is a
    /// third of the work.
    private static let rowsAtOnce = 10

    func add(into table: StaticString, columns: [StaticString], values: [Value]) throws {
        let width = columns.count
        precondition(values.count % width == 0, "\(values.count) values are no rows of \(width)")
        let bundles = values.count / width / Self.rowsAtOnce * Self.rowsAtOnce * width
        try add(values[..<bundles], into: table, columns, rows: Self.rowsAtOnce)
        try add(values[bundles...], into: table, columns, rows: 1)
    }

    private func add(
        _ values: ArraySlice<Value>, into table: StaticString, _ columns: [StaticString], rows: Int
    ) throws {
        guard !values.isEmpty else { return }
        let width = columns.count
        let places = (0..<rows).map { row in
            "(" + (1...width).map { "$\(row * width + $0)" }.joined(separator: ", ") + ")"
        }
        let names = columns.map(\.description).joined(separator: ", ")
        let text = "INSERT INTO \(table) (\(names)) VALUES \(places.joined(separator: ", "))"
        let statement = try prepared(text)
        defer { finish(statement) }
        for start in stride(from: values.startIndex, to: values.endIndex, by: rows * width) {
            try bind(values[start..<start + rows * width], to: statement, of: text)
            try stepToEnd(statement, of: text)
            sqlite3_reset(statement)
        }
    }

    /// Copies the whole database, consistently, into a new file while others read and write.
    func backUp(to path: String) throws {
        _ = try run("VACUUM INTO \(path)")
    }

    private func stepToEnd(_ statement: OpaquePointer, of text: String) throws {
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: continue
            case SQLITE_DONE: return
            case let code: throw failure(code, in: text)
            }
        }
    }

    private func finish(_ statement: OpaquePointer) {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    private func prepared(_ text: String) throws -> OpaquePointer {
        if let known = statements[text] { return known }
        if statements.count >= Self.statementLimit {
            for statement in statements.values where sqlite3_stmt_busy(statement) == 0 { sqlite3_finalize(statement) }
            statements = statements.filter { sqlite3_stmt_busy($0.value) != 0 }
        }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code, in: text) }
        statements[text] = statement
        return statement
    }

    private func bind(_ values: some Sequence<Value>, to statement: OpaquePointer, of text: String) throws {
        var index: Int32 = 0
        for value in values {
            index += 1
            let code: Int32
            switch value {
            case .null: code = sqlite3_bind_null(statement, index)
            case .int(let number): code = sqlite3_bind_int64(statement, index, number)
            case .real(let number): code = sqlite3_bind_double(statement, index, number)
            case .text(let string): code = bind(string, to: statement, at: index)
            case .bytes(let bytes):
                // An empty blob needs an address all the same, else it is bound as NULL.
                code =
                    bytes.isEmpty
                    ? sqlite3_bind_zeroblob(statement, index, 0)
                    : sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), transient)
            case .numbers(let numbers):
                code = bind("[" + numbers.map(String.init).joined(separator: ",") + "]", to: statement, at: index)
            case .texts(let texts): code = bind(JSONText.array(texts), to: statement, at: index)
            }
            if code != SQLITE_OK { throw failure(code, in: text) }
        }
    }

    private func bind(_ string: String, to statement: OpaquePointer, at index: Int32) -> Int32 {
        var string = string
        return string.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, nil) }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text(statement, index, $0, Int32(bytes.count), transient)
            }
        }
    }

    private static func hindrance(_ key: String, _ path: String, _ reason: String) -> Hindrance {
        Hindrance(key, [Fact("path", path), Fact("reason", reason)])
    }

    private func failure(_ code: Int32, in text: String) -> StoreError {
        let reason = String(cString: sqlite3_errmsg(handle))
        switch code & 0xff {
        case SQLITE_CONSTRAINT: return .constraint(reason, detail: text)
        case SQLITE_BUSY, SQLITE_LOCKED: return .unavailable(Self.hindrance("commands.refusals.busy", path, reason))
        case SQLITE_FULL: return .unavailable(Self.hindrance("commands.refusals.disk-full", path, reason))
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            return .unavailable(Self.hindrance("commands.refusals.record-damaged", path, reason))
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_NOMEM, SQLITE_PERM, SQLITE_AUTH, SQLITE_PROTOCOL:
            return .unavailable(Self.hindrance("commands.refusals.storage", path, reason))
        default: return .defect("\(reason) (SQLite \(code)) in: \(text)")
        }
    }
}

/// Tells SQLite to copy what is bound before the call returns.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

private final class SQLiteRowSource: RowSource {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) { self.statement = statement }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
    func double(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }
    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        let count = Int(sqlite3_column_bytes(statement, column))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
