import KeptFigures

/// How quotes of waits would have been kept, had they been told to those who had to wait on some days.
///
/// Each is quoted when it was joined, with what was known at that instant. Shares and means are over those who were served and
/// quoted; whoever went away first is counted apart.
package struct WaitBacktest: Sendable, Hashable, Codable {
    package struct Part: Sendable, Hashable, Codable {
        package let name: String?
        /// Served and quoted.
        package let visits: Int
        package let keptShare: Double
        package let meanSeconds: Double
    }

    /// Mean absolute errors, in seconds, of what a line could tell without learning.
    package struct Baselines: Sendable, Hashable, Codable {
        package let meanOfDay: Double?
        package let lastToEnterService: Double?
        package let queueLength: Double?

        package var best: Double? { [meanOfDay, lastToEnterService, queueLength].compactMap(\.self).min() }
    }

    package let confidence: Double
    /// The numbers of the first and the last day.
    let first: Int32
    let last: Int32
    package var days: ClosedRange<Day> { Day(number: first)...Day(number: last) }
    /// Had to wait on those days, whether they stayed or not.
    package let visits: Int
    package let quoted: Int
    package let abandoned: Int
    package let keptShare: Double?
    package let meanQuotedSeconds: Double?
    /// The mean absolute error of the median.
    package let medianError: Double?
    package let baselines: Baselines
    package let byMonth: [Part]
    package let byDay: [Part]
    package let byLine: [Part]
    package let byKind: [Part]
}

/// Why a back-test of waits says nothing.
package enum WaitBacktestRefusal: Refusal, Hashable {
    case noVisits
    case noVisitsFrom(Day)

    package var key: String {
        switch self {
        case .noVisits: "waits.refusals.no-visits"
        case .noVisitsFrom: "waits.refusals.no-visits-from"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .noVisits: []
        case .noVisitsFrom(let day): [Fact("from", day.description)]
        }
    }
}

extension WaitHistory {
    /// Walks through the record and quotes everybody who had to wait on the days that are scored.
    ///
    /// - Parameters:
    ///   - confidence: 0.5...0.999.
    ///   - from: the first day that is scored; `nil` for the last quarter of the days of each month.
    package func backtest(confidence: Double, from: Day? = nil) throws(WaitBacktestRefusal) -> WaitBacktest {
        let record = LineRecord(visits)
        guard let first = record.courses.first else { throw .noVisits }
        let scored = from.map { from in { (day: Int32) in day >= from.number } } ?? Self.lastQuarters(record)
        let told = WaitWalk.told(record, confidence: confidence, isScored: scored)
        guard !told.isEmpty else { throw .noVisitsFrom(from ?? Day(number: first.visit.day)) }
        return WaitScores(told: told, lines: lines, kinds: kinds).backtest(confidence: confidence)
    }

    /// Of each month the last quarter of the days from its first to its last visit.
    private static func lastQuarters(_ record: LineRecord) -> (Int32) -> Bool {
        var months: [Int: (first: Int32, last: Int32)] = [:]
        for course in record.courses {
            let day = course.visit.day
            let (year, month, _) = Day(number: day).components
            let span = months[year * 12 + month] ?? (day, day)
            months[year * 12 + month] = (min(span.first, day), max(span.last, day))
        }
        let starts = months.mapValues { $0.last - Int32((Double($0.last - $0.first + 1) / 4).rounded()) + 1 }
        return { day in
            let (year, month, _) = Day(number: day).components
            return starts[year * 12 + month].map { day >= $0 } ?? false
        }
    }
}

/// Adds up what became of quotes.
private struct WaitScores {
    let told: [WaitWalk.Told]
    let lines: [String]
    let kinds: [String]

    func backtest(confidence: Double) -> WaitBacktest {
        let days = told.map(\.course.visit.day)
        return WaitBacktest(
            confidence: confidence,
            first: days.min() ?? 0, last: days.max() ?? 0, visits: told.count,
            quoted: told.count { $0.quoted != nil }, abandoned: told.count { !$0.course.visit.isServed },
            keptShare: mean { waited, told in told.quoted.map { waited <= $0 ? 1 : 0 } },
            meanQuotedSeconds: mean { _, told in told.quoted },
            medianError: error(of: \.median),
            baselines: .init(
                meanOfDay: error { $0.course.simple.meanOfDay ?? $0.usual },
                lastToEnterService: error { $0.course.simple.lastToEnterService ?? $0.usual },
                queueLength: error(of: \.course.simple.queueLength)),
            byMonth: parts { visit in
                let (year, month, _) = Day(number: visit.day).components
                return "\(padded(year, 4))-\(padded(month, 2))"
            },
            byDay: parts { Day(number: $0.day).description }, byLine: parts { name($0.line, lines) },
            byKind: parts { name($0.kind, kinds) })
    }

    private func name(_ number: Int, _ names: [String]) -> String? {
        number > 0 && number <= names.count ? names[number - 1] : nil
    }

    /// Over those who were served and quoted, as far as there is a value.
    private func mean(_ value: (_ waited: Double, WaitWalk.Told) -> Double?) -> Double? {
        var (sum, count) = (0.0, 0)
        for told in told where told.course.visit.isServed && told.quoted != nil {
            guard let value = value(Double(told.course.visit.waited), told) else { continue }
            sum += value
            count += 1
        }
        return count > 0 ? sum / Double(count) : nil
    }

    private func error(of foretold: (WaitWalk.Told) -> Double?) -> Double? {
        mean { waited, told in foretold(told).map { abs($0 - waited) } }
    }

    /// In order of their names.
    private func parts(by name: (RecordedWait) -> String?) -> [WaitBacktest.Part] {
        var sums: [String?: (visits: Int, kept: Int, seconds: Double)] = [:]
        for told in told where told.course.visit.isServed {
            guard let quoted = told.quoted else { continue }
            let isKept = Double(told.course.visit.waited) <= quoted
            let sum = sums[name(told.course.visit), default: (0, 0, 0)]
            sums[name(told.course.visit)] = (sum.visits + 1, sum.kept + (isKept ? 1 : 0), sum.seconds + quoted)
        }
        return sums.map { name, sum in
            WaitBacktest.Part(
                name: name, visits: sum.visits, keptShare: Double(sum.kept) / Double(sum.visits),
                meanSeconds: sum.seconds / Double(sum.visits))
        }.sorted { ($0.name ?? "") < ($1.name ?? "") }
    }
}
