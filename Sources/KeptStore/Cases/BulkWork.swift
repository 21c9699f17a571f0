import KeptDomain

/// What is done to many cases at once.
package enum BulkAction: Sendable, Hashable {
    case tag(String)
    case handOver(to: ID<Person>, why: String)
    case transfer(to: ID<Line>, why: String)
    case close(cause: String)
    case snooze(until: Instant)
    case sort(as: Case.Kind, why: String?)
}

extension Transaction {
    /// Cases that one action takes at most.
    package static let mostAtOnce = 200

    /// Does the same to each of these cases, each by its own rules and permission: all of them or none.
    package func workCases(_ ids: [ID<Case>], _ action: BulkAction) throws {
        guard !ids.isEmpty else { throw InvalidInput("cases", "problems.required") }
        guard ids.count <= Self.mostAtOnce else {
            throw InvalidInput("cases", "problems.too-many", [Fact("limit", Self.mostAtOnce)])
        }
        for id in Set(ids).sorted() {
            switch action {
            case .tag(let tag): try addTag(tag, to: id)
            case .handOver(let person, let why): _ = try handOverCase(id, to: person, why: why)
            case .transfer(let line, let why): _ = try transferCase(id, to: line, why: why)
            case .close(let cause): _ = try closeCase(id, cause: cause)
            case .snooze(let until): _ = try snoozeCase(id, until: until)
            case .sort(let kind, let why): _ = try sortCase(id, CaseSorting(kind: kind), why: why)
            }
        }
    }
}
