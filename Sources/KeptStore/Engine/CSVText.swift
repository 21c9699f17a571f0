/// CSV written by hand (RFC 4180), for people who open it in a spreadsheet.
enum CSVText {
    /// One row without the end of its line.
    static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") }

    private static func cell(_ text: String) -> String {
        // A value that a spreadsheet would run as a formula is shown as text.
        let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } == true && !isBelowZero(text)
        let needsQuotes = isFormula || text.utf8.contains { ",\"\r\n".utf8.contains($0) }
        return needsQuotes ? "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    /// `-3.25`
    private static func isBelowZero(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.utf8.first == UInt8(ascii: "-") && !digits.isEmpty
            && digits.allSatisfy { ("0"..."9").contains(Unicode.Scalar($0)) || $0 == UInt8(ascii: ".") }
    }
}
