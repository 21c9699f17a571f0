import KeptFigures

/// The plainest honest quote of a wait: the waits of those who found the queue in like state, made comparable by what the
/// queue's length says, and their quantiles.
///
/// Where a point was free the waits themselves are compared. Else each wait is divided by the wait that the length predicts
/// (`DelayPrediction`, a service taking 1), and the quantiles of these ratios are multiplied by what the length predicts now.
/// The time kept is the ⌈(n + 1) · confidence⌉-th of n ratios, which holds for a new wait like the n with at least that
/// chance, whatever their distribution.
///
/// Made once of a queue's record, it answers for everybody in the queue.
package struct PlainWaitQuote: Sendable {
    /// So many waits are looked at, the last called first.
    package static let depth = 200
    /// No older ones.
    package static let reach = Span.days(60)
    /// Nothing is said on fewer.
    private static let fewest = 20
    /// Nobody is told more, in seconds.
    private static let longest = 6.0 * 3_600

    /// Waits over what the length predicted, in order.
    private struct Ratios {
        var sorted: [Double] = []
        /// The most services that had to end first.
        var mostTurns = 0
    }

    private let free: Ratios
    private let busy: Ratios

    package init(record: [WaitPrecedent]) {
        var (free, busy) = (Ratios(), Ratios())
        for wait in record where wait.waited >= .zero {
            let turns = wait.turns
            let ratio =
                Double(wait.waited.microseconds) / 1_000_000 / Self.length(turns: turns, points: max(1, wait.points))
            if turns == 0 {
                free.sorted.append(ratio)
            } else {
                busy.sorted.append(ratio)
                busy.mostTurns = max(busy.mostTurns, turns)
            }
        }
        free.sorted.sort()
        busy.sorted.sort()
        (self.free, self.busy) = (free, busy)
    }

    /// - Parameter confidence: 0.5...0.99.
    package func outlook(_ state: WaitState, confidence: Double) -> WaitOutlook {
        guard state.points > 0 else { return .nobodyServes }
        let turns = state.turns
        let alike = turns == 0 ? free : busy
        let count = alike.sorted.count
        let needed = max(Self.fewest, Int((1 / (1 - confidence)).rounded(.up)))
        guard count >= needed else { return .tooFew(needed: needed - count) }
        guard turns <= max(4, alike.mostTurns * 2) else { return .unlikeAny }
        let now = Self.length(turns: turns, points: state.points)
        let rank = min(count, Int((Double(count + 1) * confidence).rounded(.up)))
        let within = alike.sorted[rank - 1] * now
        let median = alike.sorted[(count - 1) / 2] * now
        guard within <= Self.longest else { return .unlikeAny }
        // A minute is the least that anybody is told; what is told is rounded up, never down.
        let told = max(60, Int((within / 60).rounded(.up)) * 60)
        let usual = min(told, Int((median / 60).rounded()) * 60)
        let basis = WaitBasis(
            turns == 0 ? "free-point" : "like-length",
            ["count": count, "ahead": state.ahead, "points": state.points])
        return .quoted(
            WaitQuote(median: usual, keptWithin: told, confidence: confidence, precedents: count, basis: [basis]))
    }

    private static func length(turns: Int, points: Int) -> Double {
        turns == 0 ? 1 : DelayPrediction.byLength(ahead: turns - 1, servers: points, meanService: 1).mean
    }
}

/// What is told of a wait: `nil` while there are too few like it.
package func waitQuote(_ state: WaitState, record: [WaitPrecedent], confidence: Double) -> WaitQuote? {
    PlainWaitQuote(record: record).outlook(state, confidence: confidence).quote
}
