import KeptDomain

/// What a run carries from batch to batch.
struct RunState {
    var id = ID<ImportRun>(0)
    /// How often the run was begun or gone on with: a batch of an earlier turn is not taken.
    var turn = 0
    let startedAt: Instant
    var rejects: RejectsFile
    var position = ImportPosition()
    var totals = ImportTotals()
    var memo = ImportMemo()
    /// The record held no order of the source when the run began.
    var isFresh = false
    var wentOn = false
    var rows = 0
    var bytes: Int64 = 0
    /// Read in earlier turns.
    var bytesBefore: Int64 = 0
    /// Orders of batches that are in the record, counted here and not in the rollups yet.
    var tallies = ImportedTallies()
    /// Those of the last batch, to be counted while the next one is written.
    var uncounted: (fresh: [OrderFacts], ranges: [OrderRange]) = ([], [])

    init(startedAt: Instant, rejects: RejectsFile) {
        self.startedAt = startedAt
        self.rejects = rejects
    }

    mutating func take(_ batch: WrittenBatch, rows: Int) {
        totals = batch.totals
        memo = batch.memo
        position.rejectsLength = batch.rejectsLength
        self.rows += rows
        uncounted = (batch.fresh, batch.ranges)
    }

    mutating func countLastBatch() {
        tallies.add(uncounted.fresh, in: uncounted.ranges)
        uncounted = ([], [])
    }
}

/// A batch that is in the record.
struct WrittenBatch: Sendable {
    let totals: ImportTotals
    let memo: ImportMemo
    let rejectsLength: Int64
    /// Nobody asked the run to stop.
    let goesOn: Bool
    let fresh: [OrderFacts]
    let ranges: [OrderRange]
}

/// A batch on its way into the record, with everything that its transaction needs.
struct BatchCommit: Sendable {
    let batch: ReadBatch
    let file: String
    let source: String
    let run: ID<ImportRun>
    let turn: Int
    let position: ImportPosition
    let totals: ImportTotals
    let memo: ImportMemo
    let rejects: RejectsFile
    let rejectsLength: Int64
    let bytes: Int64
    let rows: SourcedRows

    init(
        batch: ReadBatch, file: String, source: String, run: ID<ImportRun>, turn: Int,
        position: ImportPosition, totals: ImportTotals, memo: ImportMemo, rejects: RejectsFile, rejectsLength: Int64,
        bytes: Int64
    ) {
        self.batch = batch
        self.file = file
        self.source = source
        self.run = run
        self.turn = turn
        self.position = position
        self.totals = totals
        self.memo = memo
        self.rejects = rejects
        self.rejectsLength = rejectsLength
        self.bytes = bytes
        rows = SourcedRows(rows: batch.rows, source: source)
    }

    /// - Parameter isCareful: after the record refused the batch as a whole.
    func take(in transaction: Transaction, isCareful: Bool) throws -> BatchOutcome {
        if isCareful { return try rows.takeCarefully(in: transaction, memo: memo.withoutNames) }
        return try rows.take(in: transaction, memo: memo)
    }

    /// Writes position and journal for what the rows came to.
    func note(_ outcome: BatchOutcome, in transaction: Transaction) throws -> WrittenBatch {
        let sum = try sum(outcome)
        var position = position
        position.rejectsLength = sum.rejectsLength
        let goesOn = try transaction.moveImport(run, turn, to: position, sum.totals, bytes: bytes)
        transaction.journal(
            JournalEntry(
                "import.batch-taken", of: .import(run),
                facts: [
                    Fact("source", source), Fact("file", file),
                    Fact("lines", "\(batch.lines.lowerBound)-\(batch.lines.upperBound)"), Fact("sha256", batch.hash),
                    Fact("rows", batch.rowCount), Fact("rejected", outcome.rejects.count + batch.faults.count),
                ]))
        return WrittenBatch(
            totals: sum.totals, memo: sum.memo, rejectsLength: sum.rejectsLength, goesOn: goesOn,
            fresh: sum.fresh, ranges: sum.ranges)
    }

    /// Adds the outcome to the run's totals, and its rejects to the file, after those of the batches before.
    func sum(_ outcome: BatchOutcome) throws -> WrittenBatch {
        var totals = totals
        totals += outcome.totals
        totals[rows.kind].read += batch.faults.count
        totals[rows.kind].rejected += batch.faults.count
        let faults = (batch.faults + outcome.rejects).sorted { $0.line < $1.line }
        let length = try rejects.write(faults, of: file, after: rejectsLength)
        return WrittenBatch(
            totals: totals, memo: outcome.memo, rejectsLength: length, goesOn: true, fresh: outcome.fresh,
            ranges: outcome.ranges)
    }
}
