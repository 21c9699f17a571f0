import KeptDomain

/// Takes the columns of a row one after another, each value beside the name of its column, so that the two cannot come
/// apart. A row is written in one function, whatever becomes of it: rows to be added, or what an UPDATE sets.
protocol ColumnSink {
    mutating func set(_ column: StaticString, to value: Value)
}

extension ColumnSink {
    mutating func set(_ column: StaticString, _ value: Int64) { set(column, to: .int(value)) }
    mutating func set(_ column: StaticString, _ value: Int64?) { set(column, to: value.map { .int($0) } ?? .null) }
    mutating func set(_ column: StaticString, _ value: Int) { set(column, to: .int(Int64(value))) }
    mutating func set(_ column: StaticString, _ value: String) { set(column, to: .text(value)) }
    mutating func set(_ column: StaticString, _ value: String?) { set(column, to: value.map { .text($0) } ?? .null) }
    mutating func set(_ column: StaticString, _ value: Bool) { set(column, to: .int(value ? 1 : 0)) }
    mutating func set(_ column: StaticString, _ value: Bool?) {
        set(column, to: value.map { .int($0 ? 1 : 0) } ?? .null)
    }
    mutating func set<T>(_ column: StaticString, _ value: ID<T>) { set(column, to: .int(value.rawValue)) }
    mutating func set<T>(_ column: StaticString, _ value: ID<T>?) {
        set(column, to: value.map { .int($0.rawValue) } ?? .null)
    }
    mutating func set(_ column: StaticString, _ value: Instant) { set(column, to: .int(value.microseconds)) }
    mutating func set(_ column: StaticString, _ value: Instant?) {
        set(column, to: value.map { .int($0.microseconds) } ?? .null)
    }
    mutating func set(_ column: StaticString, _ value: Day) { set(column, to: .int(Int64(value.number))) }
    mutating func set(_ column: StaticString, _ value: Day?) {
        set(column, to: value.map { .int(Int64($0.number)) } ?? .null)
    }
    mutating func set<T: RawRepresentable<String>>(_ column: StaticString, _ value: T) {
        set(column, to: .text(value.rawValue))
    }
    mutating func set<T: RawRepresentable<String>>(_ column: StaticString, _ value: T?) {
        set(column, to: value.map { .text($0.rawValue) } ?? .null)
    }
}

/// Rows to be added to one table. The first row says which columns there are; every other row sets the same, in the same
/// order.
struct NewRows: ColumnSink {
    let table: StaticString
    private(set) var columns: [StaticString] = []
    /// Row after row: arrays of their own for half a million rows would cost more than the rows.
    private(set) var values: [Value] = []
    private(set) var count = 0

    /// - Parameter capacity: of values, as far as it can be foretold.
    init(into table: StaticString, capacity: Int = 0) {
        self.table = table
        values.reserveCapacity(capacity)
    }

    /// What is set from here on belongs to the next row.
    mutating func begin() {
        precondition(values.count == count * columns.count, "\(table): rows of different columns")
        count += 1
    }

    mutating func set(_ column: StaticString, to value: Value) {
        if count == 1 {
            columns.append(column)
        } else {
            assert(
                columns[values.count % columns.count].description == column.description,
                "\(table): \(column) where another column stood in the first row")
        }
        values.append(value)
    }
}

/// What an UPDATE sets.
struct Assignments: ColumnSink {
    private var parts: [SQL] = []

    mutating func set(_ column: StaticString, to value: Value) { parts.append("\(SQL(column)) = \(value)") }

    /// To stand after `SET`.
    var sql: SQL { SQL.joined(parts, by: ", ") }
}

/// The names of the columns alone, to be read in the same order.
struct ColumnNames: ColumnSink {
    private var names: [SQL] = []

    mutating func set(_ column: StaticString, to _: Value) { names.append(SQL(column)) }

    /// To stand after `SELECT`.
    var sql: SQL { SQL.joined(names, by: ", ") }
}

extension SQL {
    fileprivate init(_ literal: StaticString) { self.init(stringLiteral: literal.description) }
}

extension Transaction {
    func add(_ rows: NewRows) throws {
        guard rows.count > 0 else { return }
        precondition(rows.values.count == rows.count * rows.columns.count, "\(rows.table): a row that is not whole")
        try add(into: rows.table, columns: rows.columns, values: rows.values)
    }
}
