import Hummingbird
import KeptDomain
import KeptStore
import KeptWords

/// The journal, of everything or of one thing.
enum JournalRoutes {
    private static let pageLength = 50

    static func routes(_ site: Site) -> [Route] {
        [
            .page(.get, "/journal", site) { try await journal($0, of: nil) },
            .page(.get, "/journal/{kind}/{id}", site) { page in
                guard let kind = page.context.parameters.get("kind").flatMap(Subject.Kind.init(rawValue:)),
                    let id = page.context.parameters.get("id").flatMap({ Int64($0) })
                else { throw StoreError.notFound("subject in path") }
                return try await journal(page, of: Subject(kind: kind, id: id))
            },
        ]
    }

    private static func journal(_ page: PageRequest, of subject: Subject?) async throws -> Response {
        let filter = try await filter(page, subject)
        let path = subject.map { Paths.journal(of: $0) } ?? Paths.journal
        var query = try page.listQuery(["before"])
        let before = query.place("before") { JournalPosition($0) }
        try query.check(path)
        let words = page.site.words(for: page.request, page.context)
        let (records, names) = try await page.read { reading in
            let records = try reading.latestJournal(
                before: before, limit: Self.pageLength + 1, matching: filter)
            let subjects =
                records.map(\.entry.subject) + records.flatMap { $0.entry.facts.compactMap(person) }
                + (subject.map { [$0] } ?? [])
            return (records, try reading.names(of: subjects, actors: records.map(\.actor)))
        }
        let shown = records.prefix(Self.pageLength)
        let view = JournalView(
            subject: subject.map { (name: name(of: $0, names, words), link: link(to: $0)) },
            lines: shown.map { line($0, names, words) },
            older: records.count > Self.pageLength
                ? shown.last.map { Paths.with(path, ["before": $0.position.description]) } : nil,
            newer: before == nil ? nil : path)
        return try await page.page { journalPage(view, $0) }
    }

    /// The journal of one thing goes with the thing; that of everything is narrowed to what the reader reaches.
    private static func filter(_ page: PageRequest, _ subject: Subject?) async throws -> JournalFilter {
        var filter = JournalFilter(subject: subject)
        if let subject {
            try page.see(.seeJournal, try await page.read { try $0.extent(of: subject) })
        } else {
            filter.reached = try page.reached(for: .seeJournal)
        }
        return filter
    }

    private static func line(_ record: JournalRecord, _ names: SubjectNames, _ words: Words) -> JournalLine {
        JournalLine(
            position: record.position, at: record.at, who: words.actor(record.actor, names), kind: record.entry.kind,
            subject: record.entry.subject, subjectName: name(of: record.entry.subject, names, words),
            subjectLink: link(to: record.entry.subject), why: record.entry.why,
            facts: record.entry.facts.map { fact in
                person(fact).flatMap { names.subjects[$0] }.map { Fact(fact.name, $0) } ?? fact
            })
    }

    /// The colleague that a fact names.
    private static func person(_ fact: Fact) -> Subject? {
        guard ["owner", "lead", "from", "to"].contains(fact.name) else { return nil }
        return Int64(fact.value).map { Subject(kind: .person, id: $0) }
    }

    private static func name(of subject: Subject, _ names: SubjectNames, _ words: Words) -> String {
        let kind = words(WordKey.of("journal.subjects", named: subject.kind.rawValue))
        return names.subjects[subject].map { "\(kind) \($0)" } ?? kind
    }

    private static func link(to subject: Subject) -> String? {
        switch subject.kind {
        case .order: Paths.order(ID(subject.id))
        case .promise: Paths.promise(ID(subject.id))
        case .case: Paths.case(ID(subject.id))
        case .calendar: Paths.calendar(ID(subject.id))
        case .standard: Paths.standard(ID(subject.id))
        case .guarantee: Paths.guarantee(ID(subject.id))
        case .carrier: Paths.carriers
        case .window: Paths.windows
        case .place: Paths.places
        case .person: Paths.person(ID(subject.id))
        case .import: Paths.importRun(ID(subject.id))
        case .line: Paths.lines
        case .channel: Paths.channel(ID(subject.id))
        case .customer: Paths.customer(ID(subject.id))
        case .business, .token, .matter, .brand, .queue, .visit: nil
        }
    }
}
