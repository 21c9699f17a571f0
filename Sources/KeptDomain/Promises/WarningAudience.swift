/// Whose warnings a reader is shown, by the roles they hold everywhere or at one place.
package struct WarningAudience: Sendable, Hashable {
    /// Roles whose warnings are shown wherever they were given.
    package let everywhere: Set<Role>
    /// Roles whose warnings are shown where they were given at that place.
    package let atPlaces: [ID<Place>: Set<Role>]

    /// Every warning: for programs, and for what customers are shown.
    package static let all = WarningAudience(everywhere: Set(Role.allCases), atPlaces: [:])

    package init(grants: [Grant]) {
        var everywhere: Set<Role> = []
        var atPlaces: [ID<Place>: Set<Role>] = [:]
        for grant in grants {
            if let place = grant.place {
                atPlaces[place, default: []].formUnion(grant.role.hears)
            } else {
                everywhere.formUnion(grant.role.hears)
            }
        }
        self.init(everywhere: everywhere, atPlaces: atPlaces)
    }

    private init(everywhere: Set<Role>, atPlaces: [ID<Place>: Set<Role>]) {
        self.everywhere = everywhere
        self.atPlaces = atPlaces
    }
}

extension Role {
    /// The roles whose warnings this role is shown: its own, and those of the colleagues for whose work it answers.
    package var hears: Set<Role> {
        switch self {
        case .frontLine, .partner: [self]
        case .lead, .logisticsPlanner: [self, .frontLine]
        case .qualityManager, .owner, .administrator: Set(Role.allCases)
        }
    }
}
