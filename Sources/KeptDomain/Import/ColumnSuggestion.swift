/// Guesses a map from the header and the first rows: names first, then whether the values fit the kind of field.
package enum ColumnSuggestion {
    /// What the rows of a file are.
    package enum Rows: Sendable { case orders, cases, visits }

    /// - Parameters:
    ///   - rows: the first rows as text, each as long as the header; a few dozen are plenty.
    ///   - wanted: what the rows are; where left out, cases if a column is headed as one of cases and none as one of orders.
    package static func map(header: [String], rows: [[String]], of wanted: Rows? = nil) -> ColumnMap {
        let names = Set(header.map(OrderField.folded))
        // A mere number may be anybody's.
        let isOfCases = CaseField.case.usualNames.contains { $0 != "number" && names.contains($0) }
        let isOfOrders = OrderField.order.usualNames.contains { names.contains($0) }
        var map = ColumnMap()
        if wanted == .visits {
            map.columns = columns(of: VisitField.self, header, rows)
            map.dates = dateOrder(of: timeValues(of: VisitField.self, map, header, rows))
            return map
        }
        if wanted == .cases || wanted == nil && isOfCases && !isOfOrders {
            map.columns = columns(of: CaseField.self, header, rows)
            if !(map.has(.activity) && map.has(.activityAt)) {
                map.columns[CaseField.activity.rawValue] = nil
                map.columns[CaseField.activityAt.rawValue] = nil
            }
            map.dates = dateOrder(of: timeValues(of: CaseField.self, map, header, rows))
            return map
        }
        map.columns = columns(of: OrderField.self, header, rows)
        // A lone time column of an events file is not an order's.
        if !(map.has(.event) && map.has(.eventAt)) {
            map.columns[OrderField.event.rawValue] = nil
            map.columns[OrderField.eventAt.rawValue] = nil
        }
        func values(of kinds: [OrderField.Kind]) -> [String] {
            OrderField.allCases.filter { kinds.contains($0.kind) }.compactMap { map.columns[$0.rawValue] }
                .compactMap(header.firstIndex(of:)).flatMap { column in
                    rows.compactMap { column < $0.count ? $0[column] : nil }
                }
        }
        map.dates = dateOrder(of: values(of: [.time]))
        map.decimal = decimal(of: values(of: [.money]))
        return map
    }

    private static func timeValues<F: ColumnField>(
        of _: F.Type, _ map: ColumnMap, _ header: [String], _ rows: [[String]]
    ) -> [String] {
        F.allCases.filter { $0.kind == .time }.compactMap { map.columns[$0.rawValue] }
            .compactMap(header.firstIndex(of:)).flatMap { column in
                rows.compactMap { column < $0.count ? $0[column] : nil }
            }
    }

    private static func columns<F: ColumnField>(
        of _: F.Type, _ header: [String], _ rows: [[String]]
    ) -> [String: String] {
        var candidates: [(score: Int, field: F, column: Int)] = []
        for (column, name) in header.enumerated() {
            let folded = OrderField.folded(name)
            guard !folded.isEmpty else { continue }
            let values = rows.compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil }
            for field in F.allCases {
                let score = score(of: folded, as: field)
                if score > 0, fits(values, field.kind) { candidates.append((score, field, column)) }
            }
        }
        // The best pairs first; a tie goes to the earlier column and field, so that the same file gets the same map.
        let fields = Dictionary(uniqueKeysWithValues: F.allCases.enumerated().map { ($1, $0) })
        candidates.sort { left, right in
            if left.score != right.score { return left.score > right.score }
            if left.column != right.column { return left.column < right.column }
            return (fields[left.field] ?? 0) < (fields[right.field] ?? 0)
        }
        var columns: [String: String] = [:]
        var used = Set<Int>()
        for (_, field, column) in candidates where columns[field.rawValue] == nil && !used.contains(column) {
            columns[field.rawValue] = header[column]
            used.insert(column)
        }
        return columns
    }

    /// What the rows leave open: dates that may be read two ways.
    package static func openQuestions(_ map: ColumnMap, header: [String], rows: [[String]]) -> [ColumnMapProblem] {
        guard map.dates == nil else { return [] }
        let times =
            map.isOfVisits
            ? VisitField.allCases.filter { $0.kind == .time }.map(\.rawValue)
            : map.isOfCases
                ? CaseField.allCases.filter { $0.kind == .time }.map(\.rawValue)
                : OrderField.allCases.filter { $0.kind == .time }.map(\.rawValue)
        for field in times {
            guard let name = map.columns[field], let column = header.firstIndex(of: name) else { continue }
            for row in rows where column < row.count && !row[column].isEmpty {
                var text = row[column]
                let reading = text.withUTF8 { bytes in
                    Result { () throws(FieldFault) in try WrittenTime(UnsafeRawBufferPointer(bytes), order: nil) }
                }
                if case .failure(let fault) = reading, fault.reason == .ambiguousDate {
                    return [.ambiguousDates(column: name, sample: row[column])]
                }
            }
        }
        return []
    }

    /// 200 and more for a usual name, less for a name that holds one or is nearly one; 0 for none.
    private static func score(of folded: String, as field: some ColumnField) -> Int {
        var best = 0
        for (place, usual) in field.usualNames.enumerated() {
            let rank = max(0, 20 - place)
            if folded == usual {
                best = max(best, 200 + rank)
            } else if usual.utf8.count >= 6, folded.utf8.count >= 6, folded.hasPrefix(usual) || folded.hasSuffix(usual)
            {
                best = max(best, 60 + min(usual.utf8.count, 30))
            } else if usual.utf8.count >= 7, abs(usual.utf8.count - folded.utf8.count) <= 1,
                !nearest(to: folded, among: [usual], limit: 1).isEmpty
            {
                best = max(best, 50)
            }
        }
        return best
    }

    /// Nine in ten sample values can be what the field needs. No sample speaks against nothing.
    private static func fits(_ values: [String], _ kind: OrderField.Kind) -> Bool {
        let good = values.count { value in
            switch kind {
            case .text: true
            case .time: value.utf8.count >= 6 && value.utf8.count(where: { (48...57).contains($0) }) >= 5
            case .count: Int64(value) != nil
            case .money: value.utf8.contains { (48...57).contains($0) } && value.utf8.count <= 24
            case .flag: FieldReading.flag(value) != nil
            }
        }
        return good * 10 >= values.count * 9
    }

    /// `nil` when the dates are ISO or no value tells day from month.
    static func dateOrder(of values: [String]) -> ColumnMap.DateOrder? {
        for value in values {
            let parts = value.split { $0 == "/" || $0 == "." || $0 == "-" || $0 == " " }.prefix(3).map { Int($0) }
            guard parts.count >= 2, let first = parts[0], let second = parts[1] else { continue }
            if first > 31 { return .ymd }
            if value.prefix(3).contains(".") { return .dmy }
            if first > 12 { return .dmy }
            if second > 12 { return .mdy }
        }
        return nil
    }

    /// The sign that comes last, or that has other than three digits behind it, is the decimal one.
    static func decimal(of values: [String]) -> String? {
        for value in values {
            let lastComma = value.lastIndex(of: ",")
            let lastPoint = value.lastIndex(of: ".")
            switch (lastComma, lastPoint) {
            case (let comma?, let point?): return comma > point ? "," : "."
            case (let comma?, nil): if value.distance(from: comma, to: value.endIndex) != 4 { return "," }
            case (nil, let point?): if value.distance(from: point, to: value.endIndex) != 4 { return "." }
            case (nil, nil): continue
            }
        }
        return nil
    }
}
