/// A wait that can be told: how long it usually takes from such a state, and the time that is kept with the wanted chance.
package struct WaitQuote: Sendable, Hashable {
    /// As often shorter as longer; whole seconds, zero or more.
    package let median: Int
    /// Kept with `confidence`; at least `median`.
    package let keptWithin: Int
    /// 0.5...0.99.
    package let confidence: Double
    /// On how many waits it rests; above zero.
    package let precedents: Int
    /// Why, part by part; each is worded under `queues.basis.<key>`.
    package let basis: [WaitBasis]

    package init(median: Int, keptWithin: Int, confidence: Double, precedents: Int, basis: [WaitBasis]) {
        precondition(median >= 0 && keptWithin >= median && precedents > 0, "\(median) to \(keptWithin)")
        self.median = median
        self.keptWithin = keptWithin
        self.confidence = confidence
        self.precedents = precedents
        self.basis = basis
    }
}

/// A part of the sentence that says on what a quoted wait rests.
package struct WaitBasis: Sendable, Hashable, Codable {
    package let key: String
    /// The slots of the sentence by name.
    package let facts: [String: Int]

    package init(_ key: String, _ facts: [String: Int] = [:]) {
        self.key = key
        self.facts = facts
    }
}

/// A queue as somebody who joins it, or waits in it, finds it.
package struct WaitState: Sendable, Hashable {
    /// Parties who wait before them, and the people in those.
    package var ahead: Int
    package var peopleAhead: Int
    /// Open points that serve the queue, and parties that are called to or served at them.
    package var points: Int
    package var serving: Int
    /// The longest wait that is running.
    package var longest: Span?
    /// The mean wait of the last five who were called.
    package var lastFive: Span?
    /// How many were called in the last five minutes, and by how many points.
    package var calledLately: Int
    package var pointsLately: Int
    package var now: Instant

    package init(
        ahead: Int, peopleAhead: Int? = nil, points: Int, serving: Int, longest: Span? = nil, lastFive: Span? = nil,
        calledLately: Int = 0, pointsLately: Int = 0, now: Instant
    ) {
        self.ahead = ahead
        self.peopleAhead = peopleAhead ?? ahead
        self.points = points
        self.serving = serving
        self.longest = longest
        self.lastFive = lastFive
        self.calledLately = calledLately
        self.pointsLately = pointsLately
        self.now = now
    }

    /// The same queue for somebody with so many before them.
    package func seen(with ahead: Int, people: Int) -> WaitState {
        var state = self
        (state.ahead, state.peopleAhead) = (ahead, people)
        return state
    }

    /// How many services must end before it is their turn; zero with a free point.
    package var turns: Int { max(0, ahead + serving + 1 - points) }
}

/// A wait that ended with a call, with the state in which it began.
package struct WaitPrecedent: Sendable, Hashable {
    package let ahead: Int
    package let points: Int
    package let serving: Int
    package let waited: Span

    package init(ahead: Int, points: Int, serving: Int, waited: Span) {
        self.ahead = ahead
        self.points = points
        self.serving = serving
        self.waited = waited
    }

    var turns: Int { max(0, ahead + serving + 1 - points) }
}

/// What can be said of a wait.
package enum WaitOutlook: Sendable, Hashable {
    case quoted(WaitQuote)
    /// So many more waits like this one are needed.
    case tooFew(needed: Int)
    /// No point that serves the queue is open.
    case nobodyServes
    /// No wait like this one was seen: the line is far longer than ever before.
    case unlikeAny

    package var quote: WaitQuote? { if case .quoted(let quote) = self { quote } else { nil } }
}
