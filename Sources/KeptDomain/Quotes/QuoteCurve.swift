import KeptFigures

/// The chances to be open still at the end of each day, as they were when a quote was told: what its outcome is judged by.
package struct QuoteCurve: Sendable, Hashable {
    /// The day of the first, counted from the purchase.
    package let first: Int
    /// 0...1, never rising, in steps of 1 ÷ 65,535.
    package let open: [UInt16]

    package init(first: Int, ended: [Float]) {
        self.first = first
        // Behind the least level at which quotes are read off nothing is asked.
        let end = ended.firstIndex { $0 > 0.9999 }.map { $0 + 1 } ?? ended.count
        open = ended[..<end].map { UInt16((min(max(1 - $0, 0), 1) * 65_535).rounded()) }
    }

    /// The chance to take at least so many days from the purchase.
    package func chance(ofAtLeast days: Int) -> Double {
        guard days > first, let last = open.last else { return 1 }
        let at = days - 1 - first
        return Double(at < open.count ? open[at] : last) / 65_535
    }

    package func chance(by days: Int) -> Double { 1 - chance(ofAtLeast: days + 1) }

    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.add(UInt64(first))
        writer.add(UInt64(open.count))
        var last: UInt16 = .max
        for each in open {
            writer.add(signed: Int64(last) - Int64(each))
            last = each
        }
        return writer.bytes
    }

    package init(_ bytes: [UInt8]) throws(ByteReader.Malformed) {
        var reader = ByteReader(bytes)
        first = try reader.count(atMost: Int(Int16.max))
        var (open, last): ([UInt16], Int64) = ([], Int64(UInt16.max))
        for _ in 0..<(try reader.count(atMost: QuoteClock.bound)) {
            last -= try reader.signed()
            guard let each = UInt16(exactly: last) else { throw ByteReader.Malformed() }
            open.append(each)
        }
        self.open = open
        guard reader.isAtEnd else { throw ByteReader.Malformed() }
    }
}
