/// A failure that somebody had noted by mistake: out of every count, and readable with who struck it and why.
package struct StruckFailure: Sendable, Hashable {
    /// The id that it had.
    package let id: ID<Failure>
    package let `case`: ID<Case>
    /// In which it stood, from 1.
    package let episode: Int
    package let kind: Failure.Kind
    package let happenedAt: Instant?
    package let learnedAt: Instant
    package let words: String?
    /// Who noted it, as the journal writes an actor.
    package let toldBy: String
    package let struckBy: String
    package let struckAt: Instant
    package let why: String

    package init(
        id: ID<Failure>, case found: ID<Case>, episode: Int, kind: Failure.Kind, happenedAt: Instant?,
        learnedAt: Instant, words: String?, toldBy: String, struckBy: String, struckAt: Instant, why: String
    ) {
        self.id = id
        self.case = found
        self.episode = episode
        self.kind = kind
        self.happenedAt = happenedAt
        self.learnedAt = learnedAt
        self.words = words
        self.toldBy = toldBy
        self.struckBy = struckBy
        self.struckAt = struckAt
        self.why = why
    }
}
