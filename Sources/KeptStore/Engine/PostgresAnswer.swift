import CLibpq
import Foundation
import KeptDomain

/// The answer to one statement, and the row at hand of it.
final class PostgresAnswer: RowSource {
    private let result: OpaquePointer
    /// Which row the columns are read from.
    var row: Int32 = 0

    init(_ result: OpaquePointer) { self.result = result }
    deinit { PQclear(result) }

    var status: ExecStatusType { PQresultStatus(result) }
    var rowCount: Int32 { PQntuples(result) }
    /// How many rows the statement changed or found.
    var count: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// What was done, in PostgreSQL's words: `UPDATE 3`, `SELECT 0`, `COMMIT`.
    var tag: String { String(cString: PQcmdStatus(result)) }

    /// Whether the statement changed anything.
    var hasWritten: Bool {
        switch tag.prefix(while: { $0 != " " }) {
        case "INSERT", "UPDATE", "DELETE", "COPY", "MERGE": count > 0
        case "SELECT", "SET", "BEGIN", "COMMIT", "ROLLBACK", "PREPARE", "LOCK", "SHOW", "": false
        default: true
        }
    }

    // MARK: - Columns, in text format

    func isNull(_ column: Int32) -> Bool { PQgetisnull(result, row, column) != 0 }

    /// Digits up to the first that is none, so that a whole `numeric` (the sum of a BIGINT column) reads as itself; a
    /// Boolean reads as 0 or 1, as on SQLite.
    func int(_ column: Int32) -> Int64 {
        let bytes = value(column)
        guard let first = bytes.first else { return 0 }
        if first == UInt8(ascii: "t") { return 1 }
        let isNegative = first == UInt8(ascii: "-")
        var number: Int64 = 0
        for byte in isNegative ? bytes.dropFirst() : bytes[...] {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            // Built up below zero, where the smallest number has room too.
            number = number * 10 - Int64(digit)
        }
        return isNegative ? number : -number
    }

    func double(_ column: Int32) -> Double { strtod(PQgetvalue(result, row, column), nil) }

    func text(_ column: Int32) -> String { String(decoding: value(column), as: UTF8.self) }

    /// `\x` and two digits for each byte.
    func bytes(_ column: Int32) -> [UInt8] {
        let digits = value(column).dropFirst(2)
        var result: [UInt8] = []
        result.reserveCapacity(digits.count / 2)
        var index = digits.startIndex
        while index + 1 < digits.endIndex {
            result.append(Self.number(of: digits[index]) << 4 | Self.number(of: digits[index + 1]))
            index += 2
        }
        return result
    }

    private static func number(of digit: UInt8) -> UInt8 {
        digit < UInt8(ascii: "a") ? digit &- UInt8(ascii: "0") : digit &- UInt8(ascii: "a") &+ 10
    }

    private func value(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        let start = UnsafeRawPointer(PQgetvalue(result, row, column))?.assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
    }

    // MARK: - Failures

    /// The five letters of SQLSTATE (PostgreSQL documentation, appendix A); empty when there are none.
    var state: String { field("C") }

    /// Another writer took the same unique value.
    var isDuplicate: Bool { state == "23505" }

    /// Why the statement did not run, `nil` when it did.
    func failure(in text: String) -> StoreError? {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_SYNC, PGRES_COPY_IN: return nil
        default: break
        }
        let reason = [field("M"), field("D")].filter { !$0.isEmpty }.joined(separator: "; ")
        switch state {
        case "40001", "40P01": return .serialization
        case let state where state.hasPrefix("23"):
            return .constraint(field("n").isEmpty ? reason : field("n"), detail: "\(reason) in: \(text)")
        case let state where Self.causesOutside.contains { state.hasPrefix($0) }:
            return .unavailable(Hindrance(told: reason))
        default: return .defect("\(reason) (SQLSTATE \(state)) in: \(text)")
        }
    }

    /// Connection, resources, shutdown and cancellation, system errors, files that went bad, rights, locks.
    private static let causesOutside = ["08", "53", "57", "58", "F0", "XX001", "XX002", "28", "3D", "42501", "55P03"]

    private func field(_ letter: Unicode.Scalar) -> String {
        PQresultErrorField(result, Int32(letter.value)).map { String(cString: $0) } ?? ""
    }
}
