import KeptDomain
import KeptWords

extension RowFault {
    /// The first rows of a file of rejects, as they were told in any of the languages.
    package static func first(_ limit: Int, inRejects path: String, _ vocabulary: Vocabulary) throws -> [RowFault] {
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
