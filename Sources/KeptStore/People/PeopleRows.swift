import KeptDomain

/// A person as the people page and the sign-in need them.
package struct PersonRecord: Sendable {
    package let person: Person
    /// As `Password` writes itself; `nil` until one was chosen.
    package let password: String?
    package let leftAt: Instant?
    package let createdAt: Instant
    package let revision: Int

    static let columns: SQL =
        "p.id, p.name, p.email, p.password, p.language, p.zone, p.left_at, p.created_at, p.revision"

    init(_ row: inout Row, grants: [ID<Person>: [Grant]]) {
        let id = row.id(Person.self)
        let name = row.text()
        let email = row.optionalText()
        password = row.optionalText()
        person = Person(
            id: id, name: name, email: email, language: row.text(), zone: row.optionalText(), grants: grants[id] ?? [])
        leftAt = row.optionalInstant()
        createdAt = row.instant()
        revision = row.int()
    }
}

/// A token that lets a program in.
package struct AccessTokenRecord: Sendable {
    package let id: ID<AccessToken>
    package let name: String
    package let scope: TokenScope
    package let createdAt: Instant
    package let expiresAt: Instant?
    package let revokedAt: Instant?

    static let columns: SQL = "id, name, scope, created_at, expires_at, revoked_at"

    init(_ row: inout Row) {
        id = row.id()
        name = row.text()
        scope = row.word()
        createdAt = row.instant()
        expiresAt = row.optionalInstant()
        revokedAt = row.optionalInstant()
    }

    package func isValid(at now: Instant) -> Bool { revokedAt == nil && expiresAt.map { now < $0 } ?? true }
}

/// Somebody's visit to the site, from sign-in to sign-out.
package struct SessionRecord: Sendable {
    package let person: Person
    package let seenAt: Instant
    package let expiresAt: Instant
}
