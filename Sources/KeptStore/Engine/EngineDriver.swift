/// What an engine offers the store: bodies run on threads of its own, never on the cooperative pool.
package protocol EngineDriver: AnyObject, Sendable {
    var engine: Engine { get }

    /// What waits for a thread at this moment.
    var waiting: WaitingWork { get }

    /// Runs `body` on a connection that sees one consistent state and cannot write.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Runs `body` in a transaction of its own and returns after it is durable. `body` may run more than once: after a
    /// lost race the engine undoes it and it starts anew. An error undoes everything that `body` did.
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// As `write`, while no other process runs such a body on this database: for migrations.
    func writeAlone<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Calls `notify` whenever something may have changed in the database, by this process or another.
    func watch(_ notify: @escaping @Sendable () -> Void)

    /// A consistent copy while others read and write.
    func backUp(to path: String) async throws

    /// Lets running bodies end, then closes every connection. Later calls fail with `unavailable`.
    func close() async
}

/// Operations and questions that wait for a thread of the engine, those that are under way not among them.
package struct WaitingWork: Sendable, Hashable {
    package let writes: Int
    package let reads: Int
}
