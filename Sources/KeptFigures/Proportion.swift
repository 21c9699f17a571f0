/// Of how many trials how many succeeded, with what can be said of the share behind them.
package struct Proportion: Sendable, Hashable {
    package let successes: Int
    package let trials: Int

    /// - Precondition: `0...trials` successes.
    package init(_ successes: Int, of trials: Int) {
        precondition((0...max(trials, 0)).contains(successes), "\(successes) of \(trials)")
        self.successes = successes
        self.trials = trials
    }

    /// 0...1; `nil` of no trials.
    package var share: Double? { trials > 0 ? Double(successes) / Double(trials) : nil }

    /// The 97.5 % point of the normal distribution: of intervals that hold 95 of 100 times.
    package static let usualZ = 1.959963984540054

    /// Wilson's score interval, 0...1; `nil` of no trials.
    ///
    /// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22 (1927),
    /// 209-212; as method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872. Trials are taken as independent.
    package func interval(z: Double = usualZ) -> ClosedRange<Double>? {
        guard trials > 0 else { return nil }
        let (count, share) = (Double(trials), Double(successes) / Double(trials))
        let square = z * z
        let middle = share + square / (2 * count)
        let spread = z * (share * (1 - share) / count + square / (4 * count * count)).squareRoot()
        let scale = 1 + square / count
        // Rounding may carry an end past the share itself, or past 0 and 1.
        let low = successes == 0 ? 0 : max(0, (middle - spread) / scale)
        let high = successes == trials ? 1 : min(1, (middle + spread) / scale)
        return low...high
    }

    /// How much larger this share is than another, with its interval, each -1...1; `nil` where one has no trials.
    ///
    /// R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
    /// (1998), 873-890, method 10: from Wilson's intervals without continuity correction. The two are taken as independent.
    package func difference(
        from other: Proportion, z: Double = usualZ
    ) -> (value: Double, interval: ClosedRange<Double>)? {
        guard let own = share, let theirs = other.share, let ownRange = interval(z: z),
            let theirRange = other.interval(z: z)
        else { return nil }
        func root(_ first: Double, _ second: Double) -> Double { (first * first + second * second).squareRoot() }
        let value = own - theirs
        let down = root(own - ownRange.lowerBound, theirRange.upperBound - theirs)
        let upward = root(ownRange.upperBound - own, theirs - theirRange.lowerBound)
        return (value, (value - down)...(value + upward))
    }
}

/// The value below which so many of the values lie.
package struct OrderedValues: Sendable {
    private let values: [Double]

    package init(_ values: some Sequence<Double>) { self.values = values.sorted() }

    package var count: Int { values.count }

    /// Between the two nearest values in proportion (Hyndman and Fan 1996, type 7); `nil` of none.
    ///
    /// - Parameter share: 0...1.
    package func quantile(_ share: Double) -> Double? {
        guard let last = values.last else { return nil }
        let place = Double(values.count - 1) * share
        let index = Int(place)
        guard index + 1 < values.count else { return last }
        return values[index] + (values[index + 1] - values[index]) * (place - Double(index))
    }
}
