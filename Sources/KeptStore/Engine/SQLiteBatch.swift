/// Operations that share one transaction of SQLite.
///
/// A savepoint costs each operation a copy of every page that it changes, for a rollback that hardly ever comes. So the
/// operations run without; where one is refused after it has written, everything is undone and all run again, from then
/// on each in a savepoint of its own. An operation that is refused before it wrote leaves nothing to undo.
struct SQLiteBatch {
    private let connection: SQLiteConnection
    /// In the order of `answers`.
    private var jobs: [WriteJob] = []
    private var answers: [@Sendable () -> Void] = []
    private var isGuarded = false

    init(on connection: SQLiteConnection) { self.connection = connection }

    /// How many operations were taken.
    var count: Int { jobs.count }

    /// Runs an operation. - Throws: what made SQLite roll everything back.
    mutating func take(_ job: WriteJob) throws {
        jobs.append(job)
        answers.append(try isGuarded ? guarded(job) : unguarded(job))
    }

    /// Tells every caller how it went, once the transaction is in the file.
    func answer() { for answer in answers { answer() } }

    /// Tells every caller that nothing came of it. - Parameter others: those that were not all taken yet.
    func refuse(_ error: any Error, with others: [WriteJob]) {
        for job in jobs { job.refuse(error) }
        for job in others where !jobs.contains(where: { $0 === job }) { job.refuse(error) }
    }

    private mutating func unguarded(_ job: WriteJob) throws -> @Sendable () -> Void {
        let before = connection.changes
        do {
            return try job.run(connection)
        } catch {
            let refusal: @Sendable () -> Void = { job.refuse(error) }
            let isAlone = answers.isEmpty
            // A change of the schema is not counted; only work that runs alone makes one.
            if !isAlone, !job.isAlone, connection.changes == before, !connection.isOutsideTransaction { return refusal }
            guard isAlone || !connection.isOutsideTransaction else { throw error }
            if !connection.isOutsideTransaction { try connection.run("ROLLBACK") }
            try connection.run("BEGIN IMMEDIATE")
            if isAlone { return refusal }
            isGuarded = true
            answers = []
            for earlier in jobs.dropLast() { answers.append(try guarded(earlier)) }
            return try guarded(job)
        }
    }

    private func guarded(_ job: WriteJob) throws -> @Sendable () -> Void {
        try connection.run("SAVEPOINT operation")
        do {
            let answer = try job.run(connection)
            try connection.run("RELEASE operation")
            return answer
        } catch {
            if connection.isOutsideTransaction { throw error }
            try connection.run("ROLLBACK TO operation")
            try connection.run("RELEASE operation")
            return { job.refuse(error) }
        }
    }
}
