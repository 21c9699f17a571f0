import KeptDomain

/// What was told of a wait, and how it stands.
package struct ToldWait: Sendable, Hashable {
    package let id: ID<ToldWait>
    package let visit: ID<Visit>
    package let promise: ID<Promise>
    package let because: WaitToldBecause
    package let toldAt: Instant
    /// Seconds from `toldAt`.
    package let median: Int
    package let keptWithin: Int
    package let confidence: Double
    package let precedents: Int
    package let basis: [WaitBasis]
    package let due: Instant
    package let state: PromiseState

    /// As often before it as after it.
    package var usual: Instant { toldAt + .seconds(Int64(median)) }
}

/// Somebody who waits, as everybody may see it.
package struct WaitingVisit: Sendable {
    package let visit: Visit
    /// From 1.
    package let position: Int
    /// Parties before them, and the people in those.
    package let ahead: Int
    package let peopleAhead: Int
    /// Of the rest of the wait, from now.
    package let outlook: WaitOutlook
    /// What was told last; `nil` where nothing was.
    package let told: ToldWait?

    /// The rest of the wait is expected to end after what was told, or it has passed.
    package func isSlow(at now: Instant) -> Bool {
        guard let told else { return false }
        if told.due < now { return true }
        return outlook.quote.map { now + .seconds(Int64($0.median)) > told.due } ?? false
    }
}

/// A point with whom it serves.
package struct PointScene: Sendable {
    package let point: ServicePoint
    package let person: String?
    /// Called to it or served at it; from any queue.
    package let current: Visit?
}

/// The figures of a queue since the local day began.
package struct QueueDay: Sendable, Hashable {
    package var joined = 0
    package var served = 0
    package var left = 0
    package var absent = 0
    package var closed = 0
    /// Of the first words told of a wait today and settled: those that were kept.
    package var toldKept = 0
    package var toldSettled = 0
    /// The last first.
    package var exceptions: [QueueException] = []

    package init() {}
}

/// A queue as it stands at one instant: what the phone pages, the board and the staff's pages of it all show. One reading of it
/// serves every page that looks at the queue.
package struct QueueScene: Sendable {
    package let queue: Queue
    package let zone: Zone
    package let at: Instant
    package let isTaking: Bool
    /// When its hours begin next; `nil` while they run.
    package let opens: Instant?
    /// In the order in which they are called.
    package let waiting: [WaitingVisit]
    /// Called and not come yet, the last called first.
    package let called: [Visit]
    package let serving: [Visit]
    package let parked: [Visit]
    /// Did not come today, and may get their old place again, the last first.
    package let absent: [Visit]
    /// Served today with something still to be handed over, the oldest first.
    package let owed: [Visit]
    /// Those that serve it.
    package let points: [PointScene]
    /// Of the wait of whoever joins now.
    package let joining: WaitOutlook
    package let state: WaitState
    package let explanation: DelayExplanation?
    package let today: QueueDay

    /// Others who wait and wish for company, in order.
    package func companions(of id: ID<Visit>) -> [Visit] {
        waiting.map(\.visit).filter { $0.id != id && $0.wantsCompany }
    }

    /// Any visit that is shown in it.
    package func visit(_ id: ID<Visit>) -> Visit? {
        waiting.first { $0.visit.id == id }?.visit
            ?? [called, serving, parked, absent, owed].lazy.joined().first { $0.id == id }
    }
    package func waiting(_ id: ID<Visit>) -> WaitingVisit? { waiting.first { $0.visit.id == id } }
    package func point(_ id: ID<ServicePoint>?) -> ServicePoint? { points.first { $0.point.id == id }?.point }
}
