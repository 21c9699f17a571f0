import CLibpq
import KeptDomain

/// One PostgreSQL connection with its prepared statements, in libpq's pipeline mode: what is sent is answered when an
/// answer is needed. `BEGIN` travels with the first statement and `COMMIT` with the last, so that an operation of one
/// statement waits twice and a question once. Used by one thread at a time.
final class PostgresConnection: Connection {
    enum Transaction: String {
        case write = "BEGIN ISOLATION LEVEL REPEATABLE READ"
        case read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    }

    private enum Sent {
        case statement(String)
        case preparation(String)
        case end
    }

    let engine = Engine.postgres
    private let handle: PostgresHandle
    /// Names of prepared statements by their text.
    private var prepared: [String: String] = [:]
    private var preparedCount = 0
    /// Statement texts vary with filters; past this many the cache starts anew.
    private static let statementLimit = 400

    /// What was sent and is not answered yet, in order.
    private var underWay: [Sent] = []
    /// Set until the first statement of the transaction is sent.
    private var waitingBegin: Transaction?

    private(set) var isInTransaction = false
    /// Whether the transaction so far changed any row.
    private(set) var hasWritten = false
    /// The first failure of the transaction, after which the engine refuses every statement of it.
    private(set) var failure: StoreError?
    /// Whether that failure was a unique value that somebody else may have taken meanwhile.
    private(set) var metDuplicate = false
    /// Whether the operation runs again because of such a value: now it is surely seen if it is there.
    private var isAgain = false
    /// Whether the transaction's commit was sent, so that nobody knows whether it stands if the line breaks now.
    private(set) var isCommitting = false

    init(_ address: PostgresAddress) throws {
        handle = try PostgresHandle(address)
        guard PQenterPipelineMode(handle.raw) == 1 else { throw handle.lost }
    }

    var isLost: Bool { handle.isLost }

    // MARK: - Transactions

    func begin(_ kind: Transaction, again isAgain: Bool = false) {
        self.isAgain = isAgain
        waitingBegin = kind
        isInTransaction = true
        hasWritten = false
        failure = nil
        metDuplicate = false
        isCommitting = false
    }

    /// Makes the transaction durable. A failure that the body swallowed is thrown here, for nothing of it would stay.
    func commit() throws {
        if waitingBegin == nil {
            if let failure { throw failure }
            isCommitting = true
            try send("COMMIT", [])
            try end()
            _ = try answers()
        }
        waitingBegin = nil
        isInTransaction = false
    }

    /// Ends a transaction that only read, without waiting for the answer.
    func finishReading() {
        guard isInTransaction, waitingBegin == nil, failure == nil else { return rollBack() }
        isInTransaction = false
        do {
            try send("COMMIT", [])
            try end()
        } catch {
            // The line is lost; whoever uses it next finds out and takes a new one.
        }
    }

    func rollBack() {
        defer {
            waitingBegin = nil
            isInTransaction = false
            failure = nil
        }
        guard waitingBegin == nil, !isLost else { return }
        do {
            try end()
            do { _ = try answers() } catch {
                // Known already: it is why this is rolled back.
            }
            try send("ROLLBACK", [])
            try end()
            _ = try answers()
        } catch {
            // The line is lost, and the transaction with it.
        }
    }

    // MARK: - Statements

    func rows<T>(_ sql: SQL, _ body: (inout Row) throws -> T) throws -> [T] {
        let answer = try ask(sql)
        var result: [T] = []
        result.reserveCapacity(Int(answer.rowCount))
        for index in 0..<answer.rowCount {
            answer.row = index
            var row = Row(answer)
            result.append(try body(&row))
        }
        return result
    }

    @discardableResult func run(_ sql: SQL) throws -> Int { try ask(sql).count }

    /// Sent at once; a failure is thrown by whatever waits for an answer next, at the latest the commit.
    func runAll(_ statements: [SQL]) throws {
        for sql in statements { try send(sql.postgresText ?? sql.text, sql.values) }
        PQflush(handle.raw)
    }

