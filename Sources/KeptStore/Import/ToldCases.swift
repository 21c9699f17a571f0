import KeptDomain

/// What the rows of a batch tell of one case, with what was known of it.
struct ToldCase {
    /// Its id where it comes from.
    let name: String
    /// The first row of the batch about it.
    let first: CaseFileRow
    var id: ID<Case>?
    var isNew = true
    /// Known before and told now.
    fileprivate(set) var events: Set<CaseHistoryEvent>
    /// Told now and not known before, in order of time.
    fileprivate(set) var added: [CaseHistoryEvent] = []
    fileprivate(set) var texts: [CaseFileRow]
    /// What was told of its cause, now or before.
    fileprivate(set) var toldCause: String?

    var cause: String { toldCause ?? OwnSentence.closedElsewhere.text }
    var isChanged: Bool { !added.isEmpty }
    var course: CaseCourse { CaseCourse(events) }

    fileprivate init(_ row: CaseFileRow) {
        (name, first, events, texts) = (row.case, row, [], [])
        toldCause = row.cause
    }

    fileprivate mutating func take(_ row: CaseFileRow) {
        events.formUnion(row.events)
        if let told = row.cause { toldCause = told }
        if row.text != nil { texts.append(row) }
    }
}

/// The rows of a batch by case, in the order of the file.
struct ToldCases {
    var cases: [ToldCase] = []
    private var places: [String: Int] = [:]

    var names: [String] { cases.map(\.name) }

    init(_ rows: [CaseFileRow]) {
        for row in rows {
            if places[row.case] == nil {
                places[row.case] = cases.count
                cases.append(ToldCase(row))
            }
            cases[places[row.case] ?? 0].take(row)
        }
    }

    /// A row that tells no cause takes away none that was told before.
    mutating func take(causes: [String: String]) {
        for index in cases.indices where cases[index].toldCause == nil {
            cases[index].toldCause = causes[cases[index].name]
        }
    }

    /// Tells apart what was known, and keeps one of those that differ only in who did it.
    mutating func take(known: [String: ID<Case>], history: [ID<Case>: Set<CaseHistoryEvent>]) throws {
        for index in cases.indices {
            let before = known[cases[index].name].flatMap { history[$0] } ?? []
            cases[index].isNew = known[cases[index].name] == nil
            var seen = Set(before.map(Key.init))
            let told = cases[index].events.sorted {
                ($0.at, $0.activity, $0.resource ?? "") < ($1.at, $1.activity, $1.resource ?? "")
            }
            cases[index].added = told.filter { seen.insert(Key($0)).inserted }
            cases[index].events = before.union(cases[index].added)
        }
    }

    private struct Key: Hashable {
        let (at, kind, activity): (Instant, CaseHistoryEvent.Kind, String)
        init(_ event: CaseHistoryEvent) { (at, kind, activity) = (event.at, event.kind, event.activity) }
    }
}
