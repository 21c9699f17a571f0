/// Values out of single fields, by bytes.
package enum FieldReading {
    /// The field without surrounding ASCII blanks.
    static func trimmed(_ field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var (start, end) = (0, field.count)
        while start < end, field[start] == 0x20 || field[start] == 0x09 { start += 1 }
        while end > start, field[end - 1] == 0x20 || field[end - 1] == 0x09 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: field[start..<end])
    }

    /// A whole number of zero or more; `3.0` is 3.
    static func count(_ field: UnsafeRawBufferPointer) throws(FieldFault) -> Int64 {
        var value: Int64 = 0
        var at = 0
        while at < field.count, let digit = digit(field[at]) {
            guard value < 1_000_000_000_000 else { throw FieldFault(reason: .noCount) }
            value = value * 10 + digit
            at += 1
        }
        guard at > 0 else { throw FieldFault(reason: .noCount) }
        if at < field.count {
            guard field[at] == 0x2E || field[at] == 0x2C, field[(at + 1)...].allSatisfy({ $0 == 0x30 }) else {
                throw FieldFault(reason: .noCount)
            }
        }
        return value
    }

    /// Yes or no in the usual words.
    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "1", "true", "yes", "y", "t", "ja", "j", "sim", "s", "是", "有": true
        case "0", "false", "no", "n", "f", "nein", "não", "nao", "否", "无": false
        default: nil
        }
    }

    static func digit(_ byte: UInt8) -> Int64? { byte &- 0x30 < 10 ? Int64(byte &- 0x30) : nil }
}
