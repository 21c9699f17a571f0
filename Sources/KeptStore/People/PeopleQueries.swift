import KeptDomain

extension Reading {
    package func person(_ id: ID<Person>) throws -> PersonRecord? {
        let grants = try grants(of: "person_id = \(id)")
        return try row("SELECT \(PersonRecord.columns) FROM people p WHERE p.id = \(id)") {
            PersonRecord(&$0, grants: grants)
        }
    }

    /// - Parameter email: compared without regard to case.
    package func person(withEmail email: String) throws -> PersonRecord? {
        let email = Self.plain(email: email)
        let grants = try grants(of: "person_id IN (SELECT id FROM people WHERE email = \(email))")
        return try row("SELECT \(PersonRecord.columns) FROM people p WHERE p.email = \(email)") {
            PersonRecord(&$0, grants: grants)
        }
    }

    /// Everybody by name; those who left come last.
    package func people() throws -> [PersonRecord] {
        let grants = try grants(of: "1 = 1")
        return try rows(
            """
            SELECT \(PersonRecord.columns) FROM people p
            ORDER BY CASE WHEN p.left_at IS NULL THEN 0 ELSE 1 END, p.name, p.id
            """
        ) { PersonRecord(&$0, grants: grants) }
    }

    private func grants(of condition: SQL) throws -> [ID<Person>: [Grant]] {
        var result: [ID<Person>: [Grant]] = [:]
        let found = try rows("SELECT person_id, role, place_id FROM person_roles WHERE \(condition) ORDER BY id") {
            (person: $0.id(Person.self), grant: Grant(role: $0.word(), place: $0.optionalID()))
        }
        for (person, grant) in found { result[person, default: []].append(grant) }
        return result
    }

    /// Whether anybody can sign in with a password yet.
    package func somebodyHasAPassword() throws -> Bool {
        try count("SELECT count(*) FROM people WHERE password IS NOT NULL AND left_at IS NULL") > 0
    }

    /// The owner who has been here longest.
    package func firstOwner() throws -> ID<Person>? {
        try row(
            """
            SELECT p.id FROM people p JOIN person_roles r ON r.person_id = p.id
            WHERE r.role = \(Role.owner) AND p.left_at IS NULL ORDER BY p.id LIMIT 1
            """
        ) { $0.id() }
    }

    package func session(withHash hash: [UInt8], at now: Instant) throws -> SessionRecord? {
        guard
            let found = try row(
                """
                SELECT s.person_id, s.seen_at, s.expires_at FROM sessions s JOIN people p ON p.id = s.person_id
                WHERE s.token_hash = \(hash) AND s.expires_at > \(now) AND p.left_at IS NULL
                """, { (id: $0.id(Person.self), seen: $0.instant(), expires: $0.instant()) }),
            let record = try person(found.id)
        else { return nil }
        return SessionRecord(person: record.person, seenAt: found.seen, expiresAt: found.expires)
    }

    package func accessToken(_ id: ID<AccessToken>) throws -> AccessTokenRecord? {
        try row("SELECT \(AccessTokenRecord.columns) FROM access_tokens WHERE id = \(id)") { AccessTokenRecord(&$0) }
    }

    package func accessToken(withHash hash: [UInt8]) throws -> AccessTokenRecord? {
        try row("SELECT \(AccessTokenRecord.columns) FROM access_tokens WHERE token_hash = \(hash)") {
            AccessTokenRecord(&$0)
        }
    }

    /// All tokens, the newest first; revoked ones too, since the journal names them.
    package func accessTokens() throws -> [AccessTokenRecord] {
        try rows("SELECT \(AccessTokenRecord.columns) FROM access_tokens ORDER BY id DESC") { AccessTokenRecord(&$0) }
    }

    static func plain(email: String) -> String {
        String(email.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()).lowercased()
    }
}
