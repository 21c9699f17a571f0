/// What can be found.
package enum SearchKind: String, Sendable, CaseIterable, Codable {
    case customer, `case`, order, message
}

/// Whether what is found is still under way.
package enum SearchState: String, Sendable, CaseIterable, Codable { case open, closed }

/// What somebody looks for, and where. What is `nil` is not asked.
package struct SearchAsk: Sendable, Hashable {
    /// As typed.
    package var text: String
    package var kind: SearchKind?
    package var place: ID<Place>?
    package var state: SearchState?
    /// Written, opened or ordered then or later.
    package var since: Instant?

    package init(
        _ text: String, kind: SearchKind? = nil, place: ID<Place>? = nil, state: SearchState? = nil,
        since: Instant? = nil
    ) {
        self.text = text
        self.kind = kind
        self.place = place
        self.state = state
        self.since = since
    }

    /// What keeps it from being looked for.
    package func problems() -> [FieldProblem] {
        if text.unicodeScalars.count > AskedTerms.longest {
            return [FieldProblem("q", "problems.too-long", [Fact("limit", AskedTerms.longest)])]
        }
        return []
    }
}
