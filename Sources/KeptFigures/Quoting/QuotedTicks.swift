/// Why no time can be quoted.
package enum Unquotable: Error, Sendable, Hashable {
    /// So many more runs have to end first.
    case tooFew(lacking: Int)
    /// Even the longest time looked at is not kept with the wanted probability.
    case beyondBounds
}

/// Reads times off curves of chances, within bounds that no curve can move.
package enum QuotedTicks {
    /// So many failures are to be expected among the runs that a quote rests on.
    package static let failures = 20.0

    /// How many runs must have ended before a time is quoted: 20 ÷ (1 − confidence), 200 at nine of ten.
    package static func needed(confidence: Double) -> Int { Int((failures / (1 - confidence) - 1e-6).rounded(.up)) }

    /// The least tick by which a run ends with a probability of at least 1 − α.
    ///
    /// - Parameters:
    ///   - chances: to have ended by each tick, never falling.
    ///   - longest: no run took longer than this, and no quote is.
    /// - Returns: 0...`longest`; `nil` where the curve does not come so far.
    package static func least(_ chances: [Float], alpha: Double, longest: Int) -> Int? {
        let wanted = Float(1 - alpha) - 1e-7
        var (low, high) = (0, chances.count)
        while low < high {
            let middle = (low + high) / 2
            if chances[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < chances.count ? min(low, longest) : nil
    }

    /// The chance that a run takes at least so many ticks: 1 − F(ticks − 1), 1 for none.
    package static func chance(ofAtLeast ticks: Int, _ chances: [Float]) -> Double {
        guard ticks > 0, let last = chances.indices.last else { return 1 }
        return Double(1 - chances[min(ticks - 1, last)])
    }
}
