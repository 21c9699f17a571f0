import KeptDomain
import KeptStore

extension EventDraft {
    /// From the form under an order: fields `kind`, `at` (empty for now) and `reason`.
    init(_ form: SubmittedForm, zone: Zone, now: Instant) throws {
        self.init(
            try form.choice("kind"), at: try form.pastMoment("at", in: zone, now: now), reason: form["reason"])
    }
}

extension PromiseDraft {
    /// From a form with the fields `said` and `due_at`, which was written in `zone`.
    ///
    /// - Parameters:
    ///   - language: of the sentence, as far as known: the customer's, else the writer's.
    ///   - readIn: the zone in which the customer reads the time.
    init(_ form: SubmittedForm, about: About, zone: Zone, language: String, readIn: String) throws {
        var problems: [FieldProblem] = []
        problems.append(.required(form["said"], "said", limit: 500))
        if form["due_at"] == nil { problems.append(FieldProblem("due_at", "problems.required")) }
        try problems.check()
        guard let due = try form.moment("due_at", in: zone) else { throw InvalidInput("due_at", "problems.required") }
        self.init(
            about: about, said: try form.required("said"), language: language, zone: readIn, due: .at(due),
            askedByCustomer: form.isTicked("asked_by_customer"))
    }
}
