import KeptDomain

/// The parameters of an address, read by name. Names that are not known and values that cannot be read are gathered, so that
/// whoever asked is told everything at once; nothing is answered then, since it would be more than was asked for.
struct QueryReader: Sendable {
    private let values: SubmittedForm
    private(set) var problems: [FieldProblem] = []

    /// - Parameters:
    ///   - names: of the parameters that can be asked by, as they are told to who writes another.
    ///   - silent: further names that are taken and not told.
    ///   - required: those of `names` that must be there.
    init(_ values: SubmittedForm, names: [String], silent: [String] = [], required: [String] = []) {
        self.values = values
        let told = names.isEmpty ? "\u{2013}" : names.joined(separator: ", ")
        for name in values.names where !names.contains(name) && !silent.contains(name) {
            refuse(name, "requests.unknown-parameter", [Fact("known", told)])
        }
        for name in required where values[name] == nil { refuse(name, "requests.missing") }
    }

    mutating func refuse(_ name: String, _ key: String, _ facts: [Fact] = []) {
        problems.append(FieldProblem(name, key, facts))
    }

    func text(_ name: String) -> String? { values[name] }

    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, of _: Word.Type = Word.self
    ) -> Word? {
        guard let text = text(name) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
        refuse(name, "requests.unknown-word", [Fact("name", text), Fact("known", known)])
        return nil
    }

    mutating func id<T>(_ name: String, of _: T.Type = T.self) -> ID<T>? {
        guard let text = text(name) else { return nil }
        if let id = ID<T>(text) { return id }
        refuse(name, "requests.no-id", [Fact("name", text)])
        return nil
    }

    /// `true` or `false`.
    mutating func flag(_ name: String) -> Bool? {
        guard let text = text(name) else { return nil }
        if let flag = Bool(text) { return flag }
        refuse(name, "requests.not-flag")
        return nil
    }

    /// A number with a point, such as `0.8`; both ends of the range belong to it.
    mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let text = text(name) else { return nil }
        if let number = Double(text), range.contains(number) { return number }
        refuse(
            name, "problems.out-of-range",
            [Fact("from", "\(range.lowerBound)"), Fact("to", "\(range.upperBound)")])
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
        guard let text = text(name) else { return nil }
        do throws(TimeTextError) { return try read(text) } catch {
            refuse(name, error.key(of: kind), error.facts)
            return nil
        }
    }

    /// Where a list goes on. - Parameter read: `nil` for what is no place of this list.
    mutating func place<Cursor>(_ name: String = "after", _ read: (String) -> Cursor?) -> Cursor? {
        guard let text = text(name) else { return nil }
        if let cursor = read(text) { return cursor }
        refuse(name, "requests.bad-cursor")
        return nil
    }
}
