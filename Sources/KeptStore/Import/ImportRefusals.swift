import KeptDomain

extension FileFailure: Refusal {
    package var key: String {
        switch self {
        case .missing: "importing.refusals.missing"
        case .folder: "importing.refusals.folder"
        case .notReadable: "importing.refusals.not-readable"
        case .empty: "importing.refusals.empty"
        case .packed(_, let packing):
            switch packing {
            case .zip, .oldExcel: "importing.refusals.workbook"
            case .xz, .zstd, .bzip2: "importing.refusals.packed"
            case .pdf, .sqlite, .parquet: "importing.refusals.no-text"
            }
        case .truncatedGzip: "importing.refusals.truncated"
        case .corruptGzip: "importing.refusals.corrupt"
        case .packedTooTightly: "importing.refusals.packed-too-tightly"
        case .readFailed: "importing.refusals.read-failed"
        case .notWritable: "importing.refusals.not-writable"
        case .encoding(_, let doubt):
            switch doubt {
            case .binary: "importing.refusals.binary"
            case .utf32: "importing.refusals.utf32"
            case .unclear: "importing.refusals.unclear-encoding"
            }
        case .unknownEncoding: "importing.refusals.unknown-encoding"
        case .text(_, let failure):
            switch failure {
            case .binary: "importing.refusals.binary"
            case .recordTooLong: "importing.refusals.record-too-long"
            case .tooManyFields: "importing.refusals.too-many-fields"
            case .tooManyUnclosedQuotes: "importing.refusals.unclosed-quotes"
            }
        }
    }

    package var facts: [Fact] {
        switch self {
        case .missing(let path), .folder(let path), .empty(let path): [Fact("path", path)]
        case .notReadable(let path, let cause), .notWritable(let path, let cause):
            [Fact("path", path), Fact("cause", cause)]
        case .packed(let path, let packing): [Fact("path", path), Fact("kind", packing.rawValue)]
        case .truncatedGzip(let path, let read, let delivered), .packedTooTightly(let path, let read, let delivered):
            [Fact("path", path), Fact("read", read), Fact("delivered", delivered)]
        case .corruptGzip(let path, let read, let delivered, let cause):
            [Fact("path", path), Fact("read", read), Fact("delivered", delivered), Fact("cause", cause)]
        case .readFailed(let path, let at, let cause): [Fact("path", path), Fact("byte", at), Fact("cause", cause)]
        case .encoding(let path, .binary(let offset, let line)):
            [Fact("path", path), Fact("line", line), Fact("byte", offset)]
        case .encoding(let path, .utf32): [Fact("path", path)]
        case .encoding(let path, .unclear(let offset, let line, let bytes)):
            [
                Fact("path", path), Fact("line", line), Fact("byte", offset),
                Fact("bytes", bytes.map { String($0, radix: 16, uppercase: true) }.joined(separator: " ")),
            ]
        case .unknownEncoding(let name): [Fact("name", name)]
        case .text(let path, let failure): [Fact("path", path)] + failure.facts
        }
    }
}

extension CSVFailure {
    fileprivate var facts: [Fact] {
        switch self {
        case .binary(let line, let offset): [Fact("line", line), Fact("byte", offset)]
        case .recordTooLong(let line, let limit): [Fact("line", line), Fact("limit", "\(limit / 1_048_576) MB")]
        case .tooManyFields(let line, let limit), .tooManyUnclosedQuotes(let line, let limit):
            [Fact("line", line), Fact("limit", limit)]
        }
    }
}

extension ImportRefusal: Refusal {
    /// The first columns, each cut: a file that is no table may have a "header" of any length.
    private static func shown(_ header: [String]) -> String {
        let names = header.prefix(30).map { $0.count > 40 ? $0.prefix(39) + "…" : $0 }
        return (names + (header.count > 30 ? ["…"] : [])).joined(separator: ", ")
    }

    package var key: String {
        switch self {
        case .noOrders: "importing.refusals.no-orders"
        case .map: "importing.refusals.map"
        case .missingColumns: "importing.refusals.missing-columns"
        case .unknownZone(_, let nearest):
            nearest.isEmpty ? "refusals.unknown-zone" : "importing.refusals.unknown-zone"
        case .underWay: "importing.refusals.under-way"
        case .takenOver: "importing.refusals.taken-over"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .noOrders(let folder, let found):
            [Fact("folder", folder), Fact("found", found.prefix(12).joined(separator: ", "))]
        case .map(let path, let header, _): [Fact("path", path), Fact("header", Self.shown(header))]
        case .missingColumns(let path, let missing, let found):
            [
                Fact("path", path), Fact("missing", missing.joined(separator: ", ")),
                Fact("found", found.joined(separator: ", ")),
            ]
        case .unknownZone(let name, let nearest):
            [Fact("zone", name), Fact("near", nearest.joined(separator: ", "))]
        case .underWay(let files): [Fact("files", files.joined(separator: ", "))]
        case .takenOver: []
        }
    }
}

extension ColumnMapProblem: Refusal {
    package var key: String {
        switch self {
        case .unknownField: "importing.map-problems.unknown-field"
        case .noSuchColumn: "importing.map-problems.no-such-column"
        case .columnTwice: "importing.map-problems.column-twice"
        case .missingOfCases: "importing.map-problems.missing-of-cases"
        case .missingOfVisits: "importing.map-problems.missing-of-visits"
        case .missing(let fields):
            fields == [.order] ? "importing.map-problems.no-order" : "importing.map-problems.no-kind"
        case .noSuchCurrency: "importing.map-problems.no-such-currency"
        case .noSuchDecimal: "importing.map-problems.no-such-decimal"
        case .noSuchStatus: "importing.map-problems.no-such-status"
        case .ambiguousDates: "importing.map-problems.ambiguous-dates"
        }
    }

    package var facts: [Fact] {
        switch self {
        case .unknownField(let field, let nearest):
            [Fact("field", field), Fact("near", nearest.joined(separator: ", "))]
        case .noSuchColumn(let column, let field, let nearest):
            [Fact("column", column), Fact("field", field), Fact("near", nearest.joined(separator: ", "))]
        case .columnTwice(let column): [Fact("column", column)]
        case .missingOfCases(let fields): [Fact("fields", fields.map(\.rawValue).joined(separator: ", "))]
        case .missingOfVisits(let fields): [Fact("fields", fields.map(\.rawValue).joined(separator: ", "))]
        case .missing(let fields): [Fact("fields", fields.map(\.rawValue).joined(separator: ", "))]
        case .noSuchCurrency(let code): [Fact("code", code)]
        case .noSuchDecimal(let sign): [Fact("sign", sign)]
        case .noSuchStatus(let status, let word): [Fact("status", status), Fact("word", word)]
        case .ambiguousDates(let column, let sample): [Fact("column", column), Fact("sample", sample)]
        }
    }
}
