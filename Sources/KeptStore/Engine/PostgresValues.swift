import KeptDomain

/// The values of one statement as libpq takes them: texts one after another, bytes as they are.
struct PostgresValues {
    private var buffer: [UInt8] = []
    /// Where each value starts in `buffer`; -1 for NULL.
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    /// 0 for text, 1 for bytes as they are.
    private var formats: [Int32] = []

    init(_ values: [Value], in statement: String) throws {
        starts.reserveCapacity(values.count)
        for value in values {
            let start = buffer.count
            var isNull = false
            var format: Int32 = 0
            switch value {
            case .null: isNull = true
            case .int(let number): Self.append(number, to: &buffer)
            case .real(let number): buffer += Array(number.description.utf8)
            case .text(let text): try Self.append(text, to: &buffer, in: statement)
            case .bytes(let bytes):
                buffer += bytes
                format = 1
            case .numbers(let numbers): Self.append(numbers, to: &buffer)
            case .texts(let texts): try Self.append(texts, to: &buffer, in: statement)
            }
            starts.append(isNull ? -1 : start)
            lengths.append(Int32(buffer.count - start))
            formats.append(format)
            buffer.append(0)
        }
    }

    /// Calls `body` with count, values, lengths and formats, which stay valid until it returns.
    func withPointers<T>(
        _ body: (Int32, [UnsafePointer<CChar>?], [Int32], [Int32]) -> T
    ) -> T {
        buffer.withUnsafeBytes { bytes in
            let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return body(Int32(starts.count), starts.map { $0 < 0 ? nil : base! + $0 }, lengths, formats)
        }
    }

    static func append(_ number: Int64, to bytes: inout [UInt8]) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let first = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[first...].reverse()
    }

    /// PostgreSQL holds no U+0000 in texts; cut off there, a value would silently be another.
    static func append(_ text: String, to bytes: inout [UInt8], in statement: String) throws {
        let start = bytes.count
        bytes += text.utf8
        if bytes[start...].contains(0) {
            throw StoreError.constraint("a text holds the character U+0000", detail: statement)
        }
    }

    /// An array literal: `{1,2}`.
    private static func append(_ numbers: [Int64], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, number) in numbers.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(number, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// An array literal with every text in quotes: `{"a","b \"c\""}`.
    private static func append(_ texts: [String], to bytes: inout [UInt8], in statement: String) throws {
        bytes.append(UInt8(ascii: "{"))
        for (index, text) in texts.enumerated() {
            bytes += index > 0 ? [UInt8(ascii: ","), UInt8(ascii: "\"")] : [UInt8(ascii: "\"")]
            let escaped =
                text.utf8.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }
                ? text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") : text
            try append(escaped, to: &bytes, in: statement)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
