import KeptDomain
import KeptWords

/// How far the lines of a chart stand apart where tens are not round, and how they are called there.
package struct ChartAxis: Sendable {
    /// Rising; beyond the last, its multiples.
    let steps: [Double]
    /// Words a value of an axis with this step, all in one unit.
    let format: @Sendable (_ value: Double, _ step: Double) -> String

    /// Durations in hours: steps of minutes, hours or days, each called by that unit.
    package static func hours(_ words: Words) -> ChartAxis {
        ChartAxis(
            steps: [1, 2, 5, 10, 15, 30].map { $0 / 60 } + [1, 2, 3, 6, 12, 24, 48, 120, 240, 480, 1_200]
        ) { value, step in
            words.shortDuration(span(value), in: span(step))
        }
    }

    private static func span(_ hours: Double) -> Span { .seconds(Int64((hours * 3_600).rounded())) }

    /// The smallest that is not under `value`; 1 for nothing.
    func step(_ value: Double) -> Double {
        guard value > 0, let last = steps.last else { return 1 }
        return steps.first { $0 >= value * 0.999_999 } ?? (value / last).rounded(.up) * last
    }
}
