extension FieldProblem {
    /// What is wrong with a text that must be there: missing, blank or longer than `limit` characters; `nil` when it is fine.
    package static func required(_ text: String?, _ field: String, limit: Int = 200) -> FieldProblem? {
        guard let text, !text.allSatisfy(\.isWhitespace) else { return FieldProblem(field, "problems.required") }
        return tooLong(text, field, limit: limit)
    }

    /// What is wrong with a text that may be absent.
    package static func optional(_ text: String?, _ field: String, limit: Int = 200) -> FieldProblem? {
        text.flatMap { tooLong($0, field, limit: limit) }
    }

    private static func tooLong(_ text: String, _ field: String, limit: Int) -> FieldProblem? {
        if text.utf8.count > limit * 4 || text.count > limit {
            return FieldProblem(field, "problems.too-long", [Fact("limit", limit)])
        }
        // No engine stores it as text, and no name has one.
        return text.utf8.contains(0) ? FieldProblem(field, "problems.control-character") : nil
    }
}

extension [FieldProblem] {
    package mutating func append(_ problem: FieldProblem?) {
        if let problem { append(problem) }
    }

    /// Refuses the input when anything is wrong with it.
    package func check() throws(InvalidInput) {
        if !isEmpty { throw InvalidInput(self) }
    }
}

extension String {
    /// Without white space at both ends; `nil` when nothing is left, so that an empty form field is no value.
    package var trimmedOrNil: String? {
        // Most texts begin and end with a letter; characters, which may be of many scalars, are only looked at else.
        if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) {
            return self
        }
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest.isEmpty ? nil : String(rest)
    }
}
