import KeptDomain

/// What a run carries from batch to batch.
struct RunState {
    var id = ID<ImportRun>(0)
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
    let position: ImportPosition
    let totals: ImportTotals
    let memo: ImportMemo
    let rejects: RejectsFile
    let rejectsLength: Int64
    let bytes: Int64
    var rows: SourcedRows

    init(
        batch: ReadBatch, file: String, source: String, run: ID<ImportRun>, position: ImportPosition,
        totals: ImportTotals, memo: ImportMemo, rejects: RejectsFile, rejectsLength: Int64, bytes: Int64
    ) {
        self.batch = batch
        self.file = file
        self.source = source
        self.run = run
        self.position = position
        self.totals = totals
        self.memo = memo
        self.rejects = rejects
        self.rejectsLength = rejectsLength
        self.bytes = bytes
        rows = SourcedRows(rows: batch.rows, source: source)
    }

    func apply(_ transaction: Transaction) throws -> WrittenBatch {
        try note(rows.take(in: transaction, memo: memo), in: transaction)
    }

    /// Writes position and journal for what the rows came to.
    func note(_ outcome: BatchOutcome, in transaction: Transaction) throws -> WrittenBatch {
        let sum = try sum(outcome)
        var position = position
        position.rejectsLength = sum.rejectsLength
        let goesOn = try transaction.moveImport(run, to: position, sum.totals, bytes: bytes)
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

    mutating func expectKnown() { rows.expectKnown() }
    var singles: [SourcedRows] { rows.singles }
}

/// Rows with the system that they come from.
struct SourcedRows: Sendable {
    private var rows: BatchRows
    private let source: String

    init(rows: BatchRows, source: String) {
        self.rows = rows
        self.source = source
    }

    func take(in transaction: Transaction, memo: ImportMemo) throws -> BatchOutcome {
        switch rows {
        case .orders(let orders): try transaction.importOrders(orders, source: source, memo: memo)
        case .lines(let lines): try transaction.importLines(lines, source: source, memo: memo)
        case .events(let events): try transaction.importEvents(events, source: source, memo: memo)
        case .olist(let file, let rows): try transaction.importOlist(file, rows, memo: memo)
        }
    }

    /// What the rows are counted as.
    var kind: ImportTotals.Kind {
        switch rows {
        case .orders: .orders
        case .lines, .olist(.items, _): .lines
        case .events: .events
        case .olist(.customers, _): .customers
        case .olist(.payments, _): .payments
        case .olist: .products
        }
    }

    mutating func expectKnown() {
        guard case .orders(var orders) = rows else { return }
        for index in orders.indices { orders[index].mayBeKnown = true }
        rows = .orders(orders)
    }

    var singles: [SourcedRows] {
        switch rows {
        case .orders(let all): all.map { SourcedRows(rows: .orders([$0]), source: source) }
        case .lines(let all): all.map { SourcedRows(rows: .lines([$0]), source: source) }
        case .events(let all): all.map { SourcedRows(rows: .events([$0]), source: source) }
        case .olist(let file, let all): all.map { SourcedRows(rows: .olist(file, [$0]), source: source) }
        }
    }

    /// The line of the first row.
    var line: Int {
        switch rows {
        case .orders(let all): all.first?.row.line ?? 0
        case .lines(let all): all.first?.line ?? 0
        case .events(let all): all.first?.line ?? 0
        case .olist(_, let all):
            switch all.first {
            case .item(let line, _, _, _, _, _), .payment(let line, _, _, _): line
            default: 0
            }
        }
    }
}
