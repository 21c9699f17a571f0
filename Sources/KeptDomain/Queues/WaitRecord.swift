/// The waits of a queue that ended with a call, as far back as they are looked at.
package struct WaitRecord: Sendable {
    /// One call, with the state that they had found as they joined.
    package struct Call: Sendable, Hashable {
        package let calledAt: Instant
        package let waited: Span
        package let point: ID<ServicePoint>?
        /// `nil` of those who were not put into this queue by joining it, and of imported visits that do not tell it.
        package let precedent: WaitPrecedent?

        package init(calledAt: Instant, waited: Span, point: ID<ServicePoint>?, precedent: WaitPrecedent?) {
            self.calledAt = calledAt
            self.waited = waited
            self.point = point
            self.precedent = precedent
        }
    }

    /// The last first.
    package let calls: [Call]
    /// What counts as lately.
    package static let lately = Span.minutes(5)

    /// The queue by what was learned at night; `nil` while that is too little.
    package let forecast: WaitForecast?

    package init(_ calls: [Call], forecast: WaitForecast? = nil) {
        self.calls = calls
        self.forecast = forecast
    }

    package var precedents: [WaitPrecedent] { calls.compactMap(\.precedent) }

    /// The mean wait of the last five; `nil` before the first.
    package var lastFive: Span? {
        guard !calls.isEmpty else { return nil }
        let last = calls.prefix(5)
        return Span(microseconds: last.reduce(0) { $0 + $1.waited.microseconds } / Int64(last.count))
    }

    package func lately(at now: Instant) -> (called: Int, points: Int) {
        let last = calls.prefix { $0.calledAt > now - Self.lately }
        return (last.count, Set(last.compactMap(\.point)).count)
    }
}

/// A delay that was explained to who waits.
package struct DelayExplanation: Sendable, Hashable {
    package let id: ID<DelayExplanation>
    package let queue: ID<Queue>
    /// `nil` where Kept itself said that it goes slower than told.
    package let reason: ID<DelayReason>?
    /// By language tag.
    package let said: [String: String]
    package let from: Instant
    package let until: Instant

    package init(
        id: ID<DelayExplanation>, queue: ID<Queue>, reason: ID<DelayReason>?, said: [String: String], from: Instant,
        until: Instant
    ) {
        self.id = id
        self.queue = queue
        self.reason = reason
        self.said = said
        self.from = from
        self.until = until
    }
}

/// A reason for a delay, told by a sentence that is true whenever it is chosen.
package struct DelayReason: Sendable, Hashable {
    package let id: ID<DelayReason>
    /// As colleagues find it.
    package let name: [String: String]
    /// As customers read it, by language tag.
    package let said: [String: String]
    package let position: Int
    package let closedAt: Instant?
    package let revision: Int

    package init(
        id: ID<DelayReason>, name: [String: String], said: [String: String], position: Int, closedAt: Instant? = nil,
        revision: Int = 1
    ) {
        self.id = id
        self.name = name
        self.said = said
        self.position = position
        self.closedAt = closedAt
        self.revision = revision
    }
}

package struct DelayReasonDraft: Sendable, Hashable {
    package var name: [String: String]
    package var said: [String: String]
    /// Among the others, from 1.
    package var position: Int

    package init(name: [String: String], said: [String: String], position: Int = 1) {
        self.name = name
        self.said = said
        self.position = position
    }

    package func problems() -> [FieldProblem] {
        var problems = name.problems("name", limit: 60, isRequired: true)
        problems += said.problems("said", limit: 300, isRequired: true)
        if !(1...1_000).contains(position) {
            problems.append(FieldProblem("position", "problems.out-of-range", [Fact("from", 1), Fact("to", 1_000)]))
        }
        return problems
    }
}
