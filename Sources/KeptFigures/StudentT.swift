/// Student's distribution, for means of few values.
package enum StudentT {
    /// The 97.5 % point, of intervals that hold 95 of 100 times: 2.262 at 9 degrees of freedom, 1.96 at very many.
    ///
    /// M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.7.5: an expansion in powers of 1 ÷ degrees.
    /// From 9 degrees on it is right to 0.00002.
    /// - Precondition: at least 9 degrees of freedom.
    package static func usualQuantile(degrees: Int) -> Double {
        precondition(degrees >= 9, "\(degrees) degrees of freedom")
        let (n, z) = (Double(degrees), Proportion.usualZ)
        let (z2, z4) = (z * z, z * z * z * z)
        let (z6, z8) = (z4 * z2, z4 * z4)
        let first = z * (z2 + 1) / 4
        let second = z * (5 * z4 + 16 * z2 + 3) / 96
        let third = z * (3 * z6 + 19 * z4 + 17 * z2 - 15) / 384
        let fourth = z * (79 * z8 + 776 * z6 + 1_482 * z4 - 1_920 * z2 - 945) / 92_160
        return z + (first + (second + (third + fourth / n) / n) / n) / n
    }
}
