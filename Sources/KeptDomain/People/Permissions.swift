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
    case correctPause = "correct-pause"
    case renegotiatePromise = "renegotiate-promise"
    case settlePromise = "settle-promise"
    case seeCases = "see-cases"
    case workCase = "work-case"
    case handOverCase = "hand-over-case"
    case seeMeasures = "see-measures"
    case seeStandards = "see-standards"
    case setStandards = "set-standards"
    case setCalendars = "set-calendars"
    case setCarriers = "set-carriers"
    case setPlaces = "set-places"
    case importData = "import-data"
    case setPeople = "set-people"
    case seeJournal = "see-journal"
}

/// Who may do what, and how far: one table of operation × role × reach, checked inside each operation and shown on the
/// people page.
package enum Permissions {
    package static func reach(of operation: Operation, for role: Role) -> Reach? { table[operation]?[role] }

    /// The widest reach that any of the grants gives for the operation, at `place` where one is meant.
    package static func reach(of operation: Operation, with grants: [Grant], at place: ID<Place>?) -> Reach? {
        grants.compactMap { grant -> Reach? in
            guard let reach = Self.reach(of: operation, for: grant.role) else { return nil }
            guard let held = grant.place, reach != .own else { return reach }
            // A role held at one place reaches no further than that place.
            return place == nil || place == held ? .place : nil
        }.max()
    }

    private static let everyone: [Role: Reach] = [
        .frontLine: .place, .lead: .place, .qualityManager: .all, .logisticsPlanner: .all, .owner: .all,
        .administrator: .all,
    ]

    private static let table: [Operation: [Role: Reach]] = [
        .seeToday: everyone,
        .seeOrders: everyone.merging([.partner: .own]) { $1 },
        .makeOrder: everyone.filter { $0.key != .qualityManager },
        .recordEvent: everyone.filter { $0.key != .qualityManager }.merging([.partner: .own]) { $1 },
        .chooseWindow: [
            .frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all,
        ],
        .seePromises: everyone,
        .makePromise: [.frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all],
        .pausePromise: [
            .frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all,
        ],
        .correctPause: [.lead: .place, .owner: .all, .administrator: .all],
        .renegotiatePromise: [
            .frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all,
        ],
        .settlePromise: [
            .frontLine: .place, .lead: .place, .logisticsPlanner: .all, .owner: .all, .administrator: .all,
        ],
        .seeCases: everyone,
        .workCase: [
            .frontLine: .place, .lead: .place, .qualityManager: .all, .logisticsPlanner: .all, .owner: .all,
            .administrator: .all,
        ],
        .handOverCase: [.frontLine: .own, .lead: .place, .owner: .all, .administrator: .all],
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
