import KeptDomain

/// A calendar as its list shows it.
package struct StoredCalendar: Sendable, Hashable {
    package let id: ID<CalendarRecord>
    package let name: String
    package let version: ID<CalendarVersion>
    package let versionNumber: Int
    package let definition: CalendarDraft
    package let revision: Int
}

extension Reading {
    package func calendarRows() throws -> [StoredCalendar] { try calendarRows(where: "1 = 1") }

    package func calendarRow(_ id: ID<CalendarRecord>) throws -> StoredCalendar {
        guard let found = try calendarRows(where: "c.id = \(id)").first else {
            throw StoreError.notFound("calendar \(id)")
        }
        return found
    }

    private func calendarRows(where condition: SQL) throws -> [StoredCalendar] {
        try rows(
            """
            SELECT c.id, c.name, v.id, v.version, v.definition, c.revision FROM calendars c
            JOIN calendar_versions v ON v.calendar_id = c.id AND v.version = c.current_version
            WHERE \(condition) ORDER BY c.name, c.id
            """
        ) { row in
            StoredCalendar(
                id: row.id(), name: row.text(), version: row.id(), versionNumber: row.int(),
                definition: try CalendarDraft(json: row.text()), revision: row.int())
        }
    }

    /// Open promises whose clocks run in a calendar, told to customers and not: what a change of it could touch.
    package func openPromises(in calendar: ID<CalendarRecord>) throws -> (told: Int, untold: Int) {
        let counts = try rows(
            """
            SELECT p.is_told, count(*) FROM promises p JOIN calendar_versions v ON v.id = p.calendar_version_id
            WHERE p.state = 'open' AND v.calendar_id = \(calendar) AND p.clock IN ('opening-hours', 'sundown')
            GROUP BY p.is_told
            """
        ) { ($0.flag(), $0.int()) }
        return (counts.first { $0.0 }?.1 ?? 0, counts.first { !$0.0 }?.1 ?? 0)
    }
}

extension Transaction {
    package func addCalendar(name: String, _ draft: CalendarDraft) throws -> ID<CalendarRecord> {
        try permit(.setCalendars)
        try checkName(name, unless: nil)
        try check(draft)
        let id: ID<CalendarRecord> = newID()
        put("INSERT INTO calendars (id, name, current_version) VALUES (\(id), \(name), 1)")
        try putVersion(1, of: id, draft)
        journal(JournalEntry("calendar.added", of: .calendar(id), facts: [Fact("name", name)]))
        return id
    }

    /// Gives a calendar new hours, as a new version. Told promises keep their told time; aims of our own that no customer
    /// heard move with it, each with a journal entry that says from when to when.
    /// - Returns: how many untold promises moved.
    @discardableResult
    package func changeCalendar(
        _ id: ID<CalendarRecord>, name: String, _ draft: CalendarDraft, revision: Int? = nil
    ) throws -> Int {
        try permit(.setCalendars)
        let old = try calendarRow(id)
        if let revision, revision != old.revision { throw StoreError.conflict(revision: old.revision) }
        try checkName(name, unless: id)
        try check(draft)
        let number = old.versionNumber + 1
        try putVersion(number, of: id, draft)
        try run(
            "UPDATE calendars SET name = \(name), current_version = \(number), revision = revision + 1 WHERE id = \(id)"
        )
        journal(
            JournalEntry(
                "calendar.changed", of: .calendar(id),
                facts: [Fact("name", name), Fact("before", old.definition.json), Fact("after", draft.json)]))
        let untold = try rows(
            """
            SELECT p.id FROM promises p JOIN calendar_versions v ON v.id = p.calendar_version_id
            WHERE p.state = 'open' AND p.is_told = 0 AND v.calendar_id = \(id) AND p.target IS NOT NULL ORDER BY p.id
            """
        ) { $0.id(Promise.self) }
        let version = try calendarRow(id).version
        var moved = 0
        for promise in untold where try move(promise, to: version, because: .calendarChanged) { moved += 1 }
        return moved
    }

    /// Computes an open promise's due time again. - Returns: whether it moved.
    func move(_ id: ID<Promise>, to version: ID<CalendarVersion>, because why: OwnSentence) throws -> Bool {
        var promise = try knownPromise(id)
        let before = promise.due
        try run("UPDATE promises SET calendar_version_id = \(version) WHERE id = \(id)")
        promise = try knownPromise(id)
        let timing = try timing(of: promise)
        guard let due = try timing.due(), due != before else { return false }
        promise.due = due
        closeDeadlines(of: [id])
        try save(
            promise, as: "promise.moved", why: why.text, facts: [Fact("due-before", before.iso), Fact("due", due.iso)])
        try putDeadlines(of: promise, timing: timing)
        return true
    }

    private func putVersion(_ number: Int, of id: ID<CalendarRecord>, _ draft: CalendarDraft) throws {
        put(
            """
            INSERT INTO calendar_versions (id, calendar_id, version, zone, zone_rules, definition, created_at) VALUES
            (\(newID(CalendarVersion.self)), \(id), \(number), \(draft.zone), \
            \(String(try zones.fingerprint(of: draft.zone))), \(draft.json), \(now))
            """)
    }

    private func checkName(_ name: String, unless own: ID<CalendarRecord>?) throws {
        guard !name.allSatisfy(\.isWhitespace) else { throw InvalidInput("name", "refusals.field-required") }
        let other = try row("SELECT id FROM calendars WHERE name = \(name)") { $0.id(CalendarRecord.self) }
        if let other, other != own { throw InvalidInput("name", "refusals.name-taken") }
    }

    /// A calendar is computed with once before it is saved, so that one that cannot be is refused here.
    private func check(_ draft: CalendarDraft) throws {
        let zone: Zone
        do { zone = try zones.zone(draft.zone) } catch {
            throw InvalidInput("zone", "refusals.unknown-zone", [Fact("zone", draft.zone)])
        }
        do { _ = try draft.calendar(in: zone) } catch {
            switch error {
            case .neverOpen: throw InvalidInput("hours", "refusals.calendar-never-open")
            case .closedTooLong(let from, let days):
                throw InvalidInput(
                    "holidays", "refusals.calendar-closed-too-long", [Fact("from", from), Fact("days", days)])
            }
        }
    }
}
