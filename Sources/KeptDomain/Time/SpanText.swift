extension Span {
    /// From an ISO 8601 duration: `PT8H`, `P1DT2H`, `PT30M`, `PT0.5S`, `P2W`, `-PT5M`.
    ///
    /// A day is 24 hours and a week seven of them; years and months are refused, having no fixed length. Only the last
    /// part may have a fraction.
    package init(iso text: some StringProtocol) throws(TimeTextError) {
        self = try readTimeText(text) { reader throws(TimeTextError) in try Span(&reader) }
    }

    private static let units: [(letter: UInt8, seconds: Int64)] = [
        (UInt8(ascii: "W"), 604_800), (UInt8(ascii: "D"), 86_400), (UInt8(ascii: "H"), 3_600),
        (UInt8(ascii: "M"), 60), (UInt8(ascii: "S"), 1),
    ]

    private init(_ reader: inout TimeTextReader) throws(TimeTextError) {
        let isNegative = reader.take(UInt8(ascii: "-"))
        try reader.expect(UInt8(ascii: "P"))
        var total: Int64 = 0
        // Units of the date stand before the `T`, those of the time after it, each at most once and in this order.
        var allowed = Self.units[..<2]
        var isTime = false
        var hasFraction = false
        repeat {
            if !isTime, reader.take(UInt8(ascii: "T")) {
                isTime = true
                allowed = Self.units[2...]
            }
            let amount = try reader.amount()
            if reader.next == UInt8(ascii: "Y") || (reader.next == UInt8(ascii: "M") && !isTime) {
                throw .unitWithoutLength
            }
            guard let index = allowed.firstIndex(where: { $0.letter == reader.next }) else { throw reader.malformed }
            _ = reader.take(allowed[index].letter)
            total = try Self.sum(total, amount.whole, amount.millionths, of: allowed[index].seconds)
            allowed = allowed[(index + 1)...]
            hasFraction = amount.millionths != 0
        } while !reader.isAtEnd && !hasFraction
        self.init(microseconds: isNegative ? -total : total)
    }

    private static func sum(
        _ total: Int64, _ whole: Int64, _ millionths: Int64, of unit: Int64
    ) throws(TimeTextError) -> Int64 {
        let (product, overflows) = whole.multipliedReportingOverflow(by: unit * 1_000_000)
        let (sum, overflowsToo) = product.addingReportingOverflow(millionths * unit)
        let (all, overflowsAgain) = total.addingReportingOverflow(sum)
        if overflows || overflowsToo || overflowsAgain { throw .outOfRange }
        return all
    }

    /// `PT8H`, `P1DT2H30M`, `PT0.5S`; `PT0S` for nothing. Days are the largest unit.
    package var iso: String {
        if microseconds == 0 { return "PT0S" }
        var rest = microseconds.magnitude
        func next(_ unit: UInt64) -> UInt64 {
            defer { rest %= unit * 1_000_000 }
            return rest / (unit * 1_000_000)
        }
        let (days, hours, minutes, seconds) = (next(86_400), next(3_600), next(60), next(1))
        var time = (hours > 0 ? "\(hours)H" : "") + (minutes > 0 ? "\(minutes)M" : "")
        if rest > 0 {
            var digits = padded(Int(rest), 6)
            while digits.last == "0" { digits.removeLast() }
            time += "\(seconds).\(digits)S"
        } else if seconds > 0 {
            time += "\(seconds)S"
        }
        return (microseconds < 0 ? "-" : "") + "P" + (days > 0 ? "\(days)D" : "") + (time.isEmpty ? "" : "T\(time)")
    }
}

extension TimeTextReader {
    /// `8`, `0.5` or `0,5`.
    fileprivate mutating func amount() throws(TimeTextError) -> (whole: Int64, millionths: Int64) {
        var whole = Int64(try digit())
        while let byte = next, byte >= 48, byte <= 57 {
            let (product, overflows) = whole.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = product.addingReportingOverflow(Int64(try digit()))
            if overflows || overflowsToo { throw .outOfRange }
            whole = sum
        }
        let hasFraction = take(UInt8(ascii: ".")) || take(UInt8(ascii: ","))
        return (whole, hasFraction ? try fraction() : 0)
    }
}
