#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How much sooner or later things end at present than the tables say: one number on the log-odds, followed tick by tick.
///
/// It is moved by the ends seen against the ends expected among all that is open, and so reacts to a strike before any of
/// the runs that it holds up has ended.
///
/// Local-level Kalman filters (A. Harvey, "Forecasting, structural time series models and the Kalman filter", 1989, chapter 2),
/// one for each speed at which it might wander, weighed by how well each foretold the days (A. Raftery, M. Kárný and P. Ettler,
/// "Online prediction under model uncertainty via dynamic model averaging", 2010). The speeds are a grid of decades; the
/// record chooses among them.
package struct DriftBank: Sendable {
    private struct Filter {
        /// Variance that a day adds.
        let wander: Double
        var level = 0.0
        var variance = 0.1
        var logWeight = 0.0
        /// Sums of what it erred and of days, fading with a half-life of 69 days: days that are all holiday are odder than chance.
        var oddness = 0.0
        var days = 0.0
    }

    private var filters = [1e-5, 1e-4, 1e-3, 1e-2].map { Filter(wander: $0) }
    /// The drift now; above 0 things end sooner than the tables say.
    package private(set) var level = 0.0

    package init() {}

    /// How surely the level is known: the standard deviation of the filter that foretold best.
    package var deviation: Double {
        (filters.max { $0.logWeight < $1.logWeight }?.variance ?? 0).squareRoot()
    }

    /// Takes in one tick that is over.
    ///
    /// - Parameters:
    ///   - ended: how many of the open runs ended on it.
    ///   - logOdds: of each open run, by the tables alone.
    ///   - weights: how much each counts: 1 where it ended, else the chance that it ends at all.
    mutating func learn(ended: Double, logOdds: [Float], weights: [Float]) {
        for index in filters.indices {
            filters[index].variance += filters[index].wander
            let level = Float(filters[index].level)
            var (expected, curvature) = (0.0, 0.0)
            for run in logOdds.indices {
                let chance = Sigmoid.of(logOdds[run] + level)
                let weighed = weights[run] * chance
                expected += Double(weighed)
                curvature += Double(weighed * (1 - chance))
            }
            move(&filters[index], surprise: ended - expected, curvature: max(curvature, 1e-6))
        }
        let best = filters.map(\.logWeight).max() ?? 0
        var (sum, total) = (0.0, 0.0)
        for filter in filters {
            let weight = exp(filter.logWeight - best)
            sum += weight * filter.level
            total += weight
        }
        level = sum / total
    }

    private func move(_ filter: inout Filter, surprise: Double, curvature: Double) {
        guard surprise.isFinite, curvature.isFinite else { return }
        let variance = 1 / curvature + filter.variance
        let oddness = (filter.oddness + 2) / (filter.days + 2)
        let error = min(max(surprise / curvature, -1.5), 1.5)
        filter.logWeight -= 0.5 * (log(variance * oddness) + error * error / (variance * oddness))
        filter.oddness = filter.oddness * 0.99 + error * error / variance
        filter.days = filter.days * 0.99 + 1
        let gain = filter.variance / variance
        filter.level += gain * error
        filter.variance *= 1 - gain
    }
}
