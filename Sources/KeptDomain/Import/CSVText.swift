/// CSV as Kept writes it (RFC 4180).
package enum CSVText {
    /// One line without its end.
    package static func line(_ cells: some Sequence<String>) -> String { cells.map(cell).joined(separator: ",") }

    /// One cell. Text that a spreadsheet would run as a formula gets an apostrophe in front, which makes it text there; a
    /// number with its sign stays one.
    package static func cell(_ text: String) -> String {
        let isFormula = isFormula(text)
        guard isFormula || text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
        return "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) else { return false }
        let rest = text.utf8.dropFirst()
        let isSigned = first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
        let isNumber =
            !rest.isEmpty && rest.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
            && rest.count { $0 == UInt8(ascii: ".") } <= 1
        return !(isSigned && isNumber)
    }
}
