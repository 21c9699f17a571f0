/// A table for a terminal.
package enum TextTable {
    /// Columns of equal width, two blanks apart.
    ///
    /// - Parameters:
    ///   - lines: the names of the columns first; each has as many cells as the first.
    ///   - words: so many columns from the left hold words and begin at the left, the others numbers that end at the right.
    package static func aligned(_ lines: [[String]], words: Int = 1) -> String {
        let widths = (lines.first ?? []).indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            line.enumerated().map { column, text in
                let blanks = String(repeating: " ", count: widths[column] - text.count)
                return column < words ? text + blanks : blanks + text
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
