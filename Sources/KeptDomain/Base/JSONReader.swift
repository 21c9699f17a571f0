/// Takes a JSON text apart from left to right, strictly as RFC 8259 has it.
struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private static let deepest = 64

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONFault) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw fault(.notUTF8, at: firstBadByte()) }
        skipSpace()
        if position == bytes.count { throw fault(.empty) }
        let value = try value(depth: 0)
        skipSpace()
        if position < bytes.count { throw fault(.textAfterEnd) }
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { position += 1 }
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        if depth > Self.deepest { throw fault(.tooDeep) }
        switch next {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .array(try elements(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func members(depth: Int) throws(JSONFault) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        try list(closedBy: UInt8(ascii: "}")) { reader throws(JSONFault) in
            let start = reader.position
            guard reader.next == UInt8(ascii: "\"") else { throw reader.unexpected }
            let name = try reader.string()
            guard names.insert(name).inserted else { throw reader.fault(.duplicateName, at: start) }
            reader.skipSpace()
            guard reader.take(UInt8(ascii: ":")) else { throw reader.unexpected }
            reader.skipSpace()
            members.append(JSONValue.Member(name: name, value: try reader.value(depth: depth + 1)))
        }
        return members
    }

    private mutating func elements(depth: Int) throws(JSONFault) -> [JSONValue] {
        var elements: [JSONValue] = []
        try list(closedBy: UInt8(ascii: "]")) { reader throws(JSONFault) in
            elements.append(try reader.value(depth: depth + 1))
        }
        return elements
    }

    /// What stands between brackets, divided by commas; `item` reads one.
    private mutating func list(
        closedBy end: UInt8, _ item: (inout JSONReader) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        position += 1
        skipSpace()
        if take(end) { return }
        while true {
            try item(&self)
            skipSpace()
            if take(end) { return }
            guard take(UInt8(ascii: ",")) else { throw unexpected }
            skipSpace()
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        for byte in word.utf8 where !take(byte) { throw unexpected }
        return value
    }

    private mutating func number() throws(JSONFault) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(JSONFault) {
        let start = position
        while let byte = next, (48...57).contains(byte) { position += 1 }
        if position == start { throw unexpected }
    }

    private mutating func string() throws(JSONFault) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while let byte = next, byte >= 32 {
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
        }
        throw fault(.unclosedString, at: start)
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONFault) {
        let start = position - 1
        guard let letter = next else { throw fault(.endsTooEarly) }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var code = hex()
            if let high = code, (0xD800...0xDBFF).contains(high) {
                let low = take(UInt8(ascii: "\\")) && take(UInt8(ascii: "u")) ? hex() : nil
                code = low.flatMap {
                    (0xDC00...0xDFFF).contains($0) ? 0x10000 + (high - 0xD800) << 10 + $0 - 0xDC00 : nil
                }
            }
            guard let scalar = code.flatMap(Unicode.Scalar.init) else { throw fault(.badEscape, at: start) }
            text += Array(String(Character(scalar)).utf8)
        default: throw fault(.badEscape, at: start)
        }
    }

    private mutating func hex() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }

    private var unexpected: JSONFault { fault(position == bytes.count ? .endsTooEarly : .unexpected) }

    private func fault(_ kind: JSONFault.Kind, at place: Int? = nil) -> JSONFault {
        let before = bytes[..<(place ?? position)]
        let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
        return JSONFault(
            kind: kind, line: before.count { $0 == 10 } + 1,
            column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1)
    }

    /// Decoding puts U+FFFD for what is no UTF-8, so the texts part where that begins.
    private func firstBadByte() -> Int {
        let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
        return zip(bytes, repaired).enumerated().first { $1.0 != $1.1 }?.offset ?? bytes.count
    }
}
