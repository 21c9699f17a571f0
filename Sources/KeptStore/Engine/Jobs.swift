import KeptDomain

/// One operation that waits for a writing thread.
final class WriteJob: Sendable {
    /// Does the work and hands back what tells the caller; that is called only after the commit.
    let run: @Sendable (any Connection) throws -> @Sendable () -> Void
    let refuse: @Sendable (any Error) -> Void
    /// Whether no other process may do such work meanwhile.
    let isAlone: Bool

    init(
        isAlone: Bool = false, run: @escaping @Sendable (any Connection) throws -> @Sendable () -> Void,
        refuse: @escaping @Sendable (any Error) -> Void
    ) {
        self.isAlone = isAlone
        self.run = run
        self.refuse = refuse
    }
}

/// One question that waits for a reading thread.
struct ReadJob: Sendable {
    let run: @Sendable (any Connection) -> @Sendable () -> Void
    let refuse: @Sendable (any Error) -> Void
}

extension WorkQueue where Work == ReadJob {
    /// Waits in the queue until a thread has run `body`.
    func answer<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let job = ReadJob { connection in
                let result = Result { try body(connection) }
                return { continuation.resume(with: result) }
            } refuse: {
                continuation.resume(throwing: $0)
            }
            if !put(job) {
                continuation.resume(throwing: StoreError.unavailable(Hindrance("commands.refusals.closed")))
            }
        }
    }
}

extension WorkQueue where Work == WriteJob {
    /// Waits in the queue until a thread has run `body` and committed it.
    func answer<T: Sendable>(
        alone: Bool = false, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let job = WriteJob(isAlone: alone) { connection in
                let value = try body(connection)
                return { continuation.resume(returning: value) }
            } refuse: {
                continuation.resume(throwing: $0)
            }
            if !put(job) {
                continuation.resume(throwing: StoreError.unavailable(Hindrance("commands.refusals.closed")))
            }
        }
    }
}

/// A value made on one thread and from then on used by others, one at a time.
struct Handed<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
