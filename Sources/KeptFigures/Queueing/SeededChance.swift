/// Random numbers that are the same for the same seed on every machine.
///
/// SplitMix64; G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014). For simulation,
/// never for secrets.
package struct SeededChance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Above 0 and at most 1, each of 2^53 values alike.
    package mutating func share() -> Double { Double((next() >> 11) + 1) / 9_007_199_254_740_992 }

    /// An exponential time.
    package mutating func time(mean: Double) -> Double { mean * Exponential.means(until: share()) }
}
