#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Times that end at a constant rate.
enum Exponential {
    /// The share that has ended after so many means, 0...1; also where that is little.
    static func ended(after means: Double) -> Double { -expm1(-means) }

    /// After how many means only a share has not ended.
    ///
    /// - Parameter share: above 0, at most 1.
    static func means(until share: Double) -> Double { -log(share) }
}
