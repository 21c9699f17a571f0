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

/// Rows with the system that they come from.
struct SourcedRows: Sendable {
    private let rows: BatchRows
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
        case .cases(let cases): try transaction.importCases(cases, source: source, memo: memo)
        case .olist(let file, let rows): try transaction.importOlist(file, rows, memo: memo)
        }
    }

    /// Takes the rows apart from each other: those that the record refuses are rejected and the rest goes in. Nothing is
    /// taken for granted of the record: any order may be in it.
    func takeCarefully(in transaction: Transaction, memo: ImportMemo) throws -> BatchOutcome {
        do {
            return try transaction.apart { try expectingKnown.take(in: transaction, memo: memo) }
        } catch StoreError.constraint(let name, _) {
            guard let (first, second) = halves else { return rejected(because: name, memo) }
            var outcome = try first.takeCarefully(in: transaction, memo: memo)
            outcome.add(try second.takeCarefully(in: transaction, memo: outcome.memo))
            return outcome
        }
    }

    private func rejected(because constraint: String, _ memo: ImportMemo) -> BatchOutcome {
        var outcome = BatchOutcome(memo: memo)
        outcome.totals[kind].read += 1
        outcome.totals[kind].rejected += 1
        outcome.rejects = [RowFault(line: line, column: nil, reason: .refused, value: constraint)]
        return outcome
    }

    /// What the rows are counted as.
    var kind: ImportTotals.Kind {
        switch rows {
        case .orders: .orders
        case .lines, .olist(.items, _): .lines
        case .events: .events
        case .cases: .cases
        case .olist(.customers, _): .customers
        case .olist(.payments, _): .payments
        case .olist: .products
        }
    }

    private var expectingKnown: Self {
        guard case .orders(var orders) = rows else { return self }
        for index in orders.indices { orders[index].mayBeKnown = true }
        return Self(rows: .orders(orders), source: source)
    }

    /// `nil` for a single row.
    private var halves: (Self, Self)? {
        func halves<T>(_ all: [T], _ make: ([T]) -> BatchRows) -> (Self, Self)? {
            guard all.count > 1 else { return nil }
            let middle = all.count / 2
            return (
                Self(rows: make(Array(all[..<middle])), source: source),
                Self(rows: make(Array(all[middle...])), source: source)
            )
        }
        return switch rows {
        case .orders(let all): halves(all) { .orders($0) }
        case .lines(let all): halves(all) { .lines($0) }
        case .events(let all): halves(all) { .events($0) }
        case .cases(let all): halves(all) { .cases($0) }
        case .olist(let file, let all): halves(all) { .olist(file, $0) }
        }
    }

    /// The line of the first row.
    private var line: Int {
        switch rows {
        case .orders(let all): all.first?.row.line ?? 0
        case .lines(let all): all.first?.line ?? 0
        case .events(let all): all.first?.line ?? 0
        case .cases(let all): all.first?.line ?? 0
        case .olist(_, let all):
            switch all.first {
            case .item(let line, _, _, _, _, _), .payment(let line, _, _, _): line
            default: 0
            }
        }
    }
}
