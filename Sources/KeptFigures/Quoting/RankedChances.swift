/// How well chances that were foretold tell apart what came true and what did not.
package enum RankedChances {
    /// The chance that of two readings, one of which came true, that one was foretold with the greater chance; equal ones
    /// count half. The area under the receiver operating characteristic, by ranks (H. Mann and D. Whitney, "On a test of
    /// whether one of two random variables is stochastically larger than the other", 1947).
    ///
    /// - Returns: `nil` where all came true, or none.
    package static func area(_ readings: [(chance: Double, isTrue: Bool)]) -> Double? {
        let sorted = readings.sorted { $0.chance < $1.chance }
        var (rankSum, trues, start) = (0.0, 0, 0)
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end].chance == sorted[start].chance { end += 1 }
            let these = sorted[start..<end].count { $0.isTrue }
            rankSum += Double(these) * Double(start + 1 + end) / 2
            trues += these
            start = end
        }
        let falses = sorted.count - trues
        guard trues > 0, falses > 0 else { return nil }
        return (rankSum - Double(trues) * Double(trues + 1) / 2) / (Double(trues) * Double(falses))
    }

    /// The mean squared difference of chance and outcome (G. Brier, "Verification of forecasts expressed in terms of
    /// probability", 1950); `nil` for none.
    package static func brier(_ readings: [(chance: Double, isTrue: Bool)]) -> Double? {
        guard !readings.isEmpty else { return nil }
        return readings.reduce(0) { sum, reading in
            let error = reading.chance - (reading.isTrue ? 1 : 0)
            return sum + error * error
        } / Double(readings.count)
    }
}
