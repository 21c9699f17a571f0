import KeptDomain
import KeptStore

/// What a list of cases is narrowed by, as the address of its page and saved views say it.
struct AskedCases: Sendable {
    static let names = ["q", "state", "place", "kind", "move", "line", "tag", "customer"]

    /// `nil` where the list chooses.
    var state: CaseListView.Filter?
    var place: ID<Place>?
    /// The rest.
    private var narrowed = CaseFilter()

    init() {}

    /// Problems stay with the reader.
    init(_ query: inout QueryReader) {
        state = query.word("state", of: CaseListView.Filter.self)
        place = query.id("place")
        (narrowed.kind, narrowed.move) = (query.word("kind"), query.word("move"))
        (narrowed.line, narrowed.customer) = (query.id("line"), query.id("customer"))
        (narrowed.tag, narrowed.text) = (query.text("tag"), query.text("q"))
    }

    /// The filters of a saved view.
    ///
    /// - Parameter further: other names that stay, such as where the list goes on.
    /// - Throws: `InvalidInput` with `query.NAME` for what the list cannot be narrowed by.
    init(saved text: String, and further: [String] = []) throws {
        var query = QueryReader(SubmittedForm(urlEncoded: text.utf8), names: Self.names, silent: further)
        self.init(&query)
        try query.problems.map { FieldProblem("query.\($0.field)", $0.key, $0.facts) }.check()
    }

    /// Filters as they stand in an address, spelt as the list spells them. - Throws: as `init(saved:)`.
    static func spelt(_ text: String, and further: [String] = []) throws -> String {
        _ = try AskedCases(saved: text, and: further)
        let written = SubmittedForm(urlEncoded: text.utf8)
        let pairs = (names + further).compactMap { name in written[name].map { (name: name, value: $0) } }
        return String(Paths.query("", pairs).drop { $0 == "?" })
    }

    /// What was asked for; else a person's own cases, or all open ones where they own none.
    func state(for person: ID<Person>?, at now: Instant, in reading: Reading) throws -> CaseListView.Filter {
        if let state { return state }
        guard let person else { return .open }
        var mine = CaseFilter(status: .open, owner: person)
        mine.awakeAt = now
        return try reading.cases(mine, limit: 1).isEmpty ? .open : .mine
    }

    /// All but the place, which the caller narrows to what it reaches.
    ///
    /// - Parameters:
    ///   - state: as `state(for:at:in:)` answers.
    ///   - person: whose cases are `mine`.
    func filter(_ state: CaseListView.Filter, of person: ID<Person>?, at now: Instant) -> CaseFilter {
        var filter = narrowed
        filter.status = state == .closed ? .closed : .open
        filter.owner = state == .mine ? person : nil
        filter.isEscalated = state == .escalated
        filter.isWaiting = state == .waiting
        filter.awakeAt = state == .mine || state == .waiting ? now : nil
        return filter
    }
}
