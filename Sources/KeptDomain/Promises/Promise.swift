/// What we told a customer will be so by a time, with its clock.
///
/// What was told (`said`, `toldDue`, the versions) is fixed when the promise is made; where it stands changes only through
/// the functions below, each of which answers with the promise as it is then or refuses.
package struct Promise: Sendable, Hashable {
    package let id: ID<Promise>
    package let matter: ID<Matter>
    package let order: ID<Order>?
    package var `case`: ID<Case>?
    package let customer: ID<Customer>?
    package let place: ID<Place>

    /// The sentence as the customer read or heard it, in `language`.
    package let said: String
    package let language: String
    /// The zone in which the customer read the time.
    package let zone: String
    package let toldDue: Instant
    /// Whether the customer was told; an untold promise is an aim of our own, and a changed calendar may move it.
    package let isTold: Bool
    package let clock: PromiseClock
    /// As `ClockTarget` writes itself; `nil` where only an instant was named.
    package let target: String?
    package let startsAt: Instant
    package let calendarVersion: ID<CalendarVersion>?
    package let standardVersion: ID<StandardVersion>?
    /// `Actor.description` of who made it.
    package let madeBy: String
    package let madeAt: Instant
    package let warnings: [WarningStep]

    /// `toldDue` moved by pauses.
    package var due: Instant
    package var state: PromiseState
    package var pausedAt: Instant?
    package var settledAt: Instant?
    /// When Kept saw that it was broken; `settledAt` is then `due`, since a promise breaks at its due time.
    package var seenAt: Instant?
    package var evidence: String?
    package let replaces: ID<Promise>?
    /// The first promise of the chain: itself where nothing was replaced.
    package let first: ID<Promise>
    /// Whether the customer wished this change, so that the word before it does not count against us.
    package let askedByCustomer: Bool
    package var revision: Int

    package init(
        id: ID<Promise>, matter: ID<Matter>, order: ID<Order>? = nil, case: ID<Case>? = nil, customer: ID<Customer>?,
        place: ID<Place>, said: String, language: String, zone: String, toldDue: Instant, isTold: Bool = true,
        clock: PromiseClock, target: String? = nil, startsAt: Instant, calendarVersion: ID<CalendarVersion>? = nil,
        standardVersion: ID<StandardVersion>? = nil, madeBy: String, madeAt: Instant,
        warnings: [WarningStep] = [.usual],
        due: Instant? = nil, state: PromiseState = .open, pausedAt: Instant? = nil, settledAt: Instant? = nil,
        seenAt: Instant? = nil, evidence: String? = nil, replaces: ID<Promise>? = nil, first: ID<Promise>? = nil,
        askedByCustomer: Bool = false, revision: Int = 1
    ) {
        self.id = id
        self.matter = matter
        self.order = order
        self.case = `case`
        self.customer = customer
        self.place = place
        self.said = said
        self.language = language
        self.zone = zone
        self.toldDue = toldDue
        self.isTold = isTold
        self.clock = clock
        self.target = target
        self.startsAt = startsAt
        self.calendarVersion = calendarVersion
        self.standardVersion = standardVersion
        self.madeBy = madeBy
        self.madeAt = madeAt
        self.warnings = warnings
        self.due = due ?? toldDue
        self.state = state
        self.pausedAt = pausedAt
        self.settledAt = settledAt
        self.seenAt = seenAt
        self.evidence = evidence
        self.replaces = replaces
        self.first = first ?? id
        self.askedByCustomer = askedByCustomer
        self.revision = revision
    }

    package var isOpen: Bool { state == .open }
    package var isPaused: Bool { pausedAt != nil }
    /// A named day or time never moves by a pause; the other clocks stop (case C31).
    package var stopsWhenPaused: Bool { clock != .date }
    /// Paused, on a clock that a pause stops: nothing falls due.
    package var isStopped: Bool { isPaused && stopsWhenPaused }
}

/// When somebody is warned before a promise breaks, and who.
package struct WarningStep: Sendable, Hashable, Codable {
    package enum Moment: Sendable, Hashable {
        /// A share of the clock used, in 0..<1.
        case share(Double)
        /// A length of the promise's own clock before it is due.
        case before(Span)
    }

    package let moment: Moment
    package let role: Role
    /// Delivered at once, also in quiet hours.
    package let isUrgent: Bool

    package init(_ moment: Moment, to role: Role, isUrgent: Bool = false) {
        self.moment = moment
        self.role = role
        self.isUrgent = isUrgent
    }

    /// The front line at 80 % of the clock.
    package static let usual = WarningStep(.share(0.8), to: .frontLine)

    private enum Keys: String, CodingKey { case share, beforeSeconds = "before_seconds", role, urgent }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        if let share = try values.decodeIfPresent(Double.self, forKey: .share) {
            moment = .share(share)
        } else {
            moment = .before(.seconds(try values.decode(Int64.self, forKey: .beforeSeconds)))
        }
        role = try values.decode(Role.self, forKey: .role)
        isUrgent = try values.decodeIfPresent(Bool.self, forKey: .urgent) ?? false
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Keys.self)
        switch moment {
        case .share(let share): try values.encode(share, forKey: .share)
        case .before(let span): try values.encode(span.seconds, forKey: .beforeSeconds)
        }
        try values.encode(role, forKey: .role)
        if isUrgent { try values.encode(true, forKey: .urgent) }
    }
}
