/// What led to failures: kept as rows, so that the same is known again and counted.
package struct Cause: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// Named while a case was closed; nobody has looked at it since.
        case unsorted
        case carrier, stock, preparation, information, staffing, system, product, billing, customer, outside
    }

    package let id: ID<Cause>
    package let kind: Kind
    /// The wider cause that it belongs to.
    package let parent: ID<Cause>?
    /// What it was found to be another name of.
    package let sameAs: ID<Cause>?
    /// By language tag; `und` where it was named in passing.
    package let names: [String: String]
    package let endedAt: Instant?
    package let revision: Int

    package init(
        id: ID<Cause>, kind: Kind, parent: ID<Cause>?, sameAs: ID<Cause>?, names: [String: String], endedAt: Instant?,
        revision: Int
    ) {
        self.id = id
        self.kind = kind
        self.parent = parent
        self.sameAs = sameAs
        self.names = names
        self.endedAt = endedAt
        self.revision = revision
    }

    /// As readers of a language know it: in that language, else in one of the same root, else as it was named first.
    package func name(in language: String) -> String {
        names.nearest(to: language)?.value ?? names["und"] ?? names["en"] ?? names.min { $0.key < $1.key }?.value ?? ""
    }

    /// By which a name is known again: lower case, single spaces, no sign at the end.
    package static func folded(_ name: String) -> String {
        var text = name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        while let last = text.last, last.isPunctuation { text.removeLast() }
        return text
    }
}

/// A cause as somebody writes it.
package struct CauseDraft: Sendable, Hashable {
    package var kind: Cause.Kind
    package var parent: ID<Cause>?
    /// By language tag.
    package var names: [String: String]

    package init(kind: Cause.Kind, parent: ID<Cause>? = nil, names: [String: String]) {
        self.kind = kind
        self.parent = parent
        self.names = names
    }

    /// - Parameter languages: those in which a name must be given.
    package func problems(languages: [String]) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        for language in languages {
            problems.append(.required(names[language], "names.\(language)", limit: Self.longestName))
        }
        for (language, name) in names.sorted(by: { $0.key < $1.key }) where !languages.contains(language) {
            if CustomerDraft.isLanguageTag(language) {
                problems.append(.required(name, "names.\(language)", limit: Self.longestName))
            } else {
                problems.append(FieldProblem("names.\(language)", "problems.no-such-language"))
            }
        }
        return problems
    }

    package static let longestName = 120
}

/// With what a case is closed.
package enum ClosingCause: Sendable, Hashable {
    case known(ID<Cause>)
    /// As somebody typed it; known again where it has that name already.
    case named(String)
    /// No fault of ours, and why.
    case notOurs(String)
}
