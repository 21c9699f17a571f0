/// A place as somebody wants it to be.
package struct PlaceDraft: Sendable, Hashable {
    package var name: String
    package var city: String?
    package var region: String?
    /// Of the tz database.
    package var zone: String
    /// Whose opening hours hold here.
    package var calendar: ID<CalendarRecord>
    /// Where customers of the place reach somebody who answers; their tracking page shows it.
    package var phone: String?
    package var email: String?

    package init(
        name: String, city: String? = nil, region: String? = nil, zone: String, calendar: ID<CalendarRecord>,
        phone: String? = nil, email: String? = nil
    ) {
        self.name = name
        self.city = city
        self.region = region
        self.zone = zone
        self.calendar = calendar
        self.phone = phone
        self.email = email
    }

    package func problems() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        problems.append(.required(name, "name"))
        problems.append(.optional(city, "city"))
        problems.append(.optional(region, "region"))
        problems.append(.required(zone, "zone", limit: 64))
        problems.append(.optional(phone, "phone", limit: 60))
        if let email = email?.trimmedOrNil, CustomerDraft.normalizedEmail(email) == nil {
            problems.append(FieldProblem("email", "problems.no-such-email"))
        }
        return problems
    }
}
