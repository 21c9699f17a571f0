import KeptDomain

/// A letter that is to go to a colleague now, with everything that its writer needs.
package struct ColleagueLetterOrder: Sendable {
    package let send: ID<Send>
    package let channel: MailChannel
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
    /// What it goes out under, each time that it is tried; without brackets.
    package var identifier: String { "colleague-\(send)@\(channel.domain)" }
}

extension Reading {
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
                INSERT INTO sends (id, receiver, call_id, person_id, contact, state, queued_at, next_attempt_at)
                VALUES (\(newID(Send.self)), \(Send.Receiver.colleague), \(call.id), \(lead.id), \(lead.address), 'waiting',
                  \(now), \(now))
                """)
        }
        return leads.count
    }

    /// What is written to colleagues now. Where the call was answered before, or nobody could be written to for so long that
    /// whoever reads it would come too late, it is given up.
    func colleagueOrders(_ ids: [ID<Send>], by channel: MailChannel) throws -> [ColleagueLetterOrder] {
        guard !ids.isEmpty else { return [] }
        let found = try rows(
            """
            SELECT s.id, s.contact, p.name, p.language, coalesce(p.zone, pl.zone), c.id, c.number, pl.name, b.name, k.asked_at,
              s.queued_at, CASE WHEN k.answered_at IS NULL THEN 1 ELSE 0 END
            FROM sends s JOIN calls k ON k.id = s.call_id JOIN people p ON p.id = s.person_id
            JOIN cases c ON c.id = k.case_id JOIN places pl ON pl.id = k.place_id
            LEFT JOIN people b ON k.asked_by = 'person:' || b.id WHERE s.id IN \(anyOf: ids) ORDER BY s.id
            """
        ) { row in
            (
                order: ColleagueLetterOrder(
                    send: row.id(), channel: channel, address: row.text(), name: row.text(), language: row.text(),
                    zone: row.text(), case: row.id(), number: row.int(), place: row.text(),
                    calledBy: row.optionalText(), calledAt: row.instant()),
                queuedAt: row.instant(), stands: row.flag()
            )
        }
        return found.compactMap { order, queuedAt, stands in
            guard stands else {
                settleLetter(order.send, .failed, answer: "answered before it went")
                return nil
            }
            guard now - queuedAt <= SendPace.longest else {
                letterFailed(order.send, to: order.address, on: order.case, answer: "no channel sent it in time")
                return nil
            }
            return order
        }
    }

    /// A letter to a colleague will not arrive. The call stands all the same, and the case says so.
    func letterFailed(_ id: ID<Send>, to address: String, on found: ID<Case>, answer: String) {
        settleLetter(id, .failed, answer: answer)
        journal(
            JournalEntry(
                "case.letter-to-colleague-failed", of: .case(found), why: answer, facts: [Fact("to", address)]))
    }

    /// How a letter to a colleague ended.
    func settleLetter(_ id: ID<Send>, _ state: Send.State, answer: String) {
        put(
            """
            UPDATE sends SET state = \(state), settled_at = \(now), held = NULL, answer = \(String(answer.prefix(500)))
            WHERE id = \(id) AND receiver = \(Send.Receiver.colleague) AND state = 'waiting'
            """)
    }
}
