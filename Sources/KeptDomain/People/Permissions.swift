/// Everything that can be done, as the permission table names it.
package enum Operation: String, Sendable, CaseIterable {
    case seeToday = "see-today"
    case seeOrders = "see-orders"
    case makeOrder = "make-order"
    case recordEvent = "record-event"
    case chooseWindow = "choose-window"
    case seePromises = "see-promises"
    case makePromise = "make-promise"
    case pausePromise = "pause-promise"
    /// A pause after the fact, or a break that late evidence shows to have been kept.
    case correctPromise = "correct-promise"
    case renegotiatePromise = "renegotiate-promise"
    case settlePromise = "settle-promise"
    case seeCases = "see-cases"
    /// Telling us something on a case: what customers do themselves, and colleagues for them.
    case writeToUs = "write-to-us"
    case workCase = "work-case"
    case handOverCase = "hand-over-case"
    /// Taking the next case from a line.
    case takeCase = "take-case"
    /// Lines, skills, macros and saved replies.
    case setDesk = "set-desk"
    case giveRemedy = "give-remedy"
    /// Takes back what was given; what is one's own, or at one's place.
    case reverseRemedy = "reverse-remedy"
    /// Says yes or no to what exceeds a colleague's authority.
    case approveRemedy = "approve-remedy"
    case redeemCoupon = "redeem-coupon"
    case setLimits = "set-limits"
    case setGuarantees = "set-guarantees"
    /// E-mail channels: servers, passwords, what became of them.
    case setChannels = "set-channels"
    case seeQueues = "see-queues"
    /// Joining a queue: what customers do themselves, and colleagues for them.
    case joinQueue = "join-queue"
    /// Calling, serving, explaining delays, opening and shutting.
    case runQueue = "run-queue"
    /// Queues, service points and reasons for delays.
    case setQueues = "set-queues"
    /// The facts of conduct of all cases of a place, and answering after a threat.
    case seeConduct = "see-conduct"
    /// Drawing answers at random and scoring them.
    case checkAnswers = "check-answers"
    case seeMeasures = "see-measures"
    case seeStandards = "see-standards"
    case setStandards = "set-standards"
    case setCalendars = "set-calendars"
    case setCarriers = "set-carriers"
    case setPlaces = "set-places"
    case importData = "import-data"
    case setPeople = "set-people"
    case seeJournal = "see-journal"

    /// Whether it changes what holds for all places at once, so that a role held at one place never suffices.
    package var isOfTheBusiness: Bool {
        switch self {
        case .setStandards, .setCalendars, .setCarriers, .setPlaces, .setPeople, .importData, .setLimits,
            .setGuarantees, .setChannels:
            true
        default: false
        }
    }
}

/// Who may do what, and how far: one table of operation × role × reach, checked inside each operation and shown on the
/// people page. A partner has no rows: nothing is theirs until an order knows the partner that it is carried by.
package enum Permissions {
    package static func reach(of operation: Operation, for role: Role) -> Reach? { table[operation]?[role] }

    /// Whether the grants of a person let them do this.
    ///
    /// A role held at one place reaches no further than that place, and never the business as a whole. What is one's own
    /// is within every reach that there is.
    package static func allow(
        _ operation: Operation, to person: ID<Person>, with grants: [Grant], within extent: Extent
    ) -> Bool {
        grants.contains { grant in
            guard let reach = reach(of: operation, for: grant.role) else { return false }
            switch operation.isOfTheBusiness ? .business : extent {
            case .at(let place, let owner):
                if owner == person { return true }
                return reach > .own && (grant.place == nil || grant.place == place)
            case .anyPlace: return reach > .own
            case .business: return reach == .all && grant.place == nil
            }
        }
    }

    /// Where the grants reach for an operation; `nil` for nowhere.
    package static func places(for operation: Operation, with grants: [Grant]) -> ReachedPlaces? {
        let reaching = grants.filter { grant in reach(of: operation, for: grant.role).map { $0 > .own } ?? false }
        if reaching.contains(where: { $0.place == nil && reach(of: operation, for: $0.role) == .all }) {
            return .business
        }
        if reaching.contains(where: { $0.place == nil }) { return .everyPlace }
        let places = Set(reaching.compactMap(\.place))
        return places.isEmpty ? nil : .these(places)
    }

    private static let everyone: [Role: Reach] = [
        .frontLine: .place, .lead: .place, .qualityManager: .all, .logisticsPlanner: .all, .owner: .all,
        .administrator: .all,
    ]

    private static let table: [Operation: [Role: Reach]] = [
        .seeToday: everyone,
        .seeOrders: everyone,
        .makeOrder: everyone.filter { $0.key != .qualityManager },
        .recordEvent: everyone.filter { $0.key != .qualityManager },
        .chooseWindow: [
            .frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all,
        ],
        .seePromises: everyone,
        .makePromise: [.frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all],
        .pausePromise: [
            .frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all,
        ],
        .correctPromise: [.lead: .place, .owner: .all, .administrator: .all],
        .renegotiatePromise: [
            .frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all,
        ],
        .settlePromise: [
            .frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all,
        ],
        .seeCases: everyone,
        .writeToUs: [
            .frontLine: .place, .lead: .place, .qualityManager: .all, .logisticsPlanner: .all, .owner: .all,
            .administrator: .all,
        ],
        .workCase: [
            .frontLine: .place, .lead: .place, .qualityManager: .all, .logisticsPlanner: .all, .owner: .all,
            .administrator: .all,
        ],
        .handOverCase: [.frontLine: .own, .lead: .place, .owner: .all, .administrator: .all],
        .takeCase: [.frontLine: .place, .lead: .place, .owner: .all, .administrator: .all],
        .setDesk: [.lead: .place, .qualityManager: .all, .owner: .all, .administrator: .all],
        .giveRemedy: [.frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all],
        .reverseRemedy: [.frontLine: .own, .lead: .place, .owner: .all, .administrator: .all],
        .approveRemedy: [.lead: .place, .owner: .all],
        .redeemCoupon: [
            .frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all,
        ],
        .setLimits: [.owner: .all, .administrator: .all],
        .setGuarantees: [.qualityManager: .all, .owner: .all, .administrator: .all],
        .setChannels: [.owner: .all, .administrator: .all],
        .seeQueues: everyone,
        .joinQueue: everyone.filter { $0.key != .qualityManager && $0.key != .logisticsPlanner },
        .runQueue: [.frontLine: .place, .lead: .place, .owner: .all, .administrator: .all],
        .setQueues: [.lead: .place, .qualityManager: .all, .owner: .all, .administrator: .all],
        .seeConduct: [.lead: .place, .qualityManager: .all, .owner: .all, .administrator: .all],
        .checkAnswers: [.lead: .place, .qualityManager: .all, .owner: .all, .administrator: .all],
        .seeMeasures: [
            .lead: .place, .qualityManager: .all, .logisticsPlanner: .all, .owner: .all, .administrator: .all,
        ],
        .seeStandards: everyone,
        .setStandards: [.qualityManager: .all, .owner: .all, .administrator: .all],
        .setCalendars: [.qualityManager: .all, .owner: .all, .administrator: .all],
        .setCarriers: [.logisticsPlanner: .all, .owner: .all, .administrator: .all],
        .setPlaces: [.owner: .all, .administrator: .all],
        .importData: [.logisticsPlanner: .all, .owner: .all, .administrator: .all],
        .setPeople: [.owner: .all, .administrator: .all],
        .seeJournal: everyone,
    ]
}
