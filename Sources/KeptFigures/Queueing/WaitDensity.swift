#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The density of the wait offered to callers of an Erlang A line while all servers are busy: how long somebody who never
/// hangs up would wait. It is proportional to
///
///     f(x) = exp(λ (1 − e^(−θx)) ÷ θ − nμ x)
///
/// after F. Baccelli and G. Hebuterne (1981) and S. Zeltyn and A. Mandelbaum, Queueing Systems 51 (2005), 361-402, with
/// calls at rate λ, departures at nμ and hang-ups at θ a caller.
///
/// f has one peak: at zero, or at ln(λ ÷ nμ) ÷ θ if more calls come than go. Everything is reckoned from that peak, since f
/// itself may be e^1000000; its logarithm is then a sum of terms of one sign, and no digits are lost.
struct WaitDensity {
    private let arrivalRate: Double
    private let leaveRate: Double
    /// Where the peak lies; zero or more.
    private let peak: Double
    /// How steeply the logarithm falls at the peak: not at all if the peak lies inside.
    private let slope: Double
    /// How strongly it bends there, by the leave rate.
    private let bend: Double

    /// f(0) ÷ f(peak), 0...1.
    let startByPeak: Double

    /// - Precondition: All above zero.
    init(arrivalRate: Double, departureRate: Double, meanPatience: Double) {
        self.arrivalRate = arrivalRate
        leaveRate = 1 / meanPatience
        let excess = arrivalRate - departureRate
        peak = excess > 0 ? log1p(excess / departureRate) * meanPatience : 0
        slope = max(0, -excess)
        bend = min(arrivalRate, departureRate)
        startByPeak = excess > 0 ? exp(-bend * meanPatience * Self.bow(-log1p(excess / departureRate))) : 1
    }

    /// Integrals over the density, each divided by f(peak).
    struct Sums {
        /// Of f.
        var all = 0.0
        /// Of f, over those whose patience outlasts the wait.
        var served = 0.0
        /// The same, over waits up to the target.
        var servedInTime = 0.0
        /// Of f × the time until service or hanging up, whichever is first.
        var wait = 0.0
        /// Of f × the wait, over those whose patience outlasts it.
        var waitOfServed = 0.0
    }

    /// Sums by Gauss's rule over panels so short that f changes at most by e³ in each, and patience by e².
    ///
    /// - Parameter target: zero or more; a panel ends there.
    func sums(until target: Double) -> Sums {
        var sums = Sums()
        var offset = firstOffset
        let mark = target - peak
        while offset < 0 || logarithm(at: offset) > Self.negligible {
            var end = offset + panel(from: offset)
            // Where a panel is too short for the digits of its place, there is nothing left to add.
            guard end > offset else { break }
            if mark > offset, mark < end { end = mark }
            add(from: offset, to: end, inTime: end <= mark, to: &sums)
            offset = end
        }
        return sums
    }

    /// e^(−50) is no longer seen beside the peak.
    private static let negligible = -50.0

    /// ln (f ÷ f(peak)) at an offset from the peak: zero or less.
    private func logarithm(at offset: Double) -> Double {
        -slope * offset - bend / leaveRate * Self.bow(leaveRate * offset)
    }

    /// z − 1 + e^(−z): zero or more. By its series where the difference would lose digits.
    private static func bow(_ z: Double) -> Double {
        guard abs(z) < 0.5 else { return z + expm1(-z) }
        var (term, sum) = (z * z / 2, 0.0)
        var next = 3.0
        while abs(term) > 1e-18 * abs(sum) {
            sum += term
            term *= -z / next
            next += 1
        }
        return sum
    }

    /// The offset from which on f is more than negligible; zero or less, never before the wait begins.
    private var firstOffset: Double {
        guard logarithm(at: -peak) < Self.negligible else { return -peak }
        var (low, high) = (-peak, 0.0)
        for _ in 0..<64 {
            let middle = low + (high - low) / 2
            let there = logarithm(at: middle)
            if there > Self.negligible { high = middle } else { low = middle }
            if (Self.negligible - 10...Self.negligible).contains(there) { break }
        }
        return low
    }

    /// How long a panel may be. The logarithm bends less and less from left to right, so what it does at the left bounds it.
    private func panel(from offset: Double) -> Double {
        let (most, patience) = (3.0, 2.0)
        let fade = exp(-leaveRate * offset)
        let steepness = abs(slope - bend * expm1(-leaveRate * offset))
        let length = 2 * most / (steepness + (steepness * steepness + 2 * most * bend * leaveRate * fade).squareRoot())
        // Beyond e^(−45) nobody's patience is left to be followed.
        return leaveRate * (peak + offset) < 45 ? min(length, patience / leaveRate) : length
    }

    private func add(from start: Double, to end: Double, inTime: Bool, to sums: inout Sums) {
        let (middle, half) = ((start + end) / 2, (end - start) / 2)
        for (node, weight) in Self.nodes {
            for offset in [middle - half * node, middle + half * node] {
                let wait = peak + offset
                let share = half * weight * exp(logarithm(at: offset))
                let left = Exponential.ended(after: leaveRate * wait)
                let stayed = exp(-leaveRate * wait)
                sums.all += share
                sums.wait += share * left / leaveRate
                sums.served += share * stayed
                if inTime { sums.servedInTime += share * stayed }
                sums.waitOfServed += share * stayed * wait
            }
        }
    }

    /// Places and weights of Gauss's rule with sixteen points on −1...1; M. Abramowitz and I. Stegun, table 25.4.
    private static let nodes: [(Double, Double)] = [
        (0.0950125098376374402, 0.1894506104550684963), (0.2816035507792589132, 0.1826034150449235889),
        (0.4580167776572273863, 0.1691565193950025382), (0.6178762444026437484, 0.1495959888165767321),
        (0.7554044083550030339, 0.1246289712555338720), (0.8656312023878317439, 0.0951585116824927848),
        (0.9445750230732325761, 0.0622535239386478929), (0.9894009349916499326, 0.0271524594117540949),
    ]
}
