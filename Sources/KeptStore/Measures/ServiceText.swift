import KeptDomain

/// The service measures as text for programs: JSON, CSV and a plain table; the same names in all three.
package enum ServiceText {
    private static let columns = [
        "key", "factor", "measure", "scale", "count", "met", "value", "low", "high", "p90", "asked", "open",
    ]

    /// A JSON array with an object for each row.
    package static func json(_ rows: [ServiceRow]) -> String {
        "[" + rows.map(json).joined(separator: ",\n ") + "]"
    }

    package static func json(_ row: ServiceRow) -> String {
        let figures = ServiceMeasure.allCases.map { measure in
            let figure = row[measure]
            let (low, high) = (figure.interval?.lowerBound, figure.interval?.upperBound)
            let met = figure.met.map { ",\"met\":\($0)" } ?? ""
            let open = figure.open.map { ",\"asked\":\(figure.asked ?? 0),\"open\":\($0)" } ?? ""
            let ninth = measure.scale == .time ? ",\"p90\":\(number(figure.ninth))" : ""
            return """
                {"measure":"\(measure.rawValue)","factor":"\(measure.factor.rawValue)","scale":"\(measure.scale.rawValue)",\
                "count":\(figure.count)\(met)\(open),"value":\(number(figure.value)),"low":\(number(low)),"high":\(number(high))\(ninth)}
                """
        }
        return "{\"key\":\(JSONText.string(row.key)),\"figures\":[\(figures.joined(separator: ","))]}"
    }

    private static func number(_ value: Double?) -> String { JSONText.number(value) }

    /// A line for each figure, RFC 4180 with a header; what is not shown is empty.
    package static func csv(_ rows: [ServiceRow]) -> String {
        ([columns] + rows.flatMap(lines)).map(CSVText.line).joined(separator: "\r\n")
    }

    /// A line for each figure, for a terminal.
    package static func table(_ rows: [ServiceRow]) -> String {
        TextTable.aligned([columns] + rows.flatMap(lines), words: 4)
    }

    private static func lines(_ row: ServiceRow) -> [[String]] {
        ServiceMeasure.allCases.map { measure in
            let figure = row[measure]
            func text(_ value: Double?) -> String { value.map { "\(($0 * 10_000).rounded() / 10_000)" } ?? "" }
            return [
                row.key, measure.factor.rawValue, measure.rawValue, measure.scale.rawValue, String(figure.count),
                figure.met.map(String.init) ?? "", text(figure.value), text(figure.interval?.lowerBound),
                text(figure.interval?.upperBound), text(figure.ninth), figure.asked.map(String.init) ?? "",
                figure.open.map(String.init) ?? "",
            ]
        }
    }
}
