/// A place as somebody wants it to be.
package struct PlaceDraft: Sendable, Hashable {
    package var name: String
    package var city: String?
    package var region: String?
    /// Of the tz database.
    package var zone: String
    /// Whose opening hours hold here.
    package var calendar: ID<CalendarRecord>

    package init(
        name: String, city: String? = nil, region: String? = nil, zone: String, calendar: ID<CalendarRecord>
    ) {
        self.name = name
        self.city = city
        self.region = region
        self.zone = zone
        self.calendar = calendar
    }

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        problems.append(.optional(city, "city"))
        problems.append(.optional(region, "region"))
        problems.append(.required(zone, "zone", limit: 64))
        return problems
    }
}