    func apart<T>(_ body: () throws -> T) throws -> T {
        try run("SAVEPOINT part")
        do {
            let value = try body()
            try run("RELEASE SAVEPOINT part")
            return value
        } catch {
            guard case .constraint? = failure, !isLost else { throw error }
            // A duplicate may be a row that another transaction added after this one began, which it cannot see: the whole
            // operation runs once more before the duplicate is believed.
            if metDuplicate, !isAgain { throw StoreError.serialization }
            failure = nil
            metDuplicate = false
            try run("ROLLBACK TO SAVEPOINT part")
            try run("RELEASE SAVEPOINT part")
            throw error
        }
    }

    func runScript(_ text: String) throws {
        try outsidePipeline {
            do {
                if try handle.execute(text).hasWritten { hasWritten = true }
            } catch let error as StoreError {
                failure = failure ?? error
                throw error
            }
        }
    }

    /// Leaves pipeline mode for `body`, which may speak the simple protocol or COPY.
    func outsidePipeline<T>(_ body: () throws -> T) throws -> T {
        try sendBegin()
        try end()
        _ = try answers()
        guard PQexitPipelineMode(handle.raw) == 1 else { throw handle.lost }
        defer { PQenterPipelineMode(handle.raw) }
        return try body()
    }

    func noteWritten() { hasWritten = true }
    func noteFailure(_ error: StoreError, isDuplicate: Bool) {
        guard failure == nil else { return }
        failure = error
        metDuplicate = isDuplicate
    }
    var line: PostgresHandle { handle }

    private func ask(_ sql: SQL) throws -> PostgresAnswer {
        if let failure { throw failure }
        try send(sql.postgresText ?? sql.text, sql.values)
        try end()
        guard let answer = try answers() else { throw StoreError.defect("no answer to: \(sql.text)") }
        return answer
    }

    // MARK: - The pipeline

    private func sendBegin() throws {
        guard let begin = waitingBegin else { return }
        waitingBegin = nil
        try send(begin.rawValue, [])
    }

    private func send(_ text: String, _ values: [Value]) throws {
        try sendBegin()
        let bound = try PostgresValues(values, in: text)
        let name = try name(of: text)
        let isSent = bound.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(handle.raw, name, count, values, lengths, formats, 0)
        }
        guard isSent == 1 else { throw handle.lost }
        underWay.append(.statement(text))
    }

    private func name(of text: String) throws -> String {
        if let name = prepared[text] { return name }
        if prepared.count >= Self.statementLimit {
            prepared = [:]
            guard PQsendQueryParams(handle.raw, "DEALLOCATE ALL", 0, nil, nil, nil, nil, 0) == 1 else {
                throw handle.lost
            }
            underWay.append(.statement("DEALLOCATE ALL"))
        }
        preparedCount += 1
        let name = "k\(preparedCount)"
        guard PQsendPrepare(handle.raw, name, text, 0, nil) == 1 else { throw handle.lost }
        underWay.append(.preparation(text))
        prepared[text] = name
        return name
    }

    private func end() throws {
        guard PQpipelineSync(handle.raw) == 1 else { throw handle.lost }
        underWay.append(.end)
    }

    /// Takes every answer that is still due.
    /// - Returns: that of the last statement.
    private func answers() throws -> PostgresAnswer? {
        var last: PostgresAnswer?
        let awaited = underWay
        underWay = []
        for sent in awaited {
            guard let result = PQgetResult(handle.raw) else { throw handle.lost }
            let answer = PostgresAnswer(result)
            switch sent {
            case .end: continue
            case .statement(let text): note(answer, of: text)
            case .preparation(let text):
                note(answer, of: text)
                if answer.status != PGRES_COMMAND_OK { prepared[text] = nil }
            }
            if handle.isLost { throw failure ?? handle.lost }
            // Each answer but that to a sync is followed by a null.
            while let more = PQgetResult(handle.raw) { PQclear(more) }
            last = answer
        }
        if let failure { throw failure }
        return last
    }

    private func note(_ answer: PostgresAnswer, of text: String) {
        // What follows a failure is skipped by the server; the failure itself is the one to tell.
        guard answer.status != PGRES_PIPELINE_ABORTED, failure == nil else { return }
        if let error = answer.failure(in: text) {
            failure = error
            metDuplicate = answer.isDuplicate
        } else if answer.hasWritten {
            hasWritten = true
        }
    }
}
