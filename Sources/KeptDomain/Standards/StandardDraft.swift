/// A standard as somebody wants it to be; every change makes a new version.
package struct StandardDraft: Sendable, Hashable {
    package var name: String
    package var metric: Standard.Metric
    package var scope: StandardScope
    /// As `ClockTarget` reads it: `PT8H` opening hours, `wall:PT48H`, `P2WD`, `sundown`, `day+0`, `day+1@12:00`.
    package var target: String
    /// Whose hours the clock runs in; `nil` for the place's own.
    package var calendar: ID<CalendarRecord>?
    package var tolerance: Span
    package var warnings: [WarningStep]
    /// The sentence told, by language, with `{due}` where the time goes.
    package var said: [String: String]

    package init(
        name: String, metric: Standard.Metric = .delivery, scope: StandardScope = StandardScope(), target: String,
        calendar: ID<CalendarRecord>? = nil, tolerance: Span = .zero, warnings: [WarningStep] = [.usual],
        said: [String: String]
    ) {
        self.name = name
        self.metric = metric
        self.scope = scope
        self.target = target
        self.calendar = calendar
        self.tolerance = tolerance
        self.warnings = warnings
        self.said = said
    }

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        problems.append(.optional(scope.segment, "segment"))
        problems.append(.optional(scope.channel, "channel"))
        problems.append(.optional(scope.region, "region"))
        problems.append(.optional(scope.productGroup, "product_group"))
        if !(Span.zero...Span.days(31)).contains(tolerance) {
            problems.append(
                FieldProblem("tolerance_seconds", "problems.out-of-range", [Fact("from", 0), Fact("to", 31 * 86_400)]))
        }
        if warnings.count > 8 { problems.append(FieldProblem("warnings", "problems.too-many", [Fact("limit", 8)])) }
        for (index, step) in warnings.enumerated() where !step.isPossible {
            problems.append(FieldProblem("warnings[\(index)]", "problems.no-such-warning"))
        }
        if said.isEmpty { problems.append(FieldProblem("said", "problems.required")) }
        for (language, sentence) in said.sorted(by: { $0.key < $1.key }) {
            let field = "said.\(language)"
            if !CustomerDraft.isLanguageTag(language) {
                problems.append(FieldProblem(field, "problems.no-such-language"))
            }
            problems.append(.required(sentence, field, limit: 400))
            if sentence.ranges(of: "{due}").count != 1 {
                problems.append(FieldProblem(field, "problems.no-due-slot", [Fact("slot", "{due}")]))
            }
        }
        return problems
    }
}

extension WarningStep {
    /// A share in 0..<1, or a length of time above zero and within a year.
    var isPossible: Bool {
        switch moment {
        case .share(let share): share >= 0 && share < 1
        case .before(let span): span > .zero && span <= .days(366)
        }
    }
}
