import KeptDomain

/// The spans of signing in.
package enum SignIn {
    /// A session ends so long after it was last used.
    package static let sessionSpan = Span.days(14)
    /// A session in use is carried on at most so often, so that reading pages does not write.
    package static let carryOnAfter = Span.hours(1)
    package static let linkSpan = Span.days(7)
    package static let leastPasswordLength = 10
}

extension Transaction {
    package func startSession(of person: ID<Person>, hash: [UInt8]) {
        put(
            """
            INSERT INTO sessions (token_hash, person_id, created_at, seen_at, expires_at)
            VALUES (\(hash), \(person), \(now), \(now), \(now + SignIn.sessionSpan))
            """)
        put("DELETE FROM sessions WHERE expires_at <= \(now)")
        journal(JournalEntry("person.signed-in", of: .person(person)))
    }

    package func carryOnSession(_ hash: [UInt8]) {
        put(
            """
            UPDATE sessions SET seen_at = \(now), expires_at = \(now + SignIn.sessionSpan)
            WHERE token_hash = \(hash) AND expires_at > \(now)
            """)
    }

    package func endSession(_ hash: [UInt8]) { put("DELETE FROM sessions WHERE token_hash = \(hash)") }

    /// A link that signs `person` in once, and lets them choose a password.
    package func makeSignInLink(for person: ID<Person>, hash: [UInt8]) throws {
        if actor.person != person { try permit(.setPeople) }
        put("DELETE FROM sign_in_links WHERE expires_at <= \(now)")
        put(
            """
            INSERT INTO sign_in_links (token_hash, person_id, created_at, expires_at)
            VALUES (\(hash), \(person), \(now), \(now + SignIn.linkSpan))
            """)
        journal(JournalEntry("person.invited", of: .person(person)))
    }

    /// Uses a link up and starts a session. - Throws: `PeopleRefusal.linkInvalid`.
    package func signIn(byLink link: [UInt8], session: [UInt8]) throws -> ID<Person> {
        let person = try rows(
            """
            UPDATE sign_in_links SET used_at = \(now) WHERE token_hash = \(link) AND used_at IS NULL
                AND expires_at > \(now) AND person_id IN (SELECT id FROM people WHERE left_at IS NULL)
            RETURNING person_id
            """
        ) { $0.id(Person.self) }.first
        guard let person else { throw PeopleRefusal.linkInvalid }
        startSession(of: person, hash: session)
        return person
    }

    /// - Parameter password: as `Password` writes itself. Every other session of the person ends.
    package func setPassword(_ password: String, of person: ID<Person>, keeping session: [UInt8]?) {
        put("UPDATE people SET password = \(password), revision = revision + 1 WHERE id = \(person)")
        put("DELETE FROM sessions WHERE person_id = \(person) AND token_hash <> \(session ?? [])")
        journal(JournalEntry("person.password-set", of: .person(person)))
    }
}
