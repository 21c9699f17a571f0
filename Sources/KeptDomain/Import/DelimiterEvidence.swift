/// Tells the delimiter of a text from its first lines.
package enum DelimiterEvidence {
    package static let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]  // , ; tab |

    /// The candidate that splits most lines into the same number of fields as the first, more than one; a comma when
    /// none does, as for a file of one column. A quoted delimiter does not count.
    /// - Parameter sample: the start of the text in UTF-8; its last record may be cut.
    package static func delimiter(of sample: UnsafeRawBufferPointer) -> UInt8 {
        var best: (delimiter: UInt8, score: Int) = (0x2C, 0)
        for candidate in candidates {
            let score = score(of: candidate, in: sample)
            if score > best.score { best = (candidate, score) }
        }
        return best.delimiter
    }

    /// Lines that agree with the first, ten times as much worth as the number of fields.
    private static func score(of delimiter: UInt8, in sample: UnsafeRawBufferPointer) -> Int {
        var parser = CSVParser(delimiter: delimiter, recordLimit: 64 * 1024)
        parser.append(UnsafeRawBufferPointer(rebasing: sample.prefix(64 * 1024)))
        var fields = 0
        var agreeing = 0
        var lines = 0
        while lines < 50 {
            // A failure only ends the look; reading itself tells it with its place.
            guard let record = (try? parser.next()) ?? nil else { break }
            lines += 1
            if fields == 0 { fields = record.count }
            if record.count == fields, record.flaw == nil { agreeing += 1 }
        }
        if lines <= 1 {
            parser.finish()
            if lines == 0, let record = (try? parser.next()) ?? nil { (fields, agreeing) = (record.count, 1) }
        }
        return fields < 2 ? 0 : agreeing * 10 + min(fields, 9)
    }

    /// Excel's own `sep=;` in the first line: the delimiter and the length of that line with its end.
    package static func declared(in sample: UnsafeRawBufferPointer) -> (delimiter: UInt8, length: Int)? {
        guard sample.count >= 6, sample.starts(with: "sep=".utf8), sample[4] < 0x80 else { return nil }
        if sample[5] == 0x0A { return (sample[4], 6) }
        if sample[5] == 0x0D { return (sample[4], sample.count > 6 && sample[6] == 0x0A ? 7 : 6) }
        return nil
    }
}
