import KeptDomain

/// One connection to a database, used by one thread at a time. The two engines are two of these.
package protocol Connection: AnyObject {
    var engine: Engine { get }

    /// Every row of the answer through `body`, in order.
    func rows<T>(_ sql: SQL, _ body: (inout Row) throws -> T) throws -> [T]

    /// Runs a statement that answers no rows. Returns how many rows it changed.
    @discardableResult func run(_ sql: SQL) throws -> Int

    /// Runs statements in order without waiting for each answer where the engine can; the first failure is thrown.
    func runAll(_ statements: [SQL]) throws

    /// Runs `body` in a savepoint: a row that a constraint refuses undoes only what `body` wrote, and the transaction goes
    /// on. Any other failure of the engine is the end of the whole transaction.
    ///
    /// - Throws: whatever `body` throws, `constraint` when the rest of the transaction stands.
    func apart<T>(_ body: () throws -> T) throws -> T

    /// Runs a migration: several statements without values.
    func runScript(_ text: String) throws

    /// Adds many rows to one table by the engine's fastest way. `rows` holds the values of each row in order of `columns`.
    ///
    /// - Parameter values: row after row, `columns.count` each.
    func add(into table: StaticString, columns: [StaticString], values: [Value]) throws
}

extension Connection {
    func add(into table: StaticString, columns: [StaticString], rows: [[Value]]) throws {
        try add(into: table, columns: columns, values: rows.flatMap { $0 })
    }
}

package enum Engine: String, Sendable, CaseIterable {
    case sqlite, postgres
}
