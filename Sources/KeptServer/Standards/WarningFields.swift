import KeptDomain
import KeptWords

/// The warnings of a standard as its form asks for them, a row each: `warning_1_at`, a number, `warning_1_unit`, of what,
/// `warning_1_role` and `warning_1_urgent`. A row without a role is none.
enum WarningFields {
    enum Unit: String, CaseIterable {
        /// Percent of the clock used.
        case share
        /// Minutes of the clock before the due time.
        case before
    }

    /// As many as a standard may have.
    static let most = 8

    /// Room for one more than stand, three at least.
    static func html(_ steps: [WarningStep], _ form: FormValues, _ words: Words) -> [HTML] {
        let typed = (1...most).last { form[name($0, "role")] != nil } ?? 0
        return (1...min(max(3, steps.count + 1, typed), most)).map { row($0, steps, form, words) }
    }

    private static func row(_ number: Int, _ steps: [WarningStep], _ form: FormValues, _ words: Words) -> HTML {
        let known = steps.indices.contains(number - 1) ? values(of: steps[number - 1]) : [:]
        let units = Unit.allCases.map { Field.Choice($0.rawValue, words("standards.warning-units", of: $0)) }
        let roles =
            [Field.Choice("", words("page.none"))]
            + Role.allCases.map { Field.Choice($0.rawValue, words("people.roles", of: $0)) }
        let fields = [
            Field(
                name(number, "at"), words("standards.warning-at"), .whole(min: 0, max: mostMinutes), value: known["at"]),
            Field(name(number, "unit"), words("standards.warning-unit"), .choice(units), value: known["unit"]),
            Field(name(number, "role"), words("standards.warning-to"), .choice(roles), value: known["role"]),
            Field(name(number, "urgent"), words("standards.warning-urgent"), .check, value: known["urgent"]),
        ]
        return "<div class=\"fields\">\(joined: fields.map { formField($0, form, words) })</div>"
    }

    /// The steps that the form tells. A row left as it was shown is the step that stands, to the last second.
    /// - Throws: `InvalidInput` with the row's own field.
    static func steps(in form: SubmittedForm, known: [WarningStep]) throws -> [WarningStep] {
        try (1...most).compactMap { number in
            guard let role = form[name(number, "role")].flatMap(Role.init(rawValue:)) else { return nil }
            let sent = sentRow(number, form)
            if known.indices.contains(number - 1), values(of: known[number - 1]) == sent { return known[number - 1] }
            let field = name(number, "at")
            let isBefore = sent["unit"] == Unit.before.rawValue
            guard let at = try form.whole(field, in: isBefore ? 1...mostMinutes : 0...99) else {
                throw InvalidInput(field, "problems.required")
            }
            return WarningStep(
                isBefore ? .before(.minutes(Int64(at))) : .share(Double(at) / 100), to: role,
                isUrgent: sent["urgent"] != nil)
        }
    }

    /// A year.
    private static let mostMinutes = 366 * 1_440

    private static func sentRow(_ number: Int, _ form: SubmittedForm) -> [String: String] {
        var sent: [String: String] = [:]
        for part in ["at", "unit", "role", "urgent"] { sent[part] = form[name(number, part)] }
        return sent
    }

    /// What the row of a step shows.
    private static func values(of step: WarningStep) -> [String: String] {
        var values = ["role": step.role.rawValue]
        if step.isUrgent { values["urgent"] = "1" }
        switch step.moment {
        case .share(let share):
            values["at"] = String(Int((share * 100).rounded()))
            values["unit"] = Unit.share.rawValue
        case .before(let span):
            values["at"] = String(max(span.seconds / 60, 1))
            values["unit"] = Unit.before.rawValue
        }
        return values
    }

    private static func name(_ number: Int, _ part: String) -> String { "warning_\(number)_\(part)" }
}
