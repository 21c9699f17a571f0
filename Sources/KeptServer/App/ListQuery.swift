import KeptDomain
import KeptStore

/// The filters of a list, read out of its address. What cannot be read, and what the list does not have, is told together
/// instead of answering with more rows than were asked for.
struct ListQuery {
    private let values: SubmittedForm
    private(set) var problems: [FieldProblem] = []

    /// - Parameter names: of the filters that the list has.
    init(_ values: SubmittedForm, filters names: [String]) {
        self.values = values
        let known = names + Self.everywhere
        for name in values.names where !known.contains(name) {
            let listed = Fact("known", names.joined(separator: ", "))
            problems.append(FieldProblem(name, "requests.unknown-parameter", [listed]))
        }
    }

    /// The language of the page, and where the list goes on.
    private static let everywhere = ["lang", "after", "trail"]

    func text(_ name: String) -> String? { values[name] }

    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, of _: Word.Type = Word.self
    ) -> Word? {
        guard let text = values[name] else { return nil }
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append(FieldProblem(name, "requests.unknown-word", [Fact("name", text), Fact("known", known)]))
        return nil
    }

    mutating func id<T>(_ name: String, of _: T.Type = T.self) -> ID<T>? {
        guard let text = values[name] else { return nil }
        if let id = ID<T>(text) { return id }
        problems.append(FieldProblem(name, "requests.no-id", [Fact("name", text)]))
        return nil
    }

    mutating func day(_ name: String) -> Day? {
        time(name, .date) { text throws(TimeTextError) in try Day(iso: text) }
    }

    mutating func instant(_ name: String) -> Instant? {
        time(name, .time) { text throws(TimeTextError) in try Instant(iso: text) }
    }

    private mutating func time<Time>(
        _ name: String, _ kind: TimeTextError.Kind, _ read: (String) throws(TimeTextError) -> Time
    ) -> Time? {
        guard let text = values[name] else { return nil }
        do throws(TimeTextError) { return try read(text) } catch {
            problems.append(FieldProblem(name, error.key(of: kind), error.facts))
            return nil
        }
    }

    /// Where the list goes on. - Parameter read: `nil` for what is no place of this list.
    mutating func place<Cursor>(_ name: String = "after", _ read: (String) -> Cursor?) -> Cursor? {
        guard let text = values[name] else { return nil }
        if let cursor = read(text) { return cursor }
        problems.append(FieldProblem(name, "requests.bad-cursor"))
        return nil
    }

    /// - Parameter list: the address of the list without filters.
    /// - Throws: `BadFilters` with all that cannot be read.
    func check(_ list: String) throws {
        guard problems.isEmpty else { throw BadFilters(list: list, problems: problems) }
    }
}

extension PageRequest {
    /// The filters of a list of these names. - Throws: `Unauthorized.notSignedIn`: strangers are told nothing of lists.
    func listQuery(_ names: [String]) throws -> ListQuery {
        _ = try person()
        return ListQuery(query, filters: names)
    }
}

/// The address of a list names filters that it does not have, or values that they do not take.
struct BadFilters: Refusal {
    /// The address of the list without filters.
    let list: String
    let problems: [FieldProblem]

    var key: String { "requests.bad-filters" }
    var facts: [Fact] { [] }
}
