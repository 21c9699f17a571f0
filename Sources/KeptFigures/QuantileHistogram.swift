/// How whole numbers of zero or more are distributed: exact count, sum and sum of squares, and quantiles within one
/// percent of the value, in a size that depends on the spread and not on how many there are.
///
/// A quantile sketch with relative accuracy after Masson, Rim and Lee, "DDSketch" (VLDB 2019, section 2), with bins that
/// grow by powers of two, each split into 64 of equal width, instead of true logarithms: 1.4 times as many bins, but no
/// floating point, so that the same values give the same bins on every machine. A value lies within 1/128 (0.78 %) of
/// the middle of its bin; values below 128 are exact. Few bins are soon all taken, so that a month of a hundred thousand
/// orders takes no more room than one of ten thousand.
///
/// Histograms form a group: merging adds, subtracting is its exact inverse, so bins may be negative in a difference
/// that is to be merged into a whole later.
package struct QuantileHistogram: Sendable, Equatable {
    struct Bin: Sendable, Equatable {
        var index: Int32
        var count: Int64
    }

    /// In order of index; none with a count of zero.
    private(set) var bins: [Bin] = []
    package private(set) var count: Int64 = 0
    package private(set) var sum: Int128 = 0
    package private(set) var sumOfSquares: Int128 = 0

    package init() {}

    package var isEmpty: Bool { bins.isEmpty && count == 0 && sum == 0 && sumOfSquares == 0 }

    /// - Parameters:
    ///   - value: zero or more.
    ///   - times: how often; negative takes values out again.
    package mutating func add(_ value: Int64, times: Int64 = 1) {
        precondition(value >= 0, "a histogram holds no negative values, got \(value)")
        guard times != 0 else { return }
        count += times
        sum += Int128(value) * Int128(times)
        sumOfSquares += Int128(value) * Int128(value) * Int128(times)
        addToBin(Self.index(of: value), times)
    }

    package mutating func merge(_ other: Self) { combine(other, sign: 1) }
    package mutating func subtract(_ other: Self) { combine(other, sign: -1) }

    /// `nil` for an empty histogram, never NaN.
    package var mean: Double? { count > 0 ? Double(sum) / Double(count) : nil }

    /// The sample standard deviation, with n − 1; `nil` for fewer than two values.
    package var standardDeviation: Double? {
        guard count > 1 else { return nil }
        // In whole numbers up to here, since the difference of two large sums is what loses digits.
        let spread = Int128(count) * sumOfSquares - sum * sum
        return (Double(max(spread, 0)) / (Double(count) * Double(count - 1))).squareRoot()
    }

    /// Standard deviation ÷ mean; `nil` for fewer than two values or a mean of zero.
    package var coefficientOfVariation: Double? {
        guard let deviation = standardDeviation, let mean, mean > 0 else { return nil }
        return deviation / mean
    }

    /// The value below which a share `q` of the values lies, between neighbours by linear interpolation (Hyndman and
    /// Fan 1996, definition 7, as R, NumPy and spreadsheets have it), within 0.8 % of the exact one.
    ///
    /// - Parameter q: in 0...1.
    /// - Returns: `nil` for an empty histogram.
    package func quantile(_ q: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = min(max(q, 0), 1) * Double(count - 1)
        let below = Int64(rank)
        let share = rank - Double(below)
        var passed: Int64 = 0
        var lower: Double?
        for bin in bins {
            passed += bin.count
            if lower == nil, passed > below { lower = Self.middle(of: bin.index) }
            if let lower, share == 0 || passed > below + 1 {
                return lower + (Self.middle(of: bin.index) - lower) * share
            }
        }
        return lower ?? bins.last.map { Self.middle(of: $0.index) }
    }

    // MARK: bins

    private static let bits = 6

    /// 0...127 stand for themselves; above, the seven leading bits and the power of two number the bin.
    static func index(of value: Int64) -> Int32 {
        let shift = max(0, 63 - value.leadingZeroBitCount - bits)
        return Int32(shift << bits) + Int32(value >> Int64(shift))
    }

    static func middle(of index: Int32) -> Double {
        let shift = max(0, Int(index >> bits) - 1)
        let lowest = (Int64(index) - Int64(shift << bits)) << Int64(shift)
        return Double(lowest) + Double((Int64(1) << Int64(shift)) - 1) / 2
    }

    private mutating func addToBin(_ index: Int32, _ times: Int64) {
        var low = 0
        var high = bins.count
        while low < high {
            let middle = (low + high) / 2
            if bins[middle].index < index { low = middle + 1 } else { high = middle }
        }
        if low == bins.count || bins[low].index != index {
            bins.insert(Bin(index: index, count: times), at: low)
        } else {
            bins[low].count += times
            if bins[low].count == 0 { bins.remove(at: low) }
        }
    }

    private mutating func combine(_ other: Self, sign: Int64) {
        count += sign * other.count
        sum += Int128(sign) * other.sum
        sumOfSquares += Int128(sign) * other.sumOfSquares
        if other.bins.count <= 4 {
            for bin in other.bins { addToBin(bin.index, sign * bin.count) }
            return
        }
        var merged: [Bin] = []
        merged.reserveCapacity(bins.count + other.bins.count)
        var (mine, theirs) = (0, 0)
        while mine < bins.count || theirs < other.bins.count {
            if theirs == other.bins.count || mine < bins.count && bins[mine].index < other.bins[theirs].index {
                merged.append(bins[mine])
                mine += 1
            } else if mine == bins.count || other.bins[theirs].index < bins[mine].index {
                merged.append(Bin(index: other.bins[theirs].index, count: sign * other.bins[theirs].count))
                theirs += 1
            } else {
                let total = bins[mine].count + sign * other.bins[theirs].count
                if total != 0 { merged.append(Bin(index: bins[mine].index, count: total)) }
                (mine, theirs) = (mine + 1, theirs + 1)
            }
        }
        bins = merged
    }
}

