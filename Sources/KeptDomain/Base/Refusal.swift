/// Why something that was asked for is not done: a key and facts, worded only where it is shown.
package protocol Refusal: Error, Sendable {
    /// The word key of the sentence, for instance `refusals.promise-not-open`.
    var key: String { get }
    var facts: [Fact] { get }
}

/// One field of a form or request that cannot be taken, and why.
package struct FieldProblem: Sendable, Hashable {
    /// The field's name as the sender wrote it, for instance `lines[2].quantity`.
    package let field: String
    package let key: String
    package let facts: [Fact]

    package init(_ field: String, _ key: String, _ facts: [Fact] = []) {
        self.field = field
        self.key = key
        self.facts = facts
    }
}

/// Input that cannot be taken; nothing of it was done.
package struct InvalidInput: Refusal {
    package let problems: [FieldProblem]
    package init(_ problems: [FieldProblem]) { self.problems = problems }
    package init(_ field: String, _ key: String, _ facts: [Fact] = []) {
        problems = [FieldProblem(field, key, facts)]
    }
    package var key: String { "refusals.invalid-input" }
    package var facts: [Fact] { [Fact("count", problems.count)] }
}

/// The actor's roles do not reach this.
package struct NotPermitted: Refusal {
    package let operation: Operation
    package init(_ operation: Operation) { self.operation = operation }
    package var key: String { "refusals.not-permitted" }
    package var facts: [Fact] { [Fact("operation", operation.rawValue)] }
}
