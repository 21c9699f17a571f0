import KeptDomain
import KeptStore

/// What the phone page of a visit shows, already decided. Nothing in it is internal.
package struct PhoneView: Sendable {
    /// Somebody who is called now, with where to.
    package struct Called: Sendable, Hashable {
        package let ticket: String
        /// By language tag.
        package let point: [String: String]
        /// Changes with every further call.
        package let call: String

        package init(ticket: String, point: [String: String], call: String = "") {
            self.ticket = ticket
            self.point = point
            self.call = call
        }
    }

    /// What was told of the wait.
    package struct Told: Sendable, Hashable {
        package let due: Instant
        package let at: Instant
        package let isReplaced: Bool

        package init(due: Instant, at: Instant, isReplaced: Bool = false) {
            self.due = due
            self.at = at
            self.isReplaced = isReplaced
        }
    }

    package let key: String
    package let visit: Visit
    package let queue: Queue
    package let place: String
    package var phone: String?
    package var email: String?
    /// Parties before them, and how long it will take yet; `nil` where they do not wait.
    package var ahead: Int?
    package var outlook: WaitOutlook?
    package var isSlow = false
    /// The oldest first; the last one stands.
    package var told: [Told] = []
    /// The last called first.
    package var calledNow: [Called] = []
    /// Why it takes longer, by language tag.
    package var explained: [String: String]?
    package var explainedAt: Instant?
    /// Where they are called to or served, by language tag.
    package var point: [String: String]?
    /// The ticket of whom they wait together with.
    package var company: String?
    /// How many others who wait would like company.
    package var others = 0
    /// They get their old place when they come back before this.
    package var returnUntil: Instant?

    package init(key: String, visit: Visit, queue: Queue, place: String) {
        self.key = key
        self.visit = visit
        self.queue = queue
        self.place = place
    }
}

extension PhoneView {
    /// - Parameters:
    ///   - scene: of the visit's queue.
    ///   - told: everything that was told of its wait, the oldest first.
    init(_ visit: Visit, in scene: QueueScene, key: String, beside: VisitBeside) {
        self.init(key: key, visit: visit, queue: scene.queue, place: beside.place.name)
        (phone, email) = (beside.place.phone, beside.place.email)
        if let waiting = scene.waiting(visit.id) {
            (ahead, outlook, isSlow) = (waiting.ahead, waiting.outlook, waiting.isSlow(at: scene.at))
        }
        told = beside.told.enumerated().map { place, word in
            Told(due: word.due, at: word.toldAt, isReplaced: place < beside.told.count - 1)
        }
        calledNow = scene.called.prefix(4).compactMap { one in
            guard let ticket = one.ticket, let point = scene.point(one.point) else { return nil }
            return Called(ticket: ticket, point: point.name, call: one.call)
        }
        explained = scene.explanation?.said
        explainedAt = scene.explanation?.from
        point = beside.point?.name
        company = beside.company
        others = scene.waiting.count { $0.visit.wantsCompany && $0.visit.company == nil && $0.visit.id != visit.id }
        returnUntil =
            visit.state == .noShow
            ? visit.endedAt.map { $0 + scene.queue.rules.returnWithin }.flatMap { scene.at <= $0 ? $0 : nil } : nil
    }
}

extension Visit {
    /// Another text for every call.
    var call: String { "\(id).\(recalled)" }
}
