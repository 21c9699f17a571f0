/// A customer or party in a queue, from joining to leaving.
package struct Visit: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable, Codable {
        case waiting, called, serving
        /// They asked to be passed over for a while; their place is kept.
        case parked
        case served
        /// They went by themselves.
        case left
        /// They did not come when called.
        case noShow = "no-show"
        /// Ended by staff or by Kept, with the reason.
        case closed

        package var isActive: Bool { self == .waiting || self == .called || self == .serving || self == .parked }
    }

    /// How they joined; `import` for visits of another system.
    package enum Way: String, Sendable, CaseIterable, Codable { case phone, kiosk, counter, api, `import` }

    package enum Perceived: String, Sendable, CaseIterable, Codable {
        case shorter
        case asTold = "as-told"
        case longer
    }

    package let id: ID<Visit>
    package var queue: ID<Queue>
    package let place: ID<Place>
    /// As people read it, `A17`; `nil` of imported ones. It stays when the visit changes the queue.
    package let ticket: String?
    package var state: State
    package let way: Way
    package let name: String?
    package let phone: String?
    /// 1...100.
    package let partySize: Int
    /// BCP 47.
    package let language: String
    package let customer: ID<Customer>?
    package let order: ID<Order>?
    package let need: String?
    /// By the keys of the queue's questions.
    package let answers: [String: String]
    package let wantsCompany: Bool
    /// Whom they were brought together with.
    package let company: ID<Visit>?
    package let joinedAt: Instant
    /// Their place in the order: `joinedAt`, unless they came back too late to get it again.
    package var placedAt: Instant
    /// Since when they were put first.
    package var firstAt: Instant?
    package var calledAt: Instant?
    /// The last call, the first included.
    package var recalledAt: Instant?
    /// Calls after the first.
    package var recalled: Int
    package var servedAt: Instant?
    package var parkedAt: Instant?
    package var endedAt: Instant?
    package var endedWhy: String?
    /// It is closed then if nobody ended it.
    package let forgetAt: Instant?
    package var point: ID<ServicePoint>?
    /// Called over by a point that is not of the queue's own.
    package var isInvited: Bool
    package let matter: ID<Matter>?
    package let promise: ID<Promise>?
    /// What is still to be handed over after the service.
    package var owed: String?
    package var givenAt: Instant?
    package let perceived: Perceived?
    package let perceivedSeconds: Int?
    package let revision: Int

    package init(
        id: ID<Visit>, queue: ID<Queue>, place: ID<Place>, ticket: String?, state: State = .waiting, way: Way,
        name: String? = nil, phone: String? = nil, partySize: Int = 1, language: String,
        customer: ID<Customer>? = nil, order: ID<Order>? = nil, need: String? = nil, answers: [String: String] = [:],
        wantsCompany: Bool = false, company: ID<Visit>? = nil, joinedAt: Instant, placedAt: Instant,
        firstAt: Instant? = nil, calledAt: Instant? = nil, recalledAt: Instant? = nil, recalled: Int = 0,
        servedAt: Instant? = nil, parkedAt: Instant? = nil, endedAt: Instant? = nil, endedWhy: String? = nil,
        forgetAt: Instant? = nil, point: ID<ServicePoint>? = nil, isInvited: Bool = false, matter: ID<Matter>? = nil,
        promise: ID<Promise>? = nil, owed: String? = nil, givenAt: Instant? = nil, perceived: Perceived? = nil,
        perceivedSeconds: Int? = nil, revision: Int = 1
    ) {
        self.id = id
        self.queue = queue
        self.place = place
        self.ticket = ticket
        self.state = state
        self.way = way
        self.name = name
        self.phone = phone
        self.partySize = partySize
        self.language = language
        self.customer = customer
        self.order = order
        self.need = need
        self.answers = answers
        self.wantsCompany = wantsCompany
        self.company = company
        self.joinedAt = joinedAt
        self.placedAt = placedAt
        self.firstAt = firstAt
        self.calledAt = calledAt
        self.recalledAt = recalledAt
        self.recalled = recalled
        self.servedAt = servedAt
        self.parkedAt = parkedAt
        self.endedAt = endedAt
        self.endedWhy = endedWhy
        self.forgetAt = forgetAt
        self.point = point
        self.isInvited = isInvited
        self.matter = matter
        self.promise = promise
        self.owed = owed
        self.givenAt = givenAt
        self.perceived = perceived
        self.perceivedSeconds = perceivedSeconds
        self.revision = revision
    }

    /// How long they waited until called, or until they ended; never negative, whatever a clock did.
    package func waited(until now: Instant) -> Span { max(.zero, (calledAt ?? endedAt ?? now) - joinedAt) }

    /// Their place among those who wait: those put first by when that was, then all by their place in the order.
    package var turn: VisitOrder { VisitOrder(firstAt: firstAt, placedAt: placedAt, id: id) }

    /// What is still to be handed over.
    package var isOwed: Bool { owed != nil && givenAt == nil }
}

/// The order in which those who wait are called.
package struct VisitOrder: Sendable, Hashable, Comparable {
    package let firstAt: Instant?
    package let placedAt: Instant
    package let id: ID<Visit>

    package static func < (left: Self, right: Self) -> Bool {
        switch (left.firstAt, right.firstAt) {
        case (let left?, let right?) where left != right: left < right
        case (_?, nil): true
        case (nil, _?): false
        default: (left.placedAt, left.id) < (right.placedAt, right.id)
        }
    }
}
