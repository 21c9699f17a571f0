import Foundation
import KeptDomain

/// A thread's own connection: runs bodies on it, again where a race was lost, and takes a new one when it broke.
final class PostgresLane {
    private let gate: PostgresGate
    private var connection: PostgresConnection?

    /// Lost races after which a caller is told to come again. With the pauses between them about three seconds.
    private static let raceLimit = 40
    private static let aloneKey = 5_214_021

    init(_ gate: PostgresGate) { self.gate = gate }

    /// Runs one operation to its end.
    /// - Returns: whether it changed anything.
    func write(_ job: WriteJob) -> Bool {
        var races = 0
        var isSecondLine = false
        var metDuplicate = false
        while true {
            var line: PostgresConnection?
            do {
                let connection = try usable()
                line = connection
                if job.isAlone { try connection.runScript("SELECT pg_advisory_lock(\(Self.aloneKey))") }
                connection.begin(.write, again: metDuplicate)
                let answer = try job.run(connection)
                try connection.commit()
                let hasWritten = connection.hasWritten
                if job.isAlone { unlock(connection) }
                answer()
                return hasWritten
            } catch {
                // The body may have made another error of what the engine said; what it said decides.
                let cause = line?.failure ?? error
                let isLost = line?.isLost ?? false
                let mayHaveCommitted = isLost && line?.isCommitting == true
                let wasDuplicate = line?.metDuplicate ?? false
                abandon(job, isLost: isLost)
                if case StoreError.serialization = cause, races < Self.raceLimit {
                    races += 1
                    Self.pause(after: races)
                } else if wasDuplicate, !metDuplicate {
                    // A row that another transaction added after ours began: it is seen now. A duplicate that stays one
                    // fails in the same way again.
                    metDuplicate = true
                } else if isLost, !mayHaveCommitted, !isSecondLine {
                    isSecondLine = true
                } else {
                    job.refuse(Self.told(error, cause: cause, mayHaveCommitted: mayHaveCommitted))
                    return false
                }
            }
        }
    }

    /// Answers a question and those that `next` hands out, all from one snapshot unless one of them fails in the engine.
    func read(_ first: ReadJob, then next: () -> ReadJob?) {
        var waiting: ReadJob? = first
        var isSecondLine = false
        while let job = waiting {
            let connection: PostgresConnection
            do {
                connection = try usable()
            } catch {
                job.refuse(error)
                return
            }
            if !connection.isInTransaction { connection.begin(.read) }
            let answer = job.run(connection)
            if connection.isLost {
                self.connection = nil
                if !isSecondLine {
                    isSecondLine = true
                    continue
                }
            } else if connection.failure != nil {
                connection.rollBack()
            }
            answer()
            waiting = next()
        }
        if let connection, connection.isInTransaction { connection.finishReading() }
    }

    private func usable() throws -> PostgresConnection {
        if let connection, !connection.isLost { return connection }
        connection = nil
        let fresh = try gate.connect()
        connection = fresh
        return fresh
    }

    private func abandon(_ job: WriteJob, isLost: Bool) {
        if isLost {
            connection = nil
        } else if let connection {
            if connection.isInTransaction { connection.rollBack() }
            if job.isAlone { unlock(connection) }
        }
    }

    /// A session's lock outlives its transaction. Should it not open, it goes with the session.
    private func unlock(_ connection: PostgresConnection) {
        do {
            try connection.runScript("SELECT pg_advisory_unlock_all()")
        } catch {
            self.connection = nil
        }
    }

    /// Half of the pause is by chance, so that those who met once do not meet again.
    private static func pause(after races: Int) {
        let longest = min(0.1, 0.001 * Double(1 << min(races, 7)))
        Thread.sleep(forTimeInterval: longest * Double.random(in: 0.5...1))
    }

    private static func told(_ error: any Error, cause: any Error, mayHaveCommitted: Bool) -> any Error {
        if mayHaveCommitted {
            return StoreError.unavailable(Hindrance("commands.refusals.commit-unknown"))
        }
        if case StoreError.serialization = cause {
            return StoreError.unavailable(Hindrance("commands.refusals.races-lost", [Fact("count", raceLimit)]))
        }
        return error
    }
}
