import KeptFigures

/// The plainest honest quote of a wait: the waits of those who found the queue in like state, made comparable by what the
/// queue's length says, and their quantiles.
///
/// Where a point was free the waits themselves are compared. Else each wait is divided by the wait that the length predicts
/// (`DelayPrediction`, a service taking 1), and the quantiles of these ratios are multiplied by what the length predicts now.
/// The time kept is the ⌈(n + 1) · confidence⌉-th of n ratios, which holds for a new wait like the n with at least that
/// chance, whatever their distribution.
package enum PlainWaitQuote {
    /// So many waits are looked at, the last called first.
    package static let depth = 200
    /// No older ones.
    package static let reach = Span.days(60)
    /// Nothing is said on fewer.
    private static let fewest = 20
    /// Nobody is told more.
    private static let longest = 6 * 3_600

    package static func outlook(
        _ state: WaitState, record: [WaitPrecedent], confidence: Double
    ) -> WaitOutlook {
        guard state.points > 0 else { return .nobodyServes }
        let isFree = state.turns == 0
        let alike = record.filter { ($0.turns == 0) == isFree && $0.waited >= .zero }
        let needed = max(fewest, Int((1 / (1 - confidence)).rounded(.up)))
        guard alike.count >= needed else { return .tooFew(needed: needed - alike.count) }
        let most = alike.map(\.turns).max() ?? 0
        guard state.turns <= max(4, most * 2) else { return .unlikeAny }
        let now = Self.length(turns: state.turns, points: state.points)
        let ratios = alike.map { Double($0.waited.seconds) / Self.length(turns: $0.turns, points: max(1, $0.points)) }
            .sorted()
        let rank = min(ratios.count, Int((Double(ratios.count + 1) * confidence).rounded(.up)))
        let within = ratios[rank - 1] * now
        let median = ratios[(ratios.count - 1) / 2] * now
        guard within <= Double(longest) else { return .unlikeAny }
        // A minute is the least that anybody is told; what is told is rounded up, never down.
        let told = max(60, Int((within / 60).rounded(.up)) * 60)
        let usual = min(told, Int((median / 60).rounded()) * 60)
        let basis = WaitBasis(
            isFree ? "free-point" : "like-length",
            ["count": alike.count, "ahead": state.ahead, "points": state.points])
        return .quoted(
            WaitQuote(
                median: usual, keptWithin: told, confidence: confidence, precedents: alike.count, basis: [basis]))
    }

    private static func length(turns: Int, points: Int) -> Double {
        turns == 0 ? 1 : DelayPrediction.byLength(ahead: turns - 1, servers: points, meanService: 1).mean
    }
}

/// What is told of a wait: `nil` while there are too few like it.
package func waitQuote(_ state: WaitState, record: [WaitPrecedent], confidence: Double) -> WaitQuote? {
    PlainWaitQuote.outlook(state, record: record, confidence: confidence).quote
}
