#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Ages in ticks, put together: the youngest one by one or as one, the older ones in bands that grow by a share.
///
/// How finely is a matter of resolution alone, since what is learned of a band is pulled to the general case as far as
/// the record does not speak for it.
package struct AgeBands: Sendable, Hashable {
    /// The band of each age below `table.count`; older ones are in the last.
    let table: [UInt8]
    package let count: Int

    /// - Parameters:
    ///   - first: ages below it are the young ones, above 0.
    ///   - apart: whether each young age is a band of its own.
    ///   - growth: the end of a band ÷ its beginning, above 1.
    ///   - count: of bands, at most 256.
    package init(first: Int, apart: Bool, growth: Double, count: Int) {
        precondition(first > 0 && growth > 1 && (1...256).contains(count))
        let young = apart ? first : 1
        self.count = count
        table = (0..<Self.ages).map { age in
            if age < first { return UInt8(min(apart ? age : 0, count - 1)) }
            return UInt8(min(count - 1, young + Int(log(Double(age) / Double(first)) / log(growth))))
        }
    }

    /// - Parameter band: of each age, below `count`.
    init(ages band: (_ age: Int) -> Int, count: Int) {
        precondition((1...256).contains(count))
        self.count = count
        table = (0..<Self.ages).map { UInt8(band($0)) }
    }

    package subscript(age: Int) -> Int { Int(table[min(max(age, 0), Self.ages - 1)]) }

    static let ages = 512

    /// Each day of the first 24, then 6 % wider and wider.
    package static let fine = AgeBands(first: 24, apart: true, growth: 1.06, count: 64)
    package static let coarse = AgeBands(first: 4, apart: true, growth: 1.2, count: 24)
    package static let rough = AgeBands(first: 2, apart: false, growth: 1.6, count: 8)
}

/// The band of an amount, for facts whose size matters by its share and not by its difference.
package enum AmountBand {
    /// 0 up to one unit, then a band for each step of `growth`.
    ///
    /// - Parameter growth: the end of a band ÷ its beginning, above 1.
    package static func of(_ amount: Double, growth: Double) -> Int { Int(log(max(amount, 1)) / log(growth)) }
}
