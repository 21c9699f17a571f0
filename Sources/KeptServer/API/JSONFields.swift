import KeptDomain

/// Reads the fields of one JSON object. What is wrong with any of them is gathered under the field's whole name, and
/// `finish` refuses everything at once.
///
/// A field that is null is absent. Unknown fields are passed over, but one that looks like a misspelt known one is refused.
final class JSONFields {
    /// A handful: looking through them costs less than a dictionary of them.
    private let members: [JSONValue.Member]
    let prefix: String
    private let problems: ProblemList
    private var asked: [String] = []
    private var children: [JSONFields] = []

    fileprivate final class ProblemList { var all: [FieldProblem] = [] }

    convenience init(members: [JSONValue.Member]) { self.init(members, prefix: "", ProblemList()) }

    private init(_ members: [JSONValue.Member], prefix: String, _ problems: ProblemList) {
        self.members = members
        self.prefix = prefix
        self.problems = problems
    }

    /// - Throws: `InvalidInput` with everything that was wrong.
    func finish() throws {
        findMisspelt()
        if !problems.all.isEmpty { throw InvalidInput(problems.all) }
    }

    func refuse(_ name: String, _ key: String, _ facts: [Fact] = []) {
        problems.all.append(FieldProblem(prefix + name, key, facts))
    }

    func refuse(_ name: String, _ refusal: any Refusal) { refuse(name, refusal.key, refusal.facts) }

    func has(_ name: String) -> Bool { value(name) != nil }

    // MARK: - Texts

    /// Not empty. `""` after a problem.
    func text(_ name: String, limit: Int = 500) -> String {
        guard let value = needed(name) else { return "" }
        guard let text = text(name, value, limit: limit) else { return "" }
        if text.allSatisfy(\.isWhitespace) { refuse(name, "requests.empty") }
        return text
    }

    func optionalText(_ name: String, limit: Int = 500) -> String? {
        value(name).flatMap { text(name, $0, limit: limit) }?.trimmedOrNil
    }

    func text(_ name: String, _ value: JSONValue, limit: Int) -> String? {
        guard case .string(let text) = value else {
            refuse(name, "requests.not-text")
            return nil
        }
        if text.utf8.count > limit, text.utf8.count > limit * 4 || text.count > limit {
            refuse(name, "requests.too-long", [Fact("count", limit)])
            return nil
        }
        if text.utf8.contains(0) {
            refuse(name, "problems.control-character")
            return nil
        }
        return text
    }

    /// A value of an enumeration by its raw text.
    func optionalWord<T: RawRepresentable<String> & CaseIterable>(_ name: String, _: T.Type = T.self) -> T? {
        guard let text = optionalText(name) else { return nil }
        if let word = T(rawValue: text) { return word }
        let known = T.allCases.map(\.rawValue).joined(separator: ", ")
        refuse(name, "requests.unknown-word", [Fact("name", text), Fact("known", known)])
        return nil
    }

    func word<T: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: T.Type = T.self) -> T? {
        needed(name) == nil ? nil : optionalWord(name, type)
    }

    // MARK: - Numbers, flags, ids

    func optionalWhole(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let value = value(name) else { return nil }
        guard case .number(let digits) = value else {
            refuse(name, "requests.not-whole")
            return nil
        }
        let isWhole = digits.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
        guard isWhole, let number = Int64(digits), range.contains(number) else {
            refuse(
                name, isWhole ? "requests.out-of-range" : "requests.not-whole",
                isWhole ? [Fact("least", range.lowerBound), Fact("most", range.upperBound)] : [])
            return nil
        }
        return number
    }

    /// The lower bound after a problem.
    func whole(_ name: String, in range: ClosedRange<Int64>) -> Int64 {
        needed(name) == nil ? range.lowerBound : optionalWhole(name, in: range) ?? range.lowerBound
    }

    func optionalFlag(_ name: String) -> Bool? {
        switch value(name) {
        case nil: return nil
        case .bool(let flag): return flag
        default:
            refuse(name, "requests.not-flag")
            return nil
        }
    }

    func optionalID<T>(_ name: String, of _: T.Type = T.self) -> ID<T>? {
        guard let value = value(name) else { return nil }
        if case .string(let text) = value, let id = ID<T>(text) { return id }
        refuse(name, "requests.not-id")
        return nil
    }

    // MARK: - Times

    func optionalInstant(_ name: String) -> Instant? {
        guard let text = optionalText(name, limit: 64) else { return nil }
        do { return try Instant(iso: text) } catch {
            refuse(name, error)
            return nil
        }
    }

    /// 1970 after a problem.
    func instant(_ name: String) -> Instant {
        let start = Instant(microseconds: 0)
        return needed(name) == nil ? start : optionalInstant(name) ?? start
    }

    // MARK: - Members

    func child(_ members: [JSONValue.Member], _ prefix: String) -> JSONFields {
        let child = JSONFields(members, prefix: prefix, problems)
        children.append(child)
        return child
    }

    /// The JSON of a field as it was sent, `nil` for null and for what is not there.
    func value(_ name: String) -> JSONValue? {
        asked.append(name)
        let value = members.first { $0.name == name }?.value
        return value == .null ? nil : value
    }

    private func needed(_ name: String) -> JSONValue? {
        let value = value(name)
        if value == nil { refuse(name, "requests.missing") }
        return value
    }

    private func findMisspelt() {
        for child in children { child.findMisspelt() }
        guard members.contains(where: { !asked.contains($0.name) }) else { return }
        let absent = Set(asked).filter { name in !members.contains { $0.name == name } }.sorted()
        for name in members.map(\.name).sorted() where !asked.contains(name) {
            if let near = nearest(to: name, among: absent, limit: 1).first {
                refuse(name, "requests.unknown-field", [Fact("near", near)])
            }
        }
    }
}
