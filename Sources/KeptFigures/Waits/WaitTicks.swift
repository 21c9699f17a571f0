/// The ticks of a wait: 5 seconds long at first, later 12 % of the time waited so far, up to an hour and a little.
///
/// Within a tick people are called at an even rate, so that a time between two ends is read off an exponential.
package enum WaitTicks {
    /// The second at which each tick begins, and that at which the last one ends.
    package static let edges: [Double] = {
        var edges = [0]
        while let last = edges.last, last < 3_600 { edges.append(last + max(5, last * 12 / 100)) }
        return edges.map(Double.init)
    }()
    package static let count = edges.count - 1

    /// In which tick a wait ends; one that ends at an edge belongs to the tick before it.
    package static func tick(of seconds: Double) -> Int {
        var (low, high) = (0, edges.count)
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] < seconds { low = middle + 1 } else { high = middle }
        }
        return min(max(low - 1, 0), count - 1)
    }

    static let fine = AgeBands(ages: { min($0, count - 1) }, count: count)
    /// Ticks put together by the second at which they begin: steps of 60 % from 5 seconds on.
    static let coarse = AgeBands(ages: { SecondsBand.of(edges[min($0, count - 1)], growth: 1.6, count: 12) }, count: 12)
}

/// Lengths of time put together by their share and not by their difference.
enum SecondsBand {
    /// 0 up to 5 seconds, then a band for each step of `growth`.
    static func of(_ seconds: Double, growth: Double, count: Int) -> Int {
        var (band, end) = (0, 5 * growth)
        // A product and a comparison a step, since the ends are to fall where they are looked for.
        while seconds >= end, band < count - 1 {
            band += 1
            end *= growth
        }
        return band
    }
}
