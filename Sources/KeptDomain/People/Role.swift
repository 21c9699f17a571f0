/// What a person is trusted with; one person may hold several, each everywhere or at one place.
package enum Role: String, Sendable, CaseIterable, Codable {
    case frontLine = "front-line"
    case lead
    case qualityManager = "quality-manager"
    case logisticsPlanner = "logistics-planner"
    case owner
    case administrator
    case partner
}

/// A role held by a person. Without a place it holds everywhere.
package struct Grant: Sendable, Hashable {
    package let role: Role
    package let place: ID<Place>?

    package init(role: Role, place: ID<Place>? = nil) {
        self.role = role
        self.place = place
    }
}

/// How far a permission reaches: what is one's own, what belongs to one's place, or everything.
package enum Reach: String, Sendable, Comparable, Codable {
    case own, place, all

    private var width: Int {
        switch self {
        case .own: 0
        case .place: 1
        case .all: 2
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.width < right.width }
}
