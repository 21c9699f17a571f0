import KeptDomain
import KeptStore

extension EventDraft {
    /// From the form under an order: fields `kind`, `at` (empty for now), `parcel` (empty for the whole order) and `reason`.
    init(_ form: SubmittedForm, zone: Zone, now: Instant) throws {
        self.init(
            try form.choice("kind"), at: try form.pastMoment("at", in: zone, now: now),
            parcel: try form.id("parcel").map { .id($0) }, reason: form["reason"])
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

/// A parcel as the form under an order tells it: fields `tracking_code`, `carrier` (empty for the order's own) and
/// `line_1` … for what it brings.
struct ParcelForm {
    let carrier: ID<Carrier>?
    let trackingCode: String?
    let lines: [Int]

    init(_ form: SubmittedForm) throws {
        carrier = try form.id("carrier")
        trackingCode = form["tracking_code"]
        lines = form.numbered("line_").map(\.number)
    }
}

/// What came of an order and how it was billed: fields `filled_1` …, how many of each line were there, `filled_right` and
/// `billed_right`, `1`, `0` or empty, and `why`.
struct OutcomeForm {
    let counts: [Int: Int]
    let filledRight: Bool?
    let billedRight: Bool?
    let why: String?

    init(_ form: SubmittedForm) throws {
        var counts: [Int: Int] = [:]
        for (position, text) in form.numbered("filled_") {
            guard let count = Int(text), (0...1_000_000).contains(count) else {
                throw InvalidInput(
                    "filled_\(position)", "problems.out-of-range", [Fact("from", 0), Fact("to", 1_000_000)])
            }
            counts[position] = count
        }
        self.counts = counts
        filledRight = form["filled_right"].map { $0 == "1" }
        billedRight = form["billed_right"].map { $0 == "1" }
        why = form["why"]
        if counts.isEmpty, filledRight == nil, billedRight == nil {
            throw InvalidInput("filled_right", "problems.required")
        }
    }
}
