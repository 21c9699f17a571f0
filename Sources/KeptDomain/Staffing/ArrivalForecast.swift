#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import KeptFigures

/// How many come in each quarter of an hour of a day of the week, foretold from recorded days.
///
/// The mean over like days, drawn a little to the mean of its hour; the spread is the one with which like days differed, which
/// is more than chance alone where some days are busy as a whole.
package struct ArrivalForecast: Sendable {
    package struct Quarter: Sendable, Hashable {
        /// Of the day, 0...95.
        package let number: Int
        package let expected: Double
        /// Between these, eight of ten such quarters lie.
        package let low: Double
        package let high: Double
        /// The rate that nine of ten such quarters do not go beyond, chance within the quarter left out.
        package let busy: Double
    }

    /// On how many days it rests.
    package let days: Int
    /// In order of time; those in which nobody came on any day are left out.
    package let quarters: [Quarter]

    /// Older days are not looked at: half a year of each day of the week.
    package static let mostDays = 26
    /// Two days tell nothing of their spread.
    package static let leastDays = 3
    /// Of a normal deviate: nine of ten are below it.
    private static let ninth = 1.281_551_565_544_6

    /// - Parameter counts: a day each, with how many came in each of its 96 quarters; at least `leastDays`.
    init(_ counts: [[Int]]) {
        precondition(counts.count >= Self.leastDays && counts.allSatisfy { $0.count == 96 })
        days = counts.count
        let days = Double(counts.count)
        let sums = (0..<96).map { quarter in Double(counts.reduce(0) { $0 + $1[quarter] }) }
        let rates = sums.indices.map { quarter in
            let hour = quarter / 4 * 4
            let usual = sums[hour..<hour + 4].reduce(0, +) / 4 / days
            return (sums[quarter] + usual) / (days + 1)
        }
        let oddness = Self.oddness(counts, rates)
        quarters = rates.enumerated().compactMap { number, rate in
            guard rate > 0 else { return nil }
            let spread = Self.ninth * (rate * oddness * (1 + 1 / days)).squareRoot()
            let ofRate = Self.ninth * (rate * (oddness - 1) + rate * oddness / days).squareRoot()
            return Quarter(
                number: number, expected: rate, low: max(0, rate - spread), high: rate + spread, busy: rate + ofRate)
        }
    }

    /// The variance of counts ÷ their mean, 1 where days differ by chance alone (P. McCullagh and J. Nelder, "Generalized
    /// linear models", 1989, section 6.2).
    private static func oddness(_ counts: [[Int]], _ rates: [Double]) -> Double {
        let open = rates.indices.filter { rates[$0] > 0 }
        guard !open.isEmpty, counts.count > 1 else { return 1 }
        var sum = 0.0
        for day in counts {
            for quarter in open {
                let error = Double(day[quarter]) - rates[quarter]
                sum += error * error / rates[quarter]
            }
        }
        return max(1, sum / Double(open.count * (counts.count - 1)))
    }
}
