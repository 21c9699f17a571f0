/// Where people are served: a counter, desk, table or room at a place.
package struct ServicePoint: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable { case counter, desk, table, room }

    /// A queue that a point serves.
    package struct Service: Sendable, Hashable {
        package let queue: ID<Queue>
        /// 1...9; those of 1 are its own. It calls from a later one only while nobody waits in an earlier one.
        package let preference: Int

        package init(queue: ID<Queue>, preference: Int = 1) {
            self.queue = queue
            self.preference = preference
        }
    }

    package let id: ID<ServicePoint>
    package let place: ID<Place>
    package let kind: Kind
    /// By language tag; never empty.
    package let name: [String: String]
    /// The largest party that it has room for, 1...100.
    package let capacity: Int
    /// In order of preference, then of the queue's id.
    package let serves: [Service]
    /// Since when somebody serves there, and who.
    package let openedAt: Instant?
    package let person: ID<Person>?
    /// Since when it is there no more.
    package let closedAt: Instant?
    package let revision: Int

    package init(
        id: ID<ServicePoint>, place: ID<Place>, kind: Kind, name: [String: String], capacity: Int,
        serves: [Service], openedAt: Instant? = nil, person: ID<Person>? = nil, closedAt: Instant? = nil,
        revision: Int = 1
    ) {
        self.id = id
        self.place = place
        self.kind = kind
        self.name = name
        self.capacity = capacity
        self.serves = serves.sorted { ($0.preference, $0.queue) < ($1.preference, $1.queue) }
        self.openedAt = openedAt
        self.person = person
        self.closedAt = closedAt
        self.revision = revision
    }

    package var isOpen: Bool { openedAt != nil && closedAt == nil }
    package func name(in language: String) -> String { name.text(in: language) ?? "\(id)" }
    /// `nil` for a queue that it does not serve.
    package func preference(for queue: ID<Queue>) -> Int? { serves.first { $0.queue == queue }?.preference }
    /// Whether a visit of this queue, called here, is asked over from another's line.
    package func isInvitation(from queue: ID<Queue>) -> Bool {
        preference(for: queue).map { $0 > (serves.first?.preference ?? 1) } ?? true
    }

    /// Whom it calls next of those who wait, by the queues' rules: of the first preference in which anybody can be called,
    /// whoever comes first in the order.
    ///
    /// - Parameter waiting: in any order.
    package func next(of waiting: [Visit], in queues: [ID<Queue>: Queue]) -> Visit? {
        var best: (preference: Int, visit: Visit)?
        for visit in waiting where visit.state == .waiting {
            guard let preference = preference(for: visit.queue), let queue = queues[visit.queue] else { continue }
            if queue.rules.byCapacity, visit.partySize > capacity { continue }
            if let known = best,
                (known.preference, known.visit.turn) <= (preference, visit.turn)
            {
                continue
            }
            best = (preference, visit)
        }
        return best?.visit
    }
}

/// A service point as somebody wants it to be.
package struct ServicePointDraft: Sendable, Hashable {
    package var place: ID<Place>
    package var kind: ServicePoint.Kind
    package var name: [String: String]
    package var capacity: Int
    package var serves: [ServicePoint.Service]

    package init(
        place: ID<Place>, kind: ServicePoint.Kind = .counter, name: [String: String], capacity: Int = 12,
        serves: [ServicePoint.Service]
    ) {
        self.place = place
        self.kind = kind
        self.name = name
        self.capacity = capacity
        self.serves = serves
    }

    private static let mostQueues = 20

    package func problems() -> [FieldProblem] {
        var problems = name.problems("name", limit: 80, isRequired: true)
        if !(1...100).contains(capacity) {
            problems.append(FieldProblem("capacity", "problems.out-of-range", [Fact("from", 1), Fact("to", 100)]))
        }
        if serves.isEmpty { problems.append(FieldProblem("serves", "problems.required")) }
        if serves.count > Self.mostQueues {
            problems.append(FieldProblem("serves", "problems.too-many", [Fact("limit", Self.mostQueues)]))
        }
        if Set(serves.map(\.queue)).count < serves.count {
            problems.append(FieldProblem("serves", "problems.taken"))
        }
        if !serves.allSatisfy({ (1...9).contains($0.preference) }) {
            problems.append(FieldProblem("serves", "problems.out-of-range", [Fact("from", 1), Fact("to", 9)]))
        }
        return problems
    }
}
