import ArgumentParser
import KeptDomain
import KeptServer
import KeptStore
import KeptWords

struct SearchCommand: StoreCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find customers, cases, orders and messages by words, numbers and addresses.",
        discussion: "What has changed since texts were last taken in is taken in first.")

    @OptionGroup var store: StoreOptions

    @Argument(help: "Words that must all be there, the last one perhaps unfinished; or a number or address.")
    var words: [String] = []

    @Option(help: "Only of this kind: \(SearchKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: SearchKind?

    @Option(help: "Only at the place of this name.")
    var place: String?

    @Option(help: "Only cases and orders that are open, or closed.")
    var state: SearchState?

    @Option(help: "Only from the beginning of this day on, in the zone of the default place.")
    var since: Day?

    @Option(help: "How many of each kind at most.")
    var limit = 20

    @Option(help: "table or json.")
    var format: Format = .table

    @Flag(help: "Read all texts anew. What was found before stays to be found meanwhile.")
    var rebuild = false

    func validate() throws {
        guard (1...500).contains(limit) else { throw Terminal.usage(of: "--limit", from: 1, to: 500) }
    }

    func perform() async throws {
        let (said, text, time) = (try Terminal.words(), words.joined(separator: " "), SystemTime())
        let answer = try await store.withStore(time: time) { store -> SearchAnswer? in
            if rebuild {
                Terminal.note(said("search.command.rebuilding"))
                try await store.readAllTextsAnew(as: .shell, at: time.now)
            }
            var (taken, told) = (0, 0)
            try await store.takeInAllTexts(at: time.now) { count in
                taken = count
                guard count - told >= 10_000 else { return }
                told = count
                Terminal.note(said("search.command.taken", count: count))
            }
            if rebuild { Terminal.note(said("search.command.taken", count: taken)) }
            if words.isEmpty, rebuild { return nil }
            return try await find(text, store)
        }
        guard let answer else { return }
        switch format {
        case .json: Terminal.answer(answer.json)
        case .table: Terminal.answer(SearchTable.text(answer, said))
        }
    }

    private func find(_ text: String, _ store: Store) async throws -> SearchAnswer {
        var ask = SearchAsk(text, kind: kind, state: state)
        if text.trimmedOrNil == nil { throw InvalidInput("TEXT", "problems.required") }
        try ask.problems().check()
        let places = try await store.read { try $0.places() }
        if let place {
            guard let found = places.first(where: { $0.name == place }) else {
                throw InvalidInput("--place", "problems.no-such-place")
            }
            ask.place = found.id
        }
        if let since {
            let zone = try await store.read { try $0.place(orDefault: nil).zone }
            ask.since = try store.zones.zone(zone).startOfDay(since)
        }
        let reach = try SearchReach(.shell)
        return try await store.read { [ask, limit] in try $0.search(ask, within: reach, limit: limit) }
    }
}

extension SearchKind: ExpressibleByArgument {}
extension SearchState: ExpressibleByArgument {}

/// What was found, for people: a line each, and where in a message it stands below it.
private enum SearchTable {
    static func text(_ answer: SearchAnswer, _ words: Words) -> String {
        if answer.hits.isEmpty { return words("search.command.none") }
        var lines = answer.hits.flatMap { hit -> [String] in
            let number = hit.number.map { " \($0)" } ?? ""
            let about = hit.about.map { " · \($0)" } ?? ""
            let first = "\(words("search.kinds", of: hit.kind))\(number)  \(hit.at.iso)  \(hit.title.text)\(about)"
            return [first] + (hit.snippet.map { ["    " + $0.text] } ?? [])
        }
        if !answer.more.isEmpty {
            let kinds = SearchKind.allCases.filter(answer.more.contains).map(\.rawValue).joined(separator: ", ")
            lines.append(words("search.command.more", ["kinds": kinds]))
        }
        return lines.joined(separator: "\n")
    }
}
