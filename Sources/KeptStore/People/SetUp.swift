import KeptDomain

/// The answers to the five questions of the first start.
package struct SetUpFacts: Sendable {
    package var trade: String
    package var business: String
    package var ownerName: String
    package var email: String
    package var zone: String
    package var opening: WeeklyHours
    package var language: String
    package var customerLanguage: String
    package var standards: [StandardDraft]
    package var windows: [WindowDraft]

    package init(
        trade: String, business: String, ownerName: String, email: String, zone: String, opening: WeeklyHours,
        language: String, customerLanguage: String, standards: [StandardDraft],
        windows: [WindowDraft]
    ) {
        self.trade = trade
        self.business = business
        self.ownerName = ownerName
        self.email = email
        self.zone = zone
        self.opening = opening
        self.language = language
        self.customerLanguage = customerLanguage
        self.standards = standards
        self.windows = windows
    }
}

extension Transaction {
    /// Gives the first rows their real names and hours, and the business its first standards and windows: once.
    ///
    /// - Parameter owner: who answered, where they had signed in by a link; else the first owner.
    /// - Returns: the owner.
    package func setUp(_ facts: SetUpFacts, owner: ID<Person>?) throws -> ID<Person> {
        try permit(.setPeople)
        guard try setting(.setUpAt) == nil else { throw PeopleRefusal.alreadySetUp }
        guard let owner = try owner ?? firstOwner(), let known = try person(owner) else {
            throw StoreError.notFound("the owner")
        }
        let place = try place(orDefault: nil)
        let draft = CalendarDraft(zone: facts.zone, opening: .weekly(facts.opening), holidays: [])
        try changeCalendar(place.calendar, name: facts.business, draft)
        try changePlace(
            place.id,
            to: PlaceDraft(
                name: facts.business, city: place.city, region: place.region, zone: facts.zone, calendar: place.calendar
            ),
            revision: place.revision)
        try changePerson(
            owner,
            to: PersonFacts(
                name: facts.ownerName, email: facts.email, language: facts.language, zone: facts.zone,
                grants: known.person.grants))
        for standard in facts.standards { _ = try addStandard(standard) }
        for window in facts.windows { _ = try addWindow(window) }
        set(.businessName, to: facts.business)
        set(.trade, to: facts.trade)
        set(.customerLanguage, to: facts.customerLanguage)
        if let currency = Currency.usual(inZone: facts.zone) { try addUsualLimits(in: currency) }
        set(.setUpAt, to: now.iso)
        journal(JournalEntry("business.set-up", of: .business, facts: [Fact("name", facts.business)]))
        return owner
    }
}

extension Reading {
    /// Whom a sign-in link that can still be used is for.
    package func personInvited(byLink hash: [UInt8], at now: Instant) throws -> Person? {
        let id = try row(
            """
            SELECT l.person_id FROM sign_in_links l JOIN people p ON p.id = l.person_id
            WHERE l.token_hash = \(hash) AND l.used_at IS NULL AND l.expires_at > \(now) AND p.left_at IS NULL
            """
        ) { $0.id(Person.self) }
        return try id.flatMap { try person($0)?.person }
    }
}
