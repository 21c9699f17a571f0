/// The sum of many histograms, kept as one counter a bin, so that adding a written-down histogram costs one addition a
/// bin. Takes eight bytes for each bin up to the largest value: 20 kB for seconds of a year.
package struct QuantileSum: Sendable {
    private var counters: [Int64] = []
    private var sum: Int128 = 0
    private var sumOfSquares: Int128 = 0

    package init() {}

    package mutating func add(_ value: Int64) {
        precondition(value >= 0, "a histogram holds no negative values, got \(value)")
        sum += Int128(value)
        sumOfSquares += Int128(value) * Int128(value)
        count(QuantileHistogram.index(of: value), 1)
    }

    /// Adds a histogram that `QuantileHistogram.encode` wrote.
    package mutating func merge(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        let sums = try QuantileHistogram.eachBin(from: &reader) { index, times in count(index, times) }
        sum += sums.0
        sumOfSquares += sums.1
    }

    private mutating func count(_ index: Int32, _ times: Int64) {
        let place = Int(index)
        if place >= counters.count {
            counters.append(contentsOf: repeatElement(0, count: place + 1 - counters.count))
        }
        counters[place] += times
    }

    package var histogram: QuantileHistogram {
        var bins: [QuantileHistogram.Bin] = []
        var total: Int64 = 0
        for (index, count) in counters.enumerated() where count != 0 {
            bins.append(QuantileHistogram.Bin(index: Int32(index), count: count))
            total += count
        }
        return QuantileHistogram(bins: bins, count: total, sum: sum, sumOfSquares: sumOfSquares)
    }
}
