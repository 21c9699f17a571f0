/// A kind of difficult conduct. It names what was done on a case, never what somebody is.
package enum ConductKind: String, Sendable, CaseIterable, Codable {
    case abusive, hysterical, domineering
    case selfImportant = "self-important"
    case freeloading
}

/// What was said or done on a case that made the work hard: a fact, by kind, without judgement.
///
/// It stands beside the conversation for a set time and serves the colleague who goes on with it. Nothing is decided by
/// it: no case closes, no promise, remedy or guarantee changes because of it, and nobody counts the facts of a customer.
package struct ConductFact: Sendable, Hashable {
    /// How the writer knows.
    package enum Evidence: String, Sendable, CaseIterable, Codable {
        /// The customer's own words.
        case quoted
        /// What somebody saw or heard.
        case observed
    }

    package let id: ID<ConductFact>
    package let kind: ConductKind
    package let evidence: Evidence
    /// What was said or done, as an employee would read it out to the customer.
    package let words: String
    /// Whether it threatened anybody's safety.
    package let isThreat: Bool
    package let happenedAt: Instant
    package let `case`: ID<Case>
    /// The message in which it was said, where it was written to us.
    package let message: ID<Message>?
    package let customer: ID<Customer>?
    package let place: ID<Place>
    /// `Actor.description`.
    package let writtenBy: String
    package let writtenAt: Instant
    /// Since when it is taken back: it was no fact, or of somebody else.
    package let struckAt: Instant?

    package init(
        id: ID<ConductFact>, kind: ConductKind, evidence: Evidence, words: String, isThreat: Bool, happenedAt: Instant,
        case: ID<Case>, message: ID<Message>?, customer: ID<Customer>?, place: ID<Place>, writtenBy: String,
        writtenAt: Instant, struckAt: Instant? = nil
    ) {
        self.id = id
        self.kind = kind
        self.evidence = evidence
        self.words = words
        self.isThreat = isThreat
        self.happenedAt = happenedAt
        self.case = `case`
        self.message = message
        self.customer = customer
        self.place = place
        self.writtenBy = writtenBy
        self.writtenAt = writtenAt
        self.struckAt = struckAt
    }

    /// Whether it is still shown: not taken back, and no longer ago than facts are in view.
    package func stands(at now: Instant, days: Int) -> Bool {
        struckAt == nil && happenedAt > now - .days(Int64(days))
    }

    /// For how many days facts are in view where the business says nothing else.
    package static let usualDays = 180
    package static let longestDays = 1_096
}

/// A fact as somebody writes it down.
package struct ConductDraft: Sendable, Hashable {
    package var kind: ConductKind
    package var evidence: ConductFact.Evidence
    package var words: String
    package var isThreat = false
    /// `nil` for now.
    package var happenedAt: Instant?
    package var message: ID<Message>?

    package init(_ kind: ConductKind, _ evidence: ConductFact.Evidence, _ words: String) {
        self.kind = kind
        self.evidence = evidence
        self.words = words
    }

    package static let longest = 1_000

    package func problems(at now: Instant) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(words, "words", limit: Self.longest))
        if let happenedAt, happenedAt > now + .minutes(1) {
            problems.append(FieldProblem("happened_at", "problems.in-the-future"))
        }
        return problems
    }

    /// Words that judge where a fact was asked for. What the customer said is quoted as it was said.
    package var judging: [String] { evidence == .quoted ? [] : ConductWording.judging(in: words) }
}
