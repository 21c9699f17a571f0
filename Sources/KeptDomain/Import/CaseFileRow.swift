/// What happened to a case in the system that it comes from.
package struct CaseHistoryEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        case opened, replied, closed, reopened
        case handedOver = "handed-over"
        /// Whatever else was recorded; it is kept as a note.
        case noted
    }

    package let kind: Kind
    package let at: Instant
    /// The file's own word; empty where a column of its own told it.
    package let activity: String
    /// Who did it, as the file says.
    package let resource: String?

    package init(_ kind: Kind, at: Instant, activity: String = "", resource: String? = nil) {
        self.kind = kind
        self.at = at
        self.activity = activity
        self.resource = resource
    }
}

/// One row of a file of cases, read but not yet looked up: what it tells of the case, and what happened.
package struct CaseFileRow: Sendable, Hashable {
    /// What was said or written.
    package struct Text: Sendable, Hashable {
        package let body: String
        package let direction: Message.Direction
        package let at: Instant
    }

    package let line: Int
    /// The case's id where it comes from.
    package let `case`: String
    package let zone: Zone
    package var kind: Case.Kind?
    package var subject, cause, place, owner, order: String?
    package var channel: Message.Channel?
    package var buyer: OrderRow.Buyer?
    /// At least one: nothing is taken of a case of which no time is known.
    package var events: [CaseHistoryEvent] = []
    package var text: Text?
}

extension CaseFileRow {
    /// A row that no file told, such as those of the demonstration, of nobody known yet.
    package init(
        _ name: String, in zone: Zone, subject: String, owner: String?,
        events: [CaseHistoryEvent], text: (body: String, direction: Message.Direction, at: Instant)? = nil
    ) {
        self.init(line: 0, case: name, zone: zone)
        (self.subject, self.owner, self.events) = (subject, owner, events)
        channel = .email
        self.text = text.map { Text(body: $0.body, direction: $0.direction, at: $0.at) }
    }
}

extension OrderRow {
    /// The customer of a case as a row of orders would tell of them.
    package init(customerOf row: CaseFileRow) {
        self.init(
            line: row.line, order: row.case, zone: row.zone,
            milestones: Milestones(ordered: row.events.first?.at ?? Instant(microseconds: 0)),
            orderedDay: Day(number: 0))
        buyer = row.buyer
    }
}

/// The way of a case in another system, told by its history.
package struct CaseCourse: Sendable, Hashable {
    /// From its opening, or a reopening, to its close; `closedAt` is `nil` while it is open.
    package struct Episode: Sendable, Hashable {
        package let openedAt: Instant
        package var closedAt: Instant?
    }

    /// In order of time, at least one.
    package private(set) var episodes: [Episode] = []
    package private(set) var firstReplyAt: Instant?
    package private(set) var handOvers = 0

    package var openedAt: Instant { episodes.first?.openedAt ?? Instant(microseconds: 0) }
    /// When it was closed for the first time.
    package var firstClosedAt: Instant? { episodes.first?.closedAt }
    /// `nil` while it is open.
    package var closedAt: Instant? { episodes.last?.closedAt }

    /// - Parameter events: at least one, in any order. The case begins with the earliest, whatever it is; what is recorded
    ///   of a closed case does not open it again unless it says so.
    package init(_ events: some Sequence<CaseHistoryEvent>) {
        let sorted = events.sorted { ($0.at, $0.kind.rank) < ($1.at, $1.kind.rank) }
        guard let first = sorted.first else { return }
        episodes = [Episode(openedAt: first.at)]
        for event in sorted {
            let isOpen = episodes[episodes.count - 1].closedAt == nil
            switch event.kind {
            case .replied: firstReplyAt = firstReplyAt ?? event.at
            case .closed where isOpen: episodes[episodes.count - 1].closedAt = event.at
            case .reopened where !isOpen: episodes.append(Episode(openedAt: event.at))
            case .handedOver: handOvers += 1
            case .opened, .closed, .reopened, .noted: break
            }
        }
    }
}

extension CaseHistoryEvent.Kind {
    /// In which order things of one instant happened.
    fileprivate var rank: Int {
        switch self {
        case .opened: 0
        case .reopened: 1
        case .handedOver: 2
        case .noted: 3
        case .replied: 4
        case .closed: 5
        }
    }
}
