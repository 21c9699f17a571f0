import Crypto
import Foundation
import KeptDomain

extension Reading {
    /// How columns under this header were read last time.
    package func columnMap(for header: [String]) throws -> ColumnMap? {
        try row("SELECT map FROM column_maps WHERE header_hash = \(Self.fingerprint(of: header))") { $0.text() }
            .map { try JSONDecoder().decode(ColumnMap.self, from: Data($0.utf8)) }
    }

    fileprivate static func fingerprint(of header: [String]) -> [UInt8] {
        Array(SHA256.hash(data: Data(JSONText.array(header).utf8)))
    }
}

extension Transaction {
    /// Remembers the map for files with this header.
    package func remember(_ map: ColumnMap, for header: [String]) throws {
        try permit(.importData)
        let text = try ImportRecord.json(map)
        try run(
            """
            INSERT INTO column_maps (header_hash, kind, map, used_at)
            VALUES (\(Self.fingerprint(of: header)), \(map.isOfVisits ? "visits" : map.isOfCases ? "cases" : "orders"), \(text), \(now))
            ON CONFLICT (header_hash) DO UPDATE SET map = \(text), used_at = \(now)
            """)
    }
}

/// A file before it is imported: how it would be read, and its first rows.
package struct ImportPreview: Sendable {
    package let path: String
    package let encoding: TextEncoding
    package let delimiter: UInt8
    package let header: [String]
    package let rows: [[String]]
    /// Remembered for this header, else guessed.
    package let map: ColumnMap
    package let isRemembered: Bool
    /// What has to be settled before the map can be used.
    package let problems: [ColumnMapProblem]
}

/// The header and the first rows of a file.
package struct FileStart: Sendable {
    package let encoding: TextEncoding
    package let delimiter: UInt8
    package let header: [String]
    package let rows: [[String]]

    /// Reads on a thread of its own.
    package static func read(_ path: String, encoding: TextEncoding? = nil, rows limit: Int = 0) async throws -> Self {
        try await OwnThread.run("kept-preview") {
            let file = try DelimitedFile(path, encoding: encoding)
            var rows: [[String]] = []
            while rows.count < limit, let record = try file.next() { rows.append((0..<record.count).map(record.text)) }
            return Self(encoding: file.encoding, delimiter: file.delimiter, header: file.header, rows: rows)
        }
    }
}

extension Store {
    /// Looks at the first rows of a file and at what is remembered for its header.
    ///
    /// - Parameter wanted: what its rows are; where left out, it is told by the header.
    package func previewImport(
        _ path: String, of wanted: ColumnSuggestion.Rows? = nil, encoding: TextEncoding? = nil, rows limit: Int = 50
    ) async throws -> ImportPreview {
        let start = try await FileStart.read(path, encoding: encoding, rows: limit)
        let (header, rows) = (start.header, start.rows)
        // What is remembered of other rows than are wanted is no help.
        let remembered = try await read { try $0.columnMap(for: header) }.flatMap { map in
            wanted == nil || map.rows == wanted ? map : nil
        }
        let map = remembered ?? ColumnSuggestion.map(header: header, rows: rows, of: wanted)
        return ImportPreview(
            path: path, encoding: start.encoding, delimiter: start.delimiter, header: header, rows: rows, map: map,
            isRemembered: remembered != nil,
            problems: map.problems(with: header) + ColumnSuggestion.openQuestions(map, header: header, rows: rows))
    }
}
