import KeptDomain
import KeptStore
import KeptWords

/// What somebody said of a file's columns, and what keeps it from being used.
struct ImportMapForm {
    private(set) var map: ColumnMap
    private(set) var problems: [FieldProblem] = []
    /// Problems of the columns, worded.
    private(set) var sentences: [String] = []

    var canBeUsed: Bool { problems.isEmpty && sentences.isEmpty }

    /// - Parameter preview: of the file; the meanings of its own words for statuses are kept from its map.
    init(_ sent: SubmittedForm, _ preview: ImportPreview, _ zones: ZoneFiles, _ words: Words) {
        map = ColumnMap(
            source: sent["source"], zone: sent["map_zone"], currency: sent["currency"]?.uppercased(),
            dates: sent["dates"].flatMap(ColumnMap.DateOrder.init(rawValue:)), decimal: sent["decimal"],
            statuses: preview.map.statuses)
        if map.source == nil { problems.append(FieldProblem("source", "problems.required")) }
        if let zone = map.zone {
            do { _ = try zones.zone(zone) } catch { problems.append(FieldProblem("map_zone", error.key, error.facts)) }
        }
        for (index, column) in preview.header.enumerated() {
            guard let field = sent["column_\(index)"].flatMap(OrderField.init(rawValue:)) else { continue }
            if map.has(field) {
                sentences.append(words("imports.upload.chosen-twice", ["field": words("imports.fields", of: field)]))
            } else {
                map.columns[field.rawValue] = column
            }
        }
        let found =
            map.problems(with: preview.header)
            + ColumnSuggestion.openQuestions(map, header: preview.header, rows: preview.rows)
        for problem in found {
            switch problem {
            case .noSuchCurrency: problems.append(FieldProblem("currency", problem.key, problem.facts))
            case .noSuchDecimal: problems.append(FieldProblem("decimal", problem.key, problem.facts))
            default:
                let refusal = FileRefusal(problem, file: "")
                sentences.append(words(refusal: refusal.key, refusal.facts))
            }
        }
    }
}
