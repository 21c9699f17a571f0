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
            guard let name = sent["column_\(index)"], let field = Self.field(name, preview, words) else { continue }
            if map.columns[name] != nil {
                sentences.append(words("imports.upload.chosen-twice", ["field": field]))
            } else {
                map.columns[name] = column
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

    /// What the field of this name is called; `nil` for none that the rows of this file have.
    private static func field(_ name: String, _ preview: ImportPreview, _ words: Words) -> String? {
        preview.map.isOfCases
            ? CaseField(rawValue: name).map { words("imports.case-fields", of: $0) }
            : OrderField(rawValue: name).map { words("imports.fields", of: $0) }
    }
}
