extension Guarantee.Trigger {
    /// Whether it is a word that was broken, so that one can ask what the word was about.
    package var isOfAWord: Bool { self == .promiseBroken }
    /// Whether it is of a word that a standard may have made.
    package var isOfAStandard: Bool { self == .promiseBroken || self == .deliveredLate }
    /// Whether it is known then how late it was: a word breaks before anybody knows when it will be kept.
    package var knowsLateness: Bool { self == .deliveredLate }
}

extension GuaranteeRule {
    /// Conditions that nothing which sets this rule off can ever meet: with one of them the guarantee would stand there, and
    /// no customer would ever get anything.
    ///
    /// - Parameter metric: of its standard; `nil` where it has none or that is not known.
    func unanswered(metric: Standard.Metric?) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        func refuse(_ field: String) { problems.append(FieldProblem(field, "problems.condition-never-met")) }
        if about != nil, !trigger.isOfAWord { refuse("about") }
        if lateBy != nil, !trigger.knowsLateness { refuse("late_by_seconds") }
        guard standard != nil else { return problems }
        guard trigger.isOfAStandard else {
            refuse("standard")
            return problems
        }
        guard let metric else { return problems }
        if trigger == .deliveredLate, metric != .delivery { refuse("standard") }
        if let about, !about.holds(Guarantee.About(metric)) { refuse("standard") }
        return problems
    }
}

extension Guarantee.About {
    /// What a word made by a standard is about.
    package init(_ metric: Standard.Metric) {
        self =
            switch metric {
            case .delivery: .order
            case .firstReply, .nextReply: .answer
            case .solution, .keepPosted: .case
            }
    }
}
