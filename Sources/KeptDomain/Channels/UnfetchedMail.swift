/// A message that lies in a mailbox and is not in the record.
package struct UnfetchedMail: Sendable, Hashable {
    package enum Outcome: String, Sendable, CaseIterable, Codable {
        /// It is in the record now.
        case fetched
        /// It no longer lies where it lay: somebody moved or deleted it, or the folder was made anew and read whole.
        case gone
        /// A person leaves it there.
        case left
    }

    package let id: ID<UnfetchedMail>
    package let channel: ID<MailChannel>
    /// Of the channel.
    package let place: ID<Place>
    /// Of the channel.
    package let address: String
    /// With `uid` the number under which the server has it.
    package let validity: UInt32
    package let uid: UInt32
    /// Whether it lay there before the mailbox was read for the first time.
    package let isExisting: Bool
    /// What the server said last, or why it could not be filed.
    package let answer: String
    package let foundAt: Instant
    /// How often it was tried, 1 or more.
    package let attempts: Int
    /// Not before this; while it waits.
    package let nextAttemptAt: Instant
    package let settledAt: Instant?
    package let outcome: Outcome?
    package let why: String?
    package let revision: Int

    package init(
        id: ID<UnfetchedMail>, channel: ID<MailChannel>, place: ID<Place>, address: String, validity: UInt32,
        uid: UInt32, isExisting: Bool, answer: String, foundAt: Instant, attempts: Int, nextAttemptAt: Instant,
        settledAt: Instant? = nil, outcome: Outcome? = nil, why: String? = nil, revision: Int = 1
    ) {
        self.id = id
        self.channel = channel
        self.place = place
        self.address = address
        self.validity = validity
        self.uid = uid
        self.isExisting = isExisting
        self.answer = answer
        self.foundAt = foundAt
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.settledAt = settledAt
        self.outcome = outcome
        self.why = why
        self.revision = revision
    }

    private static let waits: [Span] = [
        .minutes(1), .minutes(5), .minutes(15), .hours(1), .hours(4), .hours(12), .hours(24),
    ]

    /// How long it waits before it is tried again. Trying never ends by itself: what lies there may be a customer's word.
    ///
    /// - Parameter attempts: made so far, 1 or more.
    package static func wait(after attempts: Int) -> Span { waits[min(max(attempts, 1), waits.count) - 1] }
}
