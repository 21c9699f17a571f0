import KeptDomain
import KeptFigures

package enum Backtest {}

/// A back-test that somebody asked for.
package struct BacktestRecord: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case waiting, done
        /// There was nothing to test with.
        case refused
    }

    package let id: ID<Backtest>
    /// In thousandths.
    package let confidence: Int
    package let from: Day?
    package let to: Day?
    package let askedBy: String
    package let askedAt: Instant
    package let state: State
    package let endedAt: Instant?
    /// The days of purchase of the first and the last order that was scored.
    package let first: Day?
    package let last: Day?
    /// As `kept backtest deliveries --format json` answers.
    package let deliveries: JSONValue?
    /// As `kept backtest risk --format json` answers; `nil` where no order has a reading.
    package let risk: JSONValue?

    static let columns: SQL = """
        id, confidence, from_day, to_day, asked_by, asked_at, state, ended_at, first_day, last_day, deliveries, risk
        """

    init(_ row: inout Row) throws {
        id = row.id()
        confidence = row.int()
        from = row.optionalDay()
        to = row.optionalDay()
        askedBy = row.text()
        askedAt = row.instant()
        state = row.word()
        endedAt = row.optionalInstant()
        first = row.optionalDay()
        last = row.optionalDay()
        deliveries = try row.optionalText().map { try JSONValue(json: $0) }
        risk = try row.optionalText().map { try JSONValue(json: $0) }
    }
}

extension Reading {
    /// The newest first.
    package func backtests(limit: Int) throws -> [BacktestRecord] {
        try rows(
            "SELECT \(BacktestRecord.columns) FROM backtests ORDER BY id DESC LIMIT \(limit)", BacktestRecord.init)
    }

    package func backtest(_ id: ID<Backtest>) throws -> BacktestRecord? {
        try row("SELECT \(BacktestRecord.columns) FROM backtests WHERE id = \(id)", BacktestRecord.init)
    }

    /// The one that has waited longest.
    package func waitingBacktest() throws -> BacktestRecord? {
        try row(
            "SELECT \(BacktestRecord.columns) FROM backtests WHERE state = 'waiting' ORDER BY id LIMIT 1",
            BacktestRecord.init)
    }
}

extension Transaction {
    /// Asks for a back-test, which is run soon. One that waits already is not asked for twice.
    ///
    /// - Parameter confidence: in thousandths.
    @discardableResult
    package func askForBacktest(confidence: Int, from: Day? = nil, to: Day? = nil) throws -> ID<Backtest> {
        try permit(.seeMeasures, .business)
        try [QuoteRule.problem(confidence, "confidence", QuoteRule.confidences)].compactMap(\.self).check()
        if let from, let to, to < from {
            throw InvalidInput("to", "quotes.problems.to-before-from")
        }
        if let known = try waitingBacktest() { return known.id }
        let id = newID(Backtest.self)
        try run(
            """
            INSERT INTO backtests (id, confidence, from_day, to_day, asked_by, asked_at, state)
            VALUES (\(id), \(confidence), \(from), \(to), \(actor.description), \(now), 'waiting')
            """)
        return id
    }

    func finishBacktest(_ id: ID<Backtest>, days: ClosedRange<Day>?, deliveries: String?, risk: String?) throws {
        try run(
            """
            UPDATE backtests SET state = \(deliveries == nil ? BacktestRecord.State.refused : .done), ended_at = \(now),
              first_day = \(days?.lowerBound), last_day = \(days?.upperBound), deliveries = \(deliveries), risk = \(risk)
            WHERE id = \(id) AND state = 'waiting'
            """)
    }
}

extension Store {
    /// Runs the back-test that has waited longest, over the most recently bought 100,000 orders, on a thread of its own.
    ///
    /// - Returns: `false` where none waits.
    package func runBacktest(time: any TimeSource) async throws -> Bool {
        guard let asked = try await read({ try $0.waitingBacktest() }) else { return false }
        let record = try await latestDeliveryRecord()
        let clock = ContinuousClock()
        let found = try await OwnThread.run("kept-backtest") { () -> (ClosedRange<Day>, String, String?)? in
            Self.yieldToOthers()
            let start = clock.now
            let span = BacktestSpan(from: asked.from, to: asked.to)
            do {
                let deliveries = try record.deliveryBacktest(confidence: Double(asked.confidence) / 1_000, span)
                let risk = try record.riskBacktest(span)
                let seconds = (clock.now - start) / .seconds(1)
                return (
                    deliveries.days, BacktestText.json(deliveries, seconds: seconds),
                    risk.readings > 0 ? BacktestText.json(risk) : nil
                )
            } catch {
                return nil
            }
        }
        try await write(as: .system("quotes"), at: time.now) {
            try $0.finishBacktest(asked.id, days: found?.0, deliveries: found?.1, risk: found?.2)
        }
        return true
    }
}
