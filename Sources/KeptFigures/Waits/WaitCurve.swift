#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The chance that somebody still waits, from the instant of joining on.
package struct WaitCurve: Sendable {
    /// At each edge of the ticks, from 1 down; never rising.
    package let waiting: [Double]

    /// - Parameter hazards: the chance to be called in each tick, to whoever waits until then.
    init(hazards: [Float]) {
        var left = 1.0
        waiting =
            [1]
            + hazards.map { hazard in
                left *= 1 - Double(hazard)
                return left
            }
    }

    /// The seconds after which only a share still waits.
    ///
    /// - Parameter share: above 0, below 1.
    /// - Returns: `nil` where more than that wait longer than an hour.
    package func seconds(until share: Double) -> Double? {
        guard let next = waiting.firstIndex(where: { $0 <= share }), next > 0 else { return nil }
        let (before, after) = (waiting[next - 1], max(waiting[next], 1e-9))
        let part = after < before ? log(share / before) / log(after / before) : 1
        let (start, end) = (WaitTicks.edges[next - 1], WaitTicks.edges[next])
        return start + min(max(part, 0), 1) * (end - start)
    }

    /// The chance to wait longer than so many seconds.
    package func chance(beyond seconds: Double) -> Double {
        let tick = WaitTicks.tick(of: seconds)
        let (start, end) = (WaitTicks.edges[tick], WaitTicks.edges[tick + 1])
        let (before, after) = (max(waiting[tick], 1e-12), max(waiting[tick + 1], 1e-12))
        return before * pow(after / before, min(1, max(0, (seconds - start) / (end - start))))
    }

    /// The curve of somebody who has waited so long already and is not called yet; times count from then on.
    package func chance(beyond seconds: Double, having waited: Double) -> Double {
        min(1, chance(beyond: waited + seconds) / max(chance(beyond: waited), 1e-9))
    }
}
