import KeptDomain
import KeptStore
import KeptWords

/// A standard as its form tells it.
enum StandardForm {
    /// - Parameters:
    ///   - languages: tags of the languages in which the form asks for the told sentence; those in which the standard is
    ///     told already are asked for besides.
    ///   - known: as it stands. What the form shows rounded and nobody touched stays as it is.
    static func draft(_ form: SubmittedForm, languages: [String], known: Standard? = nil) throws -> StandardDraft {
        let name = try form.required("name")
        let target = try target(form, known)
        var scope = try StandardScope(form)
        scope.line = try form.id("line")
        var said: [String: String] = [:]
        for tag in self.languages(languages, of: known) { said[tag] = form["said_" + tag] }
        return StandardDraft(
            name: name, metric: form["metric"].flatMap(Standard.Metric.init(rawValue:)) ?? .delivery, scope: scope,
            target: target, calendar: try form.id("calendar"), tolerance: try tolerance(form, known),
            warnings: try WarningFields.steps(in: form, known: known?.warnings ?? []), said: said)
    }

    /// The languages of the site, then those in which the standard is told besides.
    static func languages(_ site: [String], of standard: Standard?) -> [String] {
        site + (standard?.said.keys.sorted() ?? []).filter { !site.contains($0) }
    }

    /// In whole minutes, as the form shows it.
    static func toleranceText(_ standard: Standard?) -> String { String((standard?.tolerance.seconds ?? 0) / 60) }

    /// Names the fields of a refused draft as the form does.
    static func named(_ input: InvalidInput) -> InvalidInput {
        input.naming { field in
            switch field {
            case "tolerance_seconds": "tolerance_minutes"
            case "target": "target_count"
            case "said": "said_en"
            case _ where field.hasPrefix("said."): "said_" + field.dropFirst(5)
            default: field
            }
        }
    }

    private static func target(_ form: SubmittedForm, _ known: Standard?) throws -> String {
        let shown = form.shown()
        if let known {
            let stored = try known.storedTarget
            let fields = TargetFields.values(of: stored)
            if fields.allSatisfy({ shown[$0.key] == $0.value }) { return known.target }
        }
        return try TargetFields.target(in: shown).text
    }

    private static func tolerance(_ form: SubmittedForm, _ known: Standard?) throws -> Span {
        let minutes = try form.whole("tolerance_minutes", in: 0...31 * 1_440) ?? 0
        if let known, String(minutes) == toleranceText(known) { return known.tolerance }
        return .minutes(Int64(minutes))
    }
}
