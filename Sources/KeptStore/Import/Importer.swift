import KeptDomain
import KeptWords

/// How far an import has come.
package struct ImportProgress: Sendable {
    package let file: String
    package let totals: ImportTotals
    package let bytesDone: Int64
    package let bytesTotal: Int64
    /// Where the run began or went on.
    package let bytesBefore: Int64
    /// Rows of the files read since then.
    package let rows: Int
    package let startedAt: Instant
    package let at: Instant

    /// How long the rest takes at the pace so far; `nil` before there is one.
    package var timeLeft: Span? {
        guard bytesDone > bytesBefore else { return nil }
        let elapsed = Double((at - startedAt).microseconds)
        let share = Double(max(bytesTotal - bytesDone, 0)) / Double(bytesDone - bytesBefore)
        return Span(microseconds: Int64(elapsed * share))
    }

    package var rowsPerSecond: Double? {
        let seconds = Double((at - startedAt).microseconds) / 1_000_000
        return seconds > 0.05 ? Double(rows) / seconds : nil
    }
}

/// What an import did.
package struct ImportReport: Sendable {
    package let id: ID<ImportRun>?
    package let totals: ImportTotals
    package let seconds: Double
    /// Where the rows that were not taken stand, if any.
    package let rejects: String?
    package let ignored: [String]
    package let isStopped: Bool
    package let wentOn: Bool
}

