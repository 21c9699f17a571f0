import KeptDomain

/// A letter that is to go to a colleague now, with everything that its writer needs.
package struct ColleagueLetterOrder: Sendable {
    package let id: ID<ColleagueLetter>
    package let address: String
    /// Of whoever gets it.
    package let name: String
    package let language: String
    package let zone: String
    package let `case`: ID<Case>
    package let number: Int
    package let place: String
    /// Who called, where that was a person.
    package let calledBy: String?
    package let calledAt: Instant
    package let queuedAt: Instant
    package var channel: MailChannel?
    /// What it goes out under, each time that it is tried; without brackets.
    package var identifier: String { "colleague-\(id)@\(channel?.domain ?? "localhost")" }
}

extension Reading {
    /// Whether a letter to a colleague is to go out at `now`: a question, so that a pass with nothing to do writes nothing.
    package func hasDueColleagueLetters(at now: Instant) throws -> Bool {
        try row(
            "SELECT 1 FROM colleague_letters WHERE state = 'waiting' AND next_attempt_at <= \(now) LIMIT 1",
            { $0.int() }) != nil
    }

    /// The leads of a place whose address is known, else the owners of the business: all of them, since nobody knows who reads
    /// it first.
    private func addressesOfLeads(
        at place: ID<Place>, besides person: ID<Person>?
    ) throws -> [(id: ID<Person>, address: String)] {
        for role in [Role.lead, .owner] {
            let found = try rows(
                """
                SELECT p.id, p.email FROM people p
                WHERE p.left_at IS NULL AND p.email IS NOT NULL AND p.id <> \(person?.rawValue ?? 0) AND EXISTS (
                  SELECT 1 FROM person_roles r WHERE r.person_id = p.id AND r.role = \(role)
                  AND (r.place_id IS NULL OR r.place_id = \(place))) ORDER BY p.id
                """
            ) { (id: $0.id(Person.self), address: $0.text()) }
            if !found.isEmpty { return found }
        }
        return []
    }

    fileprivate func leadsToWriteTo(
        of call: Call, besides person: ID<Person>?
    ) throws -> [(id: ID<Person>, address: String)] {
        guard try !isDemonstration(), try allChannels().contains(where: \.isWorking) else { return [] }
        return try addressesOfLeads(at: call.place, besides: person)
    }
}

extension Transaction {
    /// Puts a letter to each lead on its way, where an address of theirs is known and a channel sends. The call stands in
    /// Kept whatever becomes of them.
    ///
    /// - Returns: how many.
    func writeToLeads(of call: Call) throws -> Int {
        let leads = try leadsToWriteTo(of: call, besides: actor.person)
        for lead in leads {
            put(
                """
                INSERT INTO colleague_letters (id, call_id, person_id, address, state, queued_at, next_attempt_at)
                VALUES (\(newID(ColleagueLetter.self)), \(call.id), \(lead.id), \(lead.address), 'waiting', \(now), \(now))
                """)
        }
        return leads.count
    }

    /// Takes letters whose time has come, and moves their next attempt ahead so that nobody else takes them meanwhile. Where
    /// the call was answered before, there is nothing left to tell.
    package func claimColleagueLetters(limit: Int = 10) throws -> [ColleagueLetterOrder] {
        let due = try rows(
            """
            SELECT l.id, l.address, p.name, p.language, coalesce(p.zone, pl.zone), c.id, c.number, pl.name, b.name,
              k.asked_at, l.queued_at, k.place_id, CASE WHEN k.answered_at IS NULL THEN 1 ELSE 0 END
            FROM colleague_letters l JOIN calls k ON k.id = l.call_id JOIN people p ON p.id = l.person_id
            JOIN cases c ON c.id = k.case_id JOIN places pl ON pl.id = k.place_id
            LEFT JOIN people b ON k.asked_by = 'person:' || b.id
            WHERE l.state = 'waiting' AND l.next_attempt_at <= \(now) ORDER BY l.next_attempt_at, l.id
            LIMIT \(limit)\(sqlite: "", postgres: " FOR UPDATE OF l SKIP LOCKED")
            """
        ) { row in
            (
                order: ColleagueLetterOrder(
                    id: row.id(), address: row.text(), name: row.text(), language: row.text(), zone: row.text(),
                    case: row.id(), number: row.int(), place: row.text(), calledBy: row.optionalText(),
                    calledAt: row.instant(), queuedAt: row.instant()),
                place: row.id(Place.self), stands: row.flag()
            )
        }
        let channels = try due.isEmpty ? [] : allChannels().filter(\.isWorking)
        return due.compactMap { (order, place, stands) -> ColleagueLetterOrder? in
            guard stands else {
                settle(order.id, "failed", answer: "answered before it went")
                return nil
            }
            var taken = order
            taken.channel = channels.first { $0.place == place } ?? channels.first
            let attempt: SQL = taken.channel == nil ? "" : "attempts = attempts + 1, "
            let wait = taken.channel == nil ? Span.minutes(5) : SendPace.grip
            put(
                "UPDATE colleague_letters SET \(attempt)next_attempt_at = \(now + wait) WHERE id = \(order.id)")
            if taken.channel == nil, now - order.queuedAt > SendPace.longest {
                settle(order.id, "failed", answer: "no channel sends")
            }
            return taken.channel == nil ? nil : taken
        }
    }

    /// A server took it.
    package func colleagueLetterAccepted(_ id: ID<ColleagueLetter>, answer: String) {
        settle(id, "accepted", answer: answer)
    }

    /// Not now: it is tried again later, or given up after two days.
    package func putOffColleagueLetter(_ id: ID<ColleagueLetter>, answer: String) throws {
        let known = try row("SELECT attempts, queued_at FROM colleague_letters WHERE id = \(id)") {
            (attempts: $0.int(), queuedAt: $0.instant())
        }
        guard let known else { return }
        guard let wait = SendPace.wait(after: known.attempts, since: known.queuedAt, now: now) else {
            return settle(id, "failed", answer: answer)
        }
        put(
            """
            UPDATE colleague_letters SET next_attempt_at = \(now + wait), answer = \(answer)
            WHERE id = \(id) AND state = 'waiting'
            """)
    }

    /// The server will not have it, ever.
    package func refuseColleagueLetter(_ id: ID<ColleagueLetter>, answer: String) {
        settle(id, "failed", answer: answer)
    }

    private func settle(_ id: ID<ColleagueLetter>, _ state: String, answer: String) {
        put(
            """
            UPDATE colleague_letters SET state = \(state), settled_at = \(now), answer = \(String(answer.prefix(500)))
            WHERE id = \(id) AND state = 'waiting'
            """)
    }
}
