import KeptDomain

extension Transaction {
    /// Counts a try to sign in before the password is looked at, so that a burst of them gets no further than tries one
    /// after another.
    ///
    /// - Parameter address: where it comes from on the net.
    /// - Throws: `PeopleRefusal.tooManyTries`; nothing is counted then.
    package func countSignInTry(name: String, address: String) throws {
        let source = SignInTries.source(address)
        let limits = [
            (Self.pair(name, source), SignInTries.underOneName), (Self.from(source), SignInTries.fromOneAddress),
        ]
        let free = try limits.compactMap { try freeAgain($0, limit: $1) }.max()
        if let free { throw PeopleRefusal.tooManyTries(until: free, wait: free - now) }
        put("DELETE FROM sign_in_tries WHERE since <= \(now - SignInTries.span)")
        for (counted, _) in limits {
            put(
                """
                INSERT INTO sign_in_tries (counted, since, tries) VALUES (\(counted), \(now), 1)
                ON CONFLICT (counted) DO UPDATE SET tries = sign_in_tries.tries + 1
                """)
        }
    }

    /// Takes a try back that was right, and forgives those before it under this name from there.
    package func forgetSignInTries(name: String, address: String) {
        let source = SignInTries.source(address)
        put("DELETE FROM sign_in_tries WHERE counted = \(Self.pair(name, source))")
        put("UPDATE sign_in_tries SET tries = tries - 1 WHERE counted = \(Self.from(source)) AND tries > 0")
    }

    private func freeAgain(_ counted: String, limit: Int) throws -> Instant? {
        let known = try row("SELECT since, tries FROM sign_in_tries WHERE counted = \(counted)") {
            (since: $0.instant(), tries: $0.int())
        }
        guard let known, known.tries >= limit, known.since + SignInTries.span > now else { return nil }
        return known.since + SignInTries.span
    }

    private static func from(_ source: String) -> String { "from " + source.prefix(100) }

    private static func pair(_ name: String, _ source: String) -> String {
        from(source) + " as " + plain(email: name).prefix(254)
    }
}
