import KeptDomain

extension Transaction {
    /// Lets a program in. The secret itself is shown once by whoever made it and stored nowhere.
    package func createAccessToken(
        named name: String, scope: TokenScope, hash: [UInt8], expiresAt: Instant? = nil
    ) throws -> ID<AccessToken> {
        try permit(.setPeople)
        try [FieldProblem.required(name, "name")].compactMap(\.self).check()
        let id = newID(AccessToken.self)
        put(
            """
            INSERT INTO access_tokens (id, name, token_hash, scope, created_at, expires_at)
            VALUES (\(id), \(name), \(hash), \(scope.rawValue), \(now), \(expiresAt))
            """)
        journal(
            JournalEntry(
                "token.created", of: .token(id), facts: [Fact("name", name), Fact("scope", scope.rawValue)]))
        return id
    }

    /// Ends a token at once. One that is ended already stays as it is.
    package func revokeAccessToken(_ id: ID<AccessToken>) throws {
        try permit(.setPeople)
        guard
            let token = try row(
                "SELECT \(AccessTokenRecord.columns) FROM access_tokens WHERE id = \(id)",
                {
                    AccessTokenRecord(&$0)
                })
        else { throw StoreError.notFound("token \(id)") }
        guard token.revokedAt == nil else { return }
        put("UPDATE access_tokens SET revoked_at = \(now) WHERE id = \(id)")
        journal(JournalEntry("token.revoked", of: .token(id), facts: [Fact("name", token.name)]))
    }
}
