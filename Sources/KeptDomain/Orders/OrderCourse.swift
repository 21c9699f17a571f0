/// How an order went, as far as it is known: by its events, by its lines, and by what files told beside them.
///
/// What becomes of an order when more is told of it is decided here and nowhere else, for events of the API, of
/// colleagues and of files, and for rows of files. Knowing less never takes back more: rows and events may come in any
/// order, repeated and spread over files. Only where one source contradicts itself its last word holds.
package struct OrderCourse: Sendable, Hashable {
    package var status = OrderStatus.ordered
    package var approvedAt: Instant?
    package var preparedAt: Instant?
    package var dispatchedAt: Instant?
    package var inTransitAt: Instant?
    package var deliveredAt: Instant?
    /// 0 while nobody counted them.
    package var attempts = 0
    package var isUndamaged: Bool?
    /// What came is what was ordered.
    package var isFilledRight: Bool?
    package var isBilledRight: Bool?
    /// Whether all goods were there, by the lines; `nil` while that is unknown of one.
    package var filling: Bool?
    /// The status that a file told in so many words, where the events do not tell as much. Its time is unknown.
    package var toldStatus: OrderStatus?
    /// Whether all goods were there, in the words of a file; more than the lines tell.
    package var toldComplete: Bool?

    package init() {}

    package var isComplete: Bool? { toldComplete ?? filling }

    package func milestones(ordered: Instant) -> Milestones {
        Milestones(
            ordered: ordered, approved: approvedAt, prepared: preparedAt, dispatched: dispatchedAt,
            inTransit: inTransitAt, delivered: deliveredAt)
    }

    /// The course with what is told now.
    ///
    /// - Parameters:
    ///   - news: what a row of a file says beside its milestones.
    ///   - history: of all events of the order, those that are new included.
    ///   - isHistory: the order came from a file, so its events need not be all that happened. Of an order that lives
    ///     here they are, and whoever delivers tells of damage: where nobody did, it came whole.
    package func learned(
        _ news: OrderNews = OrderNews(), from history: OrderHistory, isHistory: Bool
    ) -> OrderCourse {
        var course = self
        course.hear(news)
        course.settle(by: history, isHistory: isHistory)
        return course
    }

    /// Takes over what a row says; `settle` works out what that comes to.
    mutating func hear(_ news: OrderNews) {
        if let status = news.status { toldStatus = status.told(over: toldStatus) }
        attempts = news.attempts ?? attempts
        toldComplete = news.isComplete ?? toldComplete
        isUndamaged = news.isUndamaged ?? isUndamaged
        isFilledRight = news.isFilledRight ?? isFilledRight
        isBilledRight = news.isBilledRight ?? isBilledRight
    }

    mutating func settle(by history: OrderHistory, isHistory: Bool) {
        let known = isHistory ? self : OrderCourse()
        approvedAt = history.approvedAt ?? known.approvedAt
        preparedAt = history.preparedAt ?? known.preparedAt
        dispatchedAt = history.dispatchedAt ?? known.dispatchedAt
        inTransitAt = history.inTransitAt ?? known.inTransitAt
        deliveredAt = history.deliveredAt ?? known.deliveredAt
        attempts = max(history.attempts, known.attempts)
        toldStatus = known.toldStatus.flatMap { history.reaches($0) ? nil : $0 }
        status = toldStatus?.joined(to: history.status) ?? history.status
        if history.isDamaged {
            isUndamaged = false
        } else if !isHistory {
            isUndamaged = deliveredAt == nil ? nil : true
        }
    }
}

/// What a row of a file says of an order's course beside the times of its milestones; `nil` where it says nothing.
package struct OrderNews: Sendable, Hashable {
    package var status: OrderStatus?
    package var attempts: Int?
    package var isComplete: Bool?
    package var isUndamaged: Bool?
    package var isFilledRight: Bool?
    package var isBilledRight: Bool?

    package init(
        status: OrderStatus? = nil, attempts: Int? = nil, isComplete: Bool? = nil, isUndamaged: Bool? = nil,
        isFilledRight: Bool? = nil, isBilledRight: Bool? = nil
    ) {
        self.status = status
        self.attempts = attempts
        self.isComplete = isComplete
        self.isUndamaged = isUndamaged
        self.isFilledRight = isFilledRight
        self.isBilledRight = isBilledRight
    }
}

extension OrderStatus {
    /// What files told of the status, this after `known`. Who says less (an older file, taken in later) takes nothing
    /// back: lost, then delivered, then returned lie on one way. Called off or never to be had, and any other end, exclude
    /// each other: there the last word holds.
    fileprivate func told(over known: OrderStatus?) -> OrderStatus {
        guard let known else { return self }
        let isAside = { (status: OrderStatus) in status == .cancelled || status == .unavailable }
        if isAside(self) || isAside(known) { return isFinal || !known.isFinal ? self : known }
        return toldRank >= known.toldRank ? self : known
    }

    private var toldRank: Int {
        switch self {
        case .lost: 6
        case .delivered: 7
        case .returned: 8
        default: step ?? 0
        }
    }

    /// This status as a file told it, of a time that nobody knows, beside the one that the events tell.
    fileprivate func joined(to events: OrderStatus) -> OrderStatus {
        switch self {
        // Goods that came back had come.
        case .delivered, .cancelled, .unavailable, .returned: events == .returned ? events : self
        case .lost: events.isFinal ? events : self
        case .ordered, .approved, .prepared, .dispatched, .inTransit, .attempted:
            events.isFinal || events.isFurther(than: self) ? events : self
        }
    }
}
