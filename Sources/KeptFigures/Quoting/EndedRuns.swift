/// How long runs took that started in a span and had ended by a day.
package struct EndedRuns: Sendable {
    /// By ticks; the last is for all that took longer.
    private var counts = [Int](repeating: 0, count: QuoteClock.bound)
    package private(set) var count = 0

    /// - Parameters:
    ///   - since: the first day of starts.
    ///   - day: what ended on it or later is not known.
    package init(_ times: RunTimes, since: Int32, before day: Int32) {
        self.init(times, index: StartIndex(times), since: since, before: day)
    }

    init(_ times: RunTimes, index: StartIndex, since: Int32, before day: Int32) {
        for run in index.started(from: since, before: day) where times.hasEnded(Int(run), before: day) {
            counts[min(Int(times.ended[Int(run)]), QuoteClock.bound - 1)] += 1
            count += 1
        }
    }

    package var longest: Int? { counts.lastIndex { $0 > 0 } }

    /// At least one; `nil` for none.
    package var median: Int? { ticks(of: 0.5).map { max(1, $0) } }

    /// Within so many ticks more than a share of them ended; `nil` for none.
    func ticks(of share: Double) -> Int? {
        var passed = 0
        return counts.firstIndex { count in
            passed += count
            return Double(passed) > share * Double(self.count)
        }
    }
}
