/// Somebody who works here or for us, with the roles they hold.
package struct Person: Sendable, Hashable {
    package let id: ID<Person>
    package let name: String
    package let email: String?
    package let language: String
    package let zone: String?
    package let grants: [Grant]

    package init(
        id: ID<Person>, name: String, email: String?, language: String, zone: String?, grants: [Grant]
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.language = language
        self.zone = zone
        self.grants = grants
    }

    package func holds(_ role: Role, at place: ID<Place>) -> Bool {
        grants.contains { $0.role == role && ($0.place == nil || $0.place == place) }
    }
}

/// A branch, counter, warehouse or site.
package struct Place: Sendable, Hashable {
    package let id: ID<Place>
    package let name: String
    package let city: String?
    package let region: String?
    package let zone: String
    package let calendar: ID<CalendarRecord>
    package let isDefault: Bool
    package let revision: Int
    /// Where customers of the place reach somebody who answers.
    package let phone: String?
    package let email: String?
    /// Since when nothing new begins there.
    package let closedAt: Instant?

    package init(
        id: ID<Place>, name: String, city: String?, region: String?, zone: String, calendar: ID<CalendarRecord>,
        isDefault: Bool, revision: Int, phone: String? = nil, email: String? = nil, closedAt: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.city = city
        self.region = region
        self.zone = zone
        self.calendar = calendar
        self.isDefault = isDefault
        self.revision = revision
        self.phone = phone
        self.email = email
        self.closedAt = closedAt
    }
}
