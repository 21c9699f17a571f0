/// Which column of a file stands for what, and how its values are written.
///
/// Its JSON form is what `--map` reads and what is remembered per header:
///
///     {"source": "shop", "zone": "Europe/Berlin", "currency": "EUR", "dates": "dmy", "decimal": ",",
///      "columns": {"order": "Bestellnummer", "ordered_at": "Bestelldatum", "delivered_at": "Zugestellt am"},
///      "statuses": {"in Zustellung": "in_transit"}}
package struct ColumnMap: Sendable, Hashable, Codable {
    package enum DateOrder: String, Sendable, CaseIterable, Codable { case ymd, dmy, mdy }

    /// The name of the system that the rows come from: with the order's own id it makes a row unmistakable.
    package var source: String?
    /// By the names of `OrderField`, of files of cases by those of `CaseField`: the header of the column.
    package var columns: [String: String]
    /// The zone of times without one, `Europe/Berlin`; rows may have a zone of their own.
    package var zone: String?
    /// Of amounts without one.
    package var currency: String?
    /// How dates of digits are ordered; ISO dates are read whatever stands here.
    package var dates: DateOrder?
    /// `.` or `,`.
    package var decimal: String?
    /// The file's own words for statuses and events, where they are not the usual ones.
    package var statuses: [String: String]?

    package init(
        source: String? = nil, columns: [String: String] = [:], zone: String? = nil, currency: String? = nil,
        dates: DateOrder? = nil, decimal: String? = nil, statuses: [String: String]? = nil
    ) {
        self.source = source
        self.columns = columns
        self.zone = zone
        self.currency = currency
        self.dates = dates
        self.decimal = decimal
        self.statuses = statuses
    }

    /// `statuses` by the file's words in small letters; of words that differ in nothing else the first counts.
    var ownWords: [String: String] {
        Dictionary((statuses ?? [:]).map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }

    /// What the rows of a file with these columns are.
    package enum RowKind: Sendable {
        /// An order a row, or a line a row with the order's columns repeated.
        case orders
        /// Lines of orders that came before.
        case lines
        /// Events of orders that came before.
        case events
        /// A case a row, or what happened to one a row.
        case cases
        /// A visit to a line a row.
        case visits
    }

    package func has(_ field: OrderField) -> Bool { columns[field.rawValue] != nil }

    package func has(_ field: CaseField) -> Bool { columns[field.rawValue] != nil }

    /// Whether the rows tell of cases: no file of orders has a column for them.
    package var isOfCases: Bool { has(CaseField.case) }

    package func has(_ field: VisitField) -> Bool { columns[field.rawValue] != nil }

    /// Whether the rows tell of visits to lines: no file of orders or cases has a column for joining one.
    package var isOfVisits: Bool { has(VisitField.joined) }

    package var rows: ColumnSuggestion.Rows { isOfVisits ? .visits : isOfCases ? .cases : .orders }

    package var rowKind: RowKind? {
        if isOfVisits { return has(.called) || has(.served) || has(.ended) ? .visits : nil }
        if isOfCases { return has(.activity) && has(.activityAt) || has(CaseField.openedAt) ? .cases : nil }
        guard has(OrderField.order) else { return nil }
        if has(.event), has(.eventAt) { return .events }
        if has(.orderedAt) { return .orders }
        return has(.lineName) || has(.sku) ? .lines : nil
    }

    /// What keeps the map from being used with this header; empty when nothing does.
    package func problems(with header: [String]) -> [ColumnMapProblem] {
        var found: [ColumnMapProblem] = []
        for (field, column) in columns.sorted(by: { $0.key < $1.key }) {
            let known = fieldNames
            if !known.contains(field) {
                found.append(.unknownField(field, nearest: nearest(to: field, among: known, limit: 3)))
            }
            switch header.count(where: { $0 == column }) {
            case 0:
                found.append(.noSuchColumn(column, field: field, nearest: nearest(to: column, among: header, limit: 3)))
            case 1: break
            default: found.append(.columnTwice(column))
            }
        }
        if isOfVisits {
            if rowKind == nil { found.append(.missingOfVisits([.called, .served, .ended])) }
        } else if isOfCases {
            if rowKind == nil { found.append(.missingOfCases([.openedAt, .activityAt])) }
        } else if !has(OrderField.order) {
            found.append(.missing([.order]))
        } else if rowKind == nil {
            found.append(.missing([.orderedAt, .eventAt, .lineName]))
        }
        if let currency, Currency(listed: currency) == nil { found.append(.noSuchCurrency(currency)) }
        if let decimal, decimal != ".", decimal != "," { found.append(.noSuchDecimal(decimal)) }
        for (word, status) in (statuses ?? [:]).sorted(by: { $0.key < $1.key })
        where !isKnown(status) {
            found.append(.noSuchStatus(status, for: word))
        }
        return found
    }

    private var fieldNames: [String] {
        if isOfVisits { return VisitField.allCases.map(\.rawValue) }
        return isOfCases ? CaseField.allCases.map(\.rawValue) : OrderField.allCases.map(\.rawValue)
    }

    /// Whether a word of the file may stand for it.
    private func isKnown(_ status: String) -> Bool {
        if isOfVisits { return PastVisit.Outcome(rawValue: status) != nil }
        if isOfCases { return CaseHistoryEvent.Kind(rawValue: status) != nil || Case.Kind(rawValue: status) != nil }
        return OrderStatus(rawValue: status) != nil || TrackingEvent.Kind(rawValue: status) != nil
    }
}

package enum ColumnMapProblem: Error, Hashable, Sendable {
    case unknownField(String, nearest: [String])
    case noSuchColumn(String, field: String, nearest: [String])
    case columnTwice(String)
    /// None of these fields has a column; one of them is needed.
    case missing([OrderField])
    case missingOfCases([CaseField])
    case missingOfVisits([VisitField])
    case noSuchCurrency(String)
    case noSuchDecimal(String)
    case noSuchStatus(String, for: String)
    /// Dates such as 03/04/2026 in this column may be read two ways, and no row tells which.
    case ambiguousDates(column: String, sample: String)
}
