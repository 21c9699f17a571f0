import CLibpq
import KeptDomain

extension PostgresConnection {
    /// By COPY in text format (PostgreSQL documentation, COPY, "Text Format"), in chunks of about 64 KB.
    func add(into table: StaticString, columns: [StaticString], values: [Value]) throws {
        guard !values.isEmpty else { return }
        let names = columns.map(\.description).joined(separator: ", ")
        let statement = "COPY \(table) (\(names)) FROM STDIN"
        try outsidePipeline {
            var isDuplicate = false
            do {
                try line.execute(statement)
                try send(values, columns.count, of: statement, &isDuplicate)
            } catch let error as StoreError {
                noteFailure(error, isDuplicate: isDuplicate)
                throw error
            }
        }
        noteWritten()
    }

    private func send(_ values: [Value], _ columns: Int, of statement: String, _ isDuplicate: inout Bool) throws {
        var refused: StoreError?
        do {
            var chunk: [UInt8] = []
            chunk.reserveCapacity(70_000)
            for (index, value) in values.enumerated() {
                try Self.append(value, to: &chunk, in: statement)
                let isLast = (index + 1) % columns == 0
                chunk.append(isLast ? UInt8(ascii: "\n") : UInt8(ascii: "\t"))
                guard isLast else { continue }
                if chunk.count > 64_000 {
                    try put(chunk)
                    chunk.removeAll(keepingCapacity: true)
                }
            }
            try put(chunk)
        } catch let error as StoreError {
            refused = error
        }
        guard PQputCopyEnd(line.raw, refused == nil ? nil : "a value cannot be stored") == 1 else { throw line.lost }
        while let result = PQgetResult(line.raw) {
            let answer = PostgresAnswer(result)
            if refused == nil, let failure = answer.failure(in: statement) {
                refused = failure
                isDuplicate = answer.isDuplicate
            }
        }
        if line.isLost { throw line.lost }
        if let refused { throw refused }
    }

    private func put(_ chunk: [UInt8]) throws {
        let isPut = chunk.withUnsafeBytes {
            PQputCopyData(line.raw, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
        }
        guard chunk.isEmpty || isPut == 1 else { throw line.lost }
    }

    private static func append(_ value: Value, to bytes: inout [UInt8], in statement: String) throws {
        switch value {
        case .null: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
        case .int(let number): PostgresValues.append(number, to: &bytes)
        case .real(let number): bytes += Array(number.description.utf8)
        case .text(let text): try append(text, to: &bytes, in: statement)
        case .bytes(let content):
            bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\\"), UInt8(ascii: "x")]
            for byte in content { bytes += [digit(byte >> 4), digit(byte & 15)] }
        case .numbers, .texts: throw StoreError.defect("a list cannot be stored, in: \(statement)")
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8], in statement: String) throws {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes += [byte, byte]
            case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case UInt8(ascii: "\t"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case 0: throw StoreError.constraint("a text holds the character U+0000", detail: statement)
            default: bytes.append(byte)
            }
        }
    }

    private static func digit(_ number: UInt8) -> UInt8 {
        number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") + number - 10
    }
}
