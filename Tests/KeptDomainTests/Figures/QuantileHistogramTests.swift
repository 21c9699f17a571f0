import KeptFigures
import KeptStore
import Testing

/// The exact quantile by definition 7 of Hyndman and Fan (1996).
private func exactQuantile(_ values: [Int64], _ q: Double) -> Double {
    let sorted = values.sorted()
    let rank = q * Double(sorted.count - 1)
    let below = Int(rank)
    let share = rank - Double(below)
    return share == 0
        ? Double(sorted[below]) : Double(sorted[below]) + Double(sorted[below + 1] - sorted[below]) * share
}

private func histogram(_ values: some Sequence<Int64>) -> QuantileHistogram {
    var all = QuantileHistogram()
    for value in values { all.add(value) }
    return all
}

/// Skewed as waiting times are: a product of three uniform factors, up to about 115 days in seconds.
private func skewed(_ count: Int, seed: UInt64) -> [Int64] {
    var random = Dice(seed: seed)
    return (0..<count).map { _ in
        let factors = (0..<3).map { _ in Double.random(in: 0.001...215, using: &random) }
        return Int64(factors[0] * factors[1] * factors[2])
    }
}

@Suite struct QuantileHistogramTests {
    @Test(arguments: [1, 2, 3, 10, 101, 20_000])
    func quantilesLieWithinHalfAPercent(count: Int) {
        let values = skewed(count, seed: UInt64(count))
        let all = histogram(values)
        for q in [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1] {
            let exact = exactQuantile(values, q)
            let told = all.quantile(q)!
            #expect(abs(told - exact) <= exact * 0.008 + 1e-9, "q \(q): \(told) for \(exact)")
        }
    }

    @Test func everyValueLiesNearTheMiddleOfItsBin() {
        var value: Int64 = 1
        while value < 1 << 61 {
            for near in [value - 1, value, value + 1, value + value / 3] {
                let told = histogram([near]).quantile(0.5)!
                #expect(abs(told - Double(near)) <= Double(near) / 128)
            }
            value *= 2
        }
        #expect(histogram([0, 1, 126, 127]).quantile(0.5) == 63.5)
    }

    @Test func countMeanAndVariationAreExact() {
        let all = histogram([2, 4, 4, 4, 5, 5, 7, 9])
        #expect(all.count == 8)
        #expect(all.mean == 5)
        // Sum of squared deviations 32, divided by 7.
        #expect(abs(all.standardDeviation! - (32.0 / 7).squareRoot()) < 1e-12)
        #expect(abs(all.coefficientOfVariation! - (32.0 / 7).squareRoot() / 5) < 1e-12)
        #expect(histogram([5]).standardDeviation == nil)
        #expect(histogram([]).mean == nil && histogram([]).quantile(0.5) == nil)
        #expect(histogram([0, 0]).coefficientOfVariation == nil)
    }

    @Test func aSmallSpreadAroundALargeMeanKeepsItsDigits() {
        let all = histogram((0..<1000).map { 4_000_000_000_000 + $0 % 2 })
        #expect(abs(all.standardDeviation! - 0.50025) < 1e-4)
    }

    @Test func partsMergedAreTheWhole() {
        let values = skewed(5000, seed: 3)
        var merged = QuantileHistogram()
        for start in stride(from: 0, to: 5000, by: 77) {
            merged.merge(histogram(values[start..<min(start + 77, 5000)]))
        }
        #expect(merged == histogram(values))
    }

    @Test func subtractingUndoesMerging() {
        let (some, more) = (histogram(skewed(300, seed: 1)), histogram(skewed(400, seed: 2)))
        var all = some
        all.merge(more)
        all.subtract(more)
        #expect(all == some)
        all.subtract(some)
        #expect(all.isEmpty)
        // A difference may come before what it is taken from.
        var difference = QuantileHistogram()
        difference.add(100, times: -1)
        difference.add(90)
        var whole = histogram([100, 200])
        whole.merge(difference)
        #expect(whole == histogram([90, 200]))
    }

    @Test func comesBackFromItsBytes() throws {
        var difference = histogram(skewed(2000, seed: 9))
        difference.subtract(histogram(skewed(500, seed: 10)))
        var moved = histogram([86_410])
        moved.subtract(histogram([86_400]))
        for one in [QuantileHistogram(), histogram([0]), histogram(skewed(20_000, seed: 5)), difference, moved] {
            var writer = ByteWriter()
            one.encode(to: &writer)
            var reader = ByteReader(writer.bytes)
            #expect(try QuantileHistogram(from: &reader) == one)
            #expect(reader.isAtEnd)
        }
    }

    /// Values that lie close together share a bin, so a difference may hold sums without a bin.
    @Test func everyDifferenceComesBackFromItsBytes() throws {
        var random = Dice(seed: 20)
        for _ in 0..<2_000 {
            let base = Int64.random(in: 0...400_000, using: &random)
            func some() -> [Int64] {
                (0..<Int.random(in: 0...3, using: &random)).map { _ in base + .random(in: 0...40, using: &random) }
            }
            var difference = histogram(some())
            difference.subtract(histogram(some()))
            var writer = ByteWriter()
            difference.encode(to: &writer)
            writer.add(signed: -7)
            var reader = ByteReader(writer.bytes)
            #expect(try QuantileHistogram(from: &reader) == difference)
            #expect(try reader.signed() == -7)
            reader = ByteReader(writer.bytes)
            var sum = QuantileSum()
            try sum.merge(from: &reader)
            #expect(sum.histogram == difference)
        }
    }

    @Test func aSumOfWrittenHistogramsIsTheirMerge() throws {
        var merged = QuantileHistogram()
        var sum = QuantileSum()
        for seed in UInt64(1)...9 {
            let one = histogram(skewed(300, seed: seed))
            merged.merge(one)
            var writer = ByteWriter()
            one.encode(to: &writer)
            var reader = ByteReader(writer.bytes)
            try sum.merge(from: &reader)
        }
        merged.add(77)
        sum.add(77)
        #expect(sum.histogram == merged)
        #expect(QuantileSum().histogram == QuantileHistogram())
    }

    @Test func brokenBytesAreToldNotGuessed() {
        var writer = ByteWriter()
        histogram([1, 70_000, 70_000]).encode(to: &writer)
        for length in 0..<writer.bytes.count {
            var reader = ByteReader(Array(writer.bytes[..<length]))
            #expect(throws: ByteReader.Malformed()) { try QuantileHistogram(from: &reader) }
        }
    }

    @Test func numbersOfAllSizesComeBack() throws {
        let wide: [Int128] = [0, 1, -1, Int128.max, Int128.min, Int128(Int64.max) * 3]
        let signed: [Int64] = [0, -1, 63, -64, 64, Int64.max, Int64.min]
        var writer = ByteWriter()
        for value in wide { writer.add(wide: value) }
        for value in signed { writer.add(signed: value) }
        var reader = ByteReader(writer.bytes)
        for value in wide { #expect(try reader.wide() == value) }
        for value in signed { #expect(try reader.signed() == value) }
        #expect(reader.isAtEnd)
    }
}
