import KeptDomain
import KeptWords

/// A standard as its form tells it.
enum StandardForm {
    /// - Parameter languages: tags of the languages in which the form asks for the told sentence.
    static func draft(_ form: SubmittedForm, languages: [String]) throws -> StandardDraft {
        let name = try form.required("name")
        guard let target = TargetFields.target(in: form.shown()) else {
            throw InvalidInput("target_count", "problems.required")
        }
        let scope = StandardScope(
            place: try form.id("place"), carrier: try form.id("carrier"), segment: form["segment"],
            channel: form["channel"], region: form["region"], productGroup: form["product_group"],
            sameCity: form.isTicked("same_city"))
        var said: [String: String] = [:]
        for tag in languages { said[tag] = form["said_" + tag] }
        return StandardDraft(
            name: name, metric: form["metric"].flatMap(Standard.Metric.init(rawValue:)) ?? .delivery, scope: scope,
            target: target.text, calendar: try form.id("calendar"),
            tolerance: .minutes(Int64(try form.whole("tolerance_minutes") ?? 0)), warnings: try warnings(form),
            said: said)
    }

    private static func warnings(_ form: SubmittedForm) throws -> [WarningStep] {
        try (1...3).compactMap { number in
            guard let role = form["warning_\(number)_role"].flatMap(Role.init(rawValue:)) else { return nil }
            guard let percent = try form.whole("warning_\(number)_percent") else {
                throw InvalidInput("warning_\(number)_percent", "problems.required")
            }
            return WarningStep(.share(Double(percent) / 100), to: role)
        }
    }
}