extension QuantileHistogram {
    /// Two to three bytes a bin. The count is the sum of the bins and not written. A difference of two histograms whose
    /// values share their bins has sums and no bins, so the sums are always written.
    package func encode(to writer: inout ByteWriter) {
        writer.add(UInt64(bins.count))
        writer.add(wide: sum)
        writer.add(wide: sumOfSquares)
        var last: Int32 = 0
        for bin in bins {
            writer.add(UInt64(bin.index - last))
            writer.add(signed: bin.count)
            last = bin.index
        }
    }

    package init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        (sum, sumOfSquares) = try Self.eachBin(from: &reader) { index, times in
            bins.append(Bin(index: index, count: times))
            count += times
        }
    }

    /// Hands out the bins of a histogram that was written down, in order of index. Returns sum and sum of squares.
    @inline(__always) static func eachBin(
        from reader: inout ByteReader, _ body: (Int32, Int64) -> Void
    ) throws(ByteReader.Malformed) -> (Int128, Int128) {
        let binCount = try reader.number()
        let sums = (try reader.wide(), try reader.wide())
        var last: UInt64 = 0
        for number in 0..<binCount {
            let step = try reader.number()
            guard step < 1 << 16, step > 0 || number == 0 else { throw ByteReader.Malformed() }
            last += step
            guard last < UInt64(lastIndex) else { throw ByteReader.Malformed() }
            body(Int32(last), try reader.signed())
        }
        return sums
    }

    /// One more than the index of the largest value.
    static let lastIndex = index(of: Int64.max) + 1
}

extension QuantileHistogram {
    init(bins: [Bin], count: Int64, sum: Int128, sumOfSquares: Int128) {
        self.bins = bins
        self.count = count
        self.sum = sum
        self.sumOfSquares = sumOfSquares
    }
}