/// Runs one import: reads the next batch while the last one is written, each batch a transaction with its journal entry
/// and position, so that a run that was stopped or killed goes on where it ended.
package struct Importer: Sendable {
    private let store: Store
    private let time: any TimeSource
    private let actor: Actor
    private let plan: ImportPlan
    private let rejectsPath: String
    private let words: Words

    package init(
        _ plan: ImportPlan, into store: Store, as actor: Actor, time: any TimeSource, rejects: String, words: Words
    ) {
        self.plan = plan
        self.store = store
        self.actor = actor
        self.time = time
        rejectsPath = rejects
        self.words = words
    }

    /// - Parameters:
    ///   - shouldStop: asked after each batch.
    ///   - progress: told after each batch.
    package func run(
        shouldStop: @Sendable () -> Bool = { false }, progress: @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        // Every file is opened and checked before the first row goes in.
        try await OwnThread.run("kept-import") { [plan, zones = store.zones] in
            for file in plan.files { _ = try BatchReader(file, plan, zones: zones, from: nil) }
        }
        var run = try await begin()
        do {
            let isWhole = try await readFiles(&run, shouldStop, progress)
            if !plan.isDryRun {
                run.countLastBatch()
                try await fold(&run)
                try await store.foldDeliveries(at: time.now)
                let totals = run.totals
                try await store.write(as: actor, at: time.now) { [run = (run.id, run.turn)] transaction in
                    try transaction.endImport(run.0, run.1, as: isWhole ? .done : .stopped, totals)
                }
            }
            return report(run, isStopped: !isWhole)
        } catch {
            await fail(run, error)
            throw error
        }
    }

    private func begin() async throws -> RunState {
        var run = RunState(startedAt: time.now, rejects: RejectsFile(rejectsPath, words: words))
        let source = plan.source
        run.isFresh = try await store.read { reading in
            try reading.rows("SELECT 1 FROM orders WHERE source = \(source) LIMIT 1") { $0.int() }.isEmpty
        }
        guard !plan.isDryRun else { return run }
        let record = try await store.write(as: actor, at: time.now) { [plan, rejectsPath] transaction in
            try transaction.beginImport(plan, rejects: rejectsPath)
        }
        run.id = record.id
        run.totals = record.totals
        run.position = record.position
        run.turn = record.turn
        run.bytesBefore = record.bytesDone
        run.wentOn = record.position != ImportPosition()
        run.rejects = RejectsFile(
            record.rejects ?? rejectsPath, continuingAt: record.position.rejectsLength, words: words)
        return run
    }

    /// Reads the files from where the run stands. `false` when it was asked to stop.
    private func readFiles(
        _ run: inout RunState, _ shouldStop: @Sendable () -> Bool, _ progress: @Sendable (ImportProgress) -> Void
    ) async throws -> Bool {
        run.memo.followsReferences = plan.kind == .olist
        let seen = SeenNames()
        let isFresh = run.isFresh
        let note = Handed({ (order: String) in seen.wasSeen(order) || !isFresh })
        while run.position.file < plan.files.count {
            let file = plan.files[run.position.file]
            let source = try await BatchSource(file, plan, zones: store.zones, from: run.position.place, note)
            let bytesBefore = plan.files[..<run.position.file].reduce(0) { $0 + $1.size }
            var next = try await source.next().get()
            while let batch = next {
                run.position.place = batch.end
                run.bytes = bytesBefore + batch.bytes
                let commit = commit(of: batch, file, run)
                let (outcome, reading): (WrittenBatch, Result<ReadBatch?, any Error>)
                if plan.isDryRun {
                    outcome = try await rehearse(commit, seen)
                    reading = await source.next()
                } else {
                    // While the writer works, the next rows are read; what fails there waits until this batch is in.
                    async let writing = write(commit)
                    async let following = source.next()
                    run.countLastBatch()
                    outcome = try await writing
                    reading = await following
                }
                run.take(outcome, rows: batch.rowCount)
                if run.tallies.orders >= Self.foldedAtOnce { try await fold(&run) }
                progress(
                    ImportProgress(
                        file: file.name, totals: run.totals, bytesDone: run.bytes, bytesTotal: plan.totalBytes,
                        bytesBefore: run.bytesBefore, rows: run.rows, startedAt: run.startedAt, at: time.now))
                if !outcome.goesOn || shouldStop() { return false }
                next = try reading.get()
            }
            run.position.file += 1
            run.position.place = nil
        }
        return true
    }

    /// So many orders are counted in memory before they go into the rollups: tens of megabytes where they are spread over
    /// years and groups.
    private static let foldedAtOnce = 100_000

    private func fold(_ run: inout RunState) async throws {
        let counted = run.tallies
        run.tallies = ImportedTallies()
        guard counted.orders > 0 else { return }
        // Where an order was changed meanwhile, the folding at the end reads them all again.
        _ = try await store.write(as: .system("rollups"), at: time.now) { try $0.fold(counted) }
    }

    private func report(_ run: RunState, isStopped: Bool) -> ImportReport {
        ImportReport(
            id: plan.isDryRun ? nil : run.id, totals: run.totals,
            seconds: Double((time.now - run.startedAt).microseconds) / 1_000_000,
            rejects: run.rejects.length > 0 ? run.rejects.path : nil, ignored: plan.ignored, isStopped: isStopped,
            wentOn: run.wentOn)
    }

    /// Notes on the run why it ended. The failure that ended it is the one to be told, also when this cannot be written.
    private func fail(_ run: RunState, _ error: any Error) async {
        guard !plan.isDryRun else { return }
        let totals = run.totals
        let failure = (error as? any Refusal).map { words(refusal: $0.key, $0.facts) } ?? "\(error)"
        do {
            try await store.write(as: actor, at: time.now) { [run = (run.id, run.turn)] transaction in
                try transaction.endImport(run.0, run.1, as: .failed, failure: failure, totals)
            }
        } catch {
            return
        }
    }

    // MARK: one batch

    private func commit(of batch: ReadBatch, _ file: ImportPlan.File, _ run: RunState) -> BatchCommit {
        BatchCommit(
            batch: batch, file: file.name, source: plan.source, run: run.id, turn: run.turn, position: run.position,
            totals: run.totals,
            memo: run.memo, rejects: run.rejects, rejectsLength: run.position.rejectsLength, bytes: run.bytes)
    }

    private func write(_ commit: BatchCommit) async throws -> WrittenBatch {
        try await transact { transaction, isCareful in
            try commit.note(commit.take(in: transaction, isCareful: isCareful), in: transaction)
        }
    }

    /// Does everything that the batch would do, and undoes it.
    private func rehearse(_ commit: BatchCommit, _ seen: SeenNames) async throws -> WrittenBatch {
        do {
            try await transact { transaction, isCareful in
                throw Rehearsed(outcome: try commit.take(in: transaction, isCareful: isCareful))
            }
        } catch let rehearsed as Rehearsed {
            var outcome = rehearsed.outcome
            // Orders of earlier batches are not in the record; they would have been.
            let missing = outcome.rejects.filter { $0.reason == .unknownOrder && seen.mayHold($0.value) }
            outcome.rejects.removeAll { $0.reason == .unknownOrder && seen.mayHold($0.value) }
            outcome.totals[commit.rows.kind].rejected -= missing.count
            outcome.totals[commit.rows.kind].imported += missing.count
            // Nothing that was made for the batch is there for the next one.
            outcome.memo = commit.memo
            (outcome.fresh, outcome.ranges) = ([], [])
            return try commit.sum(outcome)
        }
        preconditionFailure("a rehearsal always ends by throwing")
    }

    /// One transaction for a batch. Where the record refuses it (a row that cannot be, an order that somebody else brought
    /// in meanwhile) nothing of it stays, and it is taken once more with care. Both bear one time.
    private func transact<T: Sendable>(
        _ body: @escaping @Sendable (Transaction, _ isCareful: Bool) throws -> T
    ) async throws -> T {
        let now = time.now
        do {
            return try await store.write(as: actor, at: now) { try body($0, false) }
        } catch StoreError.constraint {
            return try await store.write(as: actor, at: now) { try body($0, true) }
        }
    }
}

/// Thrown out of the transaction of a dry run, so that nothing of it stays.
private struct Rehearsed: Error {
    let outcome: BatchOutcome
}
