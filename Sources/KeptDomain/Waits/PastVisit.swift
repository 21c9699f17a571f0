/// Somebody's visit to a line, or call, in another system: over, and kept as history that waits are learned from.
package struct PastVisit: Sendable, Hashable {
    package enum Outcome: String, Sendable, CaseIterable {
        case served
        /// Went away, or hung up, before it was their turn.
        case left
        /// Was called and did not come.
        case noShow = "no-show"
        /// A row that the other system says to pass over.
        case void
    }

    /// The line's name there.
    package var line: String
    package let zone: Zone
    package var outcome: Outcome
    package let joinedAt: Instant
    /// Until they were called or went away; 0 for whoever did not have to wait.
    package let waitedSeconds: Int64
    package var servedAt: Instant?
    package var endedAt: Instant?
    /// The matter, as the other system says it.
    package var kind: String?
    /// From 0, 9 at most.
    package var priority = 0
    /// Seconds of waiting that the priority counts for from the start.
    package var creditSeconds: Int64 = 0
    package var party = 1
    /// Who or what served them.
    package var point: String?

    /// - Precondition: no negative wait.
    package init(line: String, zone: Zone, outcome: Outcome, joinedAt: Instant, waitedSeconds: Int64) {
        precondition(waitedSeconds >= 0, "a wait of \(waitedSeconds) s")
        self.line = line
        self.zone = zone
        self.outcome = outcome
        self.joinedAt = joinedAt
        self.waitedSeconds = waitedSeconds
    }

    package static let mostPriority = 9
    package static let largestParty = 1_000
    /// No wait and no service lasts as long as a day.
    package static let longest: Int64 = 86_400
}

/// A row of a file of visits, read but not yet looked up.
package struct PastVisitRow: Sendable, Hashable {
    package let line: Int
    /// The visit's id where it comes from; `nil` where the whole row is its identity.
    package let id: String?
    /// The fields of the row, by which it is known again where it has no id.
    package let fields: [String]
    package let place: String?
    package let visit: PastVisit

    package init(line: Int, id: String? = nil, fields: [String], place: String? = nil, visit: PastVisit) {
        self.line = line
        self.id = id
        self.fields = fields
        self.place = place
        self.visit = visit
    }
}
