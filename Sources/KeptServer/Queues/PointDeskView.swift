import KeptDomain
import KeptStore

/// What whoever serves at a point works with, already decided.
package struct PointDeskView: Sendable {
    /// Called here or served.
    package struct Current: Sendable {
        package let visit: Visit
        package let queue: Queue?
        /// Until when they were told to wait, with whether that was kept.
        package var told: Instant?
        package var isToldBroken = false
        package var customer: String?
        package var order: Int?

        package init(visit: Visit, queue: Queue?) {
            self.visit = visit
            self.queue = queue
        }
    }

    package struct Waiting: Sendable {
        package let visit: Visit
        package let position: Int
        package let told: Instant?
        package let isSlow: Bool
        package let outlook: WaitOutlook

        package init(visit: Visit, position: Int, told: Instant?, isSlow: Bool, outlook: WaitOutlook) {
            self.visit = visit
            self.position = position
            self.told = told
            self.isSlow = isSlow
            self.outlook = outlook
        }
    }

    package struct Line: Sendable {
        package let queue: Queue
        package let waiting: [Waiting]
        package var parked: [Visit] = []
        package var absent: [Visit] = []
        package var owed: [Visit] = []
        package var isTaking = true
        package var explanation: DelayExplanation?
        package var exceptions: [QueueException] = []

        package init(queue: Queue, waiting: [Waiting]) {
            self.queue = queue
            self.waiting = waiting
        }
    }

    package let point: ServicePoint
    package let person: String?
    package let place: String
    package var current: Current?
    package var next: Visit?
    package var nextQueue: Queue?
    /// Whether the next one comes over from another point's line.
    package var invites = false
    package var lines: [Line] = []
    /// The queues of the place, to transfer to.
    package var queues: [Queue] = []
    package var reasons: [DelayReason] = []
    /// Told with the form by which a colleague joins somebody.
    package var sending = ""

    package init(point: ServicePoint, person: String?, place: String) {
        self.point = point
        self.person = person
        self.place = place
    }
}

extension PointDeskView {
    init(_ desk: PointDesk, at now: Instant, sending: String) {
        self.init(point: desk.point, person: desk.person, place: desk.place.name)
        queues = desk.others
        if let visit = desk.current {
            var current = Current(visit: visit, queue: queues.first { $0.id == visit.queue })
            current.told = desk.told.last?.due
            current.isToldBroken = desk.told.last?.state == .broken
            (current.customer, current.order) = (desk.customer?.name, desk.order?.number)
            self.current = current
        }
        next = desk.next
        nextQueue = next.flatMap { next in queues.first { $0.id == next.queue } }
        invites = desk.invites
        lines = desk.scenes.map { Line($0) }
        reasons = desk.reasons
        self.sending = sending
    }
}

extension PointDeskView.Line {
    init(_ scene: QueueScene) {
        self.init(
            queue: scene.queue,
            waiting: scene.waiting.map {
                PointDeskView.Waiting(
                    visit: $0.visit, position: $0.position, told: $0.told?.due, isSlow: $0.isSlow(at: scene.at),
                    outlook: $0.outlook)
            })
        (parked, absent, owed) = (scene.parked, scene.absent, scene.owed)
        (isTaking, explanation, exceptions) = (scene.isTaking, scene.explanation, scene.today.exceptions)
    }
}
