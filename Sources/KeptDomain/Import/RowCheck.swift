extension CSVRecord {
    /// Refuses a record that is no whole row of text under `header`.
    func check(_ header: [String]) throws(RowFault) {
        switch flaw {
        case .textAfterQuote(let field): throw fault(at: field, header, .textAfterQuote)
        case .unclosedQuote(let field): throw fault(at: field, header, .unclosedQuote)
        case .tooManyFields:
            throw RowFault(line: line, column: nil, reason: .fieldCount, value: ">\(count)/\(header.count)")
        case nil: break
        }
        // Cells beyond the header that hold nothing are what spreadsheets leave behind.
        if count < header.count || (header.count..<count).contains(where: { !self[$0].isEmpty }) {
            throw RowFault(line: line, column: nil, reason: .fieldCount, value: "\(count)/\(header.count)")
        }
        if UTF8Check(allBytes) != .valid, let field = undecodableField {
            throw fault(at: field, header, .undecodable)
        }
    }

    func fault(at column: Int, _ header: [String], _ reason: RowFault.Reason) -> RowFault {
        let isThere = column >= 0 && column < count
        return RowFault(
            line: line, column: column >= 0 && column < header.count ? header[column] : nil, reason: reason,
            value: isThere ? text(column) : "")
    }
}
