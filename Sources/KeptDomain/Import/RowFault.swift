/// Why one row cannot be taken: where, what stood there, and a reason worded only where it is shown.
package struct RowFault: Error, Hashable, Sendable {
    package enum Reason: String, Sendable, CaseIterable {
        case undecodable
        case fieldCount = "field-count"
        case textAfterQuote = "text-after-quote"
        case unclosedQuote = "unclosed-quote"
        case empty
        case noTime = "no-time"
        case noSuchDate = "no-such-date"
        case ambiguousDate = "ambiguous-date"
        case outsideRecordedTime = "outside-recorded-time"
        case noCount = "no-count"
        case noAmount = "no-amount"
        case noFlag = "no-flag"
        case outOfRange = "out-of-range"
        /// A time or length that the other times of the row contradict.
        case timesDisagree = "times-disagree"
        case noCurrency = "no-currency"
        case unknownStatus = "unknown-status"
        case unknownZone = "unknown-zone"
        case unknownCurrency = "unknown-currency"
        case unknownOrder = "unknown-order"
        case repeatedLine = "repeated-line"
        case tooManyLines = "too-many-lines"
        case tooLong = "too-long"
        /// The database said no to this row.
        case refused
    }

    package let line: Int
    /// The column's header; `nil` when the row as a whole is at fault.
    package let column: String?
    package let reason: Reason
    /// What stood there, cut to 200 characters; for `fieldCount` how many fields were found and expected.
    package let value: String

    package init(line: Int, column: String?, reason: Reason, value: String = "") {
        self.line = line
        self.column = column
        self.reason = reason
        self.value = value.count > 200 ? value.prefix(199) + "…" : value
    }
}

/// A fault before its line and column are known.
struct FieldFault: Error {
    let reason: RowFault.Reason
}
