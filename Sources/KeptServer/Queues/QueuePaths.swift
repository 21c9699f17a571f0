import KeptDomain

/// Addresses of queues: those of customers are short, since they stand on paper and in pictures that phones read.
extension Paths {
    package static func queueJoining(_ slug: String) -> String { "/q/\(encoded(slug))" }
    package static func queueKiosk(_ slug: String) -> String { "/q/\(encoded(slug))/kiosk" }
    package static func queueBoard(_ slug: String) -> String { "/q/\(encoded(slug))/board" }
    package static func queueBoardLive(_ slug: String) -> String { "/q/\(encoded(slug))/board/live" }
    package static func visit(_ key: String) -> String { "/v/\(encoded(key))" }
    package static func visitLive(_ key: String) -> String { "/v/\(encoded(key))/live" }
    package static func visitLeaving(_ key: String) -> String { "/v/\(encoded(key))/leaving" }
    package static func visitParking(_ key: String) -> String { "/v/\(encoded(key))/parking" }
    package static func visitReturn(_ key: String) -> String { "/v/\(encoded(key))/return" }
    package static func visitAnswers(_ key: String) -> String { "/v/\(encoded(key))/answers" }
    package static func visitCompany(_ key: String) -> String { "/v/\(encoded(key))/company" }
    package static func visitRating(_ key: String) -> String { "/v/\(encoded(key))/rating" }

    package static let queues = "/queues"
    package static let newQueue = "/queues/new"
    package static let delayReasons = "/queues/reasons"
    package static func delayReason(_ id: ID<DelayReason>) -> String { "/queues/reasons/\(id)" }
    package static func delayReasonClosing(_ id: ID<DelayReason>) -> String { "/queues/reasons/\(id)/closing" }
    package static func queue(_ id: ID<Queue>) -> String { "/queues/\(id)" }
    package static func queueSettings(_ id: ID<Queue>) -> String { "/queues/\(id)/settings" }
    package static func queueClosing(_ id: ID<Queue>) -> String { "/queues/\(id)/closing" }
    package static func queueSheet(_ id: ID<Queue>) -> String { "/queues/\(id)/sheet" }
    package static func queueShutting(_ id: ID<Queue>) -> String { "/queues/\(id)/shutting" }
    package static func queueOpening(_ id: ID<Queue>) -> String { "/queues/\(id)/opening" }
    package static func queueDelay(_ id: ID<Queue>) -> String { "/queues/\(id)/delay" }
    package static func queueDelayEnd(_ id: ID<Queue>) -> String { "/queues/\(id)/delay/end" }
    package static func queueVisits(_ id: ID<Queue>) -> String { "/queues/\(id)/visits" }
    package static func visitWork(_ id: ID<Visit>) -> String { "/visits/\(id)" }

    package static let points = "/points"
    package static let newPoint = "/points/new"
    package static func point(_ id: ID<ServicePoint>) -> String { "/points/\(id)" }
    package static func pointSettings(_ id: ID<ServicePoint>) -> String { "/points/\(id)/settings" }
    package static func pointClosing(_ id: ID<ServicePoint>) -> String { "/points/\(id)/closing" }
    package static func pointOpening(_ id: ID<ServicePoint>) -> String { "/points/\(id)/opening" }
    package static func pointLeaving(_ id: ID<ServicePoint>) -> String { "/points/\(id)/leaving" }
    package static func pointNext(_ id: ID<ServicePoint>) -> String { "/points/\(id)/next" }
}
