import KeptDomain

extension Transaction {
    /// The rows that Kept cannot do without: one place with a calendar, and one person who can own a case. Nothing
    /// happens when they are there. The first-start set-up gives them their real names.
    func makeFirstRows() throws {
        guard try count("SELECT count(*) FROM places") == 0 else { return }
        let calendar = newID(CalendarRecord.self)
        let version = newID(CalendarVersion.self)
        let place = newID(Place.self)
        let person = newID(Person.self)
        put("INSERT INTO calendars (id, name, current_version) VALUES (\(calendar), \("24/7"), 1)")
        put(
            """
            INSERT INTO calendar_versions (id, calendar_id, version, zone, zone_rules, definition, created_at)
            VALUES (\(version), \(calendar), 1, 'UTC', '', \(#"{"zone":"UTC","always":true}"#), \(now))
            """)
        put(
            """
            INSERT INTO places (id, name, zone, calendar_id, is_default)
            VALUES (\(place), \("Main"), 'UTC', \(calendar), 1)
            """)
        put(
            """
            INSERT INTO people (id, name, language, created_at) VALUES (\(person), \("Owner"), 'en', \(now))
            """)
        for role in [Role.owner, .administrator, .lead, .frontLine] {
            put("INSERT INTO person_roles (id, person_id, role) VALUES (\(newID(Grant.self)), \(person), \(role))")
        }
        journal(JournalEntry("business.started", of: .business))
    }
}
