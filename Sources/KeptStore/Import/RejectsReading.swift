import KeptDomain
import KeptWords

extension RowFault {
    /// The first rows of a file of rejects, as they were told in any of the languages; `nil` where the file was taken away
    /// since. Read on a thread of its own.
    package static func first(
        _ limit: Int, inRejects path: String, _ vocabulary: Vocabulary
    ) async throws -> [RowFault]? {
        try await OwnThread.run("kept-rejects") { () -> [RowFault]? in
            do throws(FileFailure) { return try read(limit, path, vocabulary) } catch {
                if case .missing = error { return nil }
                throw error
            }
        }
    }

    private static func read(
        _ limit: Int, _ path: String, _ vocabulary: Vocabulary
    ) throws(FileFailure) -> [RowFault] {
        var reasons: [String: Reason] = [:]
        for language in vocabulary.languages {
            for reason in Reason.allCases { reasons[vocabulary[language]("imports.faults", of: reason)] = reason }
        }
        // Its encoding and delimiter are ours, whatever its values look like.
        let file = try DelimitedFile(path, encoding: .utf8, delimiter: UInt8(ascii: ","))
        var faults: [RowFault] = []
        while faults.count < limit, let record = try file.next(), record.count == 5 {
            guard let line = Int(record.text(1)) else { continue }
            let column = record.text(2)
            faults.append(
                RowFault(
                    line: line, column: column.isEmpty ? nil : column, reason: reasons[record.text(3)] ?? .refused,
                    value: record.text(4)))
        }
        return faults
    }
}
