import KeptDomain

/// The warnings that a reader is shown at a moment: those that stand, from their hour of telling on, to whom they name.
package struct ShownWarnings: Sendable, Hashable {
    package let audience: WarningAudience
    package let now: Instant

    package init(to audience: WarningAudience, at now: Instant) {
        self.audience = audience
        self.now = now
    }

    /// Of the table `warnings` under the name `w`.
    var condition: SQL {
        var heard: [SQL] = ["w.role IN \(anyOf: Self.names(audience.everywhere))"]
        for (place, roles) in audience.atPlaces.sorted(by: { $0.key < $1.key }) {
            heard.append("(w.place_id = \(place) AND w.role IN \(anyOf: Self.names(roles)))")
        }
        return "w.cleared_at IS NULL AND w.deliver_at <= \(now) AND (\(SQL.joined(heard, by: " OR ")))"
    }

    private static func names(_ roles: Set<Role>) -> [String] { roles.map(\.rawValue).sorted() }

    /// Of the table `promises` under the name `p`: open on a clock that runs. While it stands still nobody is called.
    static let running: SQL = "p.state = 'open' AND (p.paused_at IS NULL OR p.clock = 'date')"
}

extension Reading {
    /// Which of these promises run and have a warning that is shown.
    package func warned(_ promises: [ID<Promise>], _ warnings: ShownWarnings) throws -> Set<ID<Promise>> {
        guard !promises.isEmpty else { return [] }
        return Set(
            try rows(
                """
                SELECT DISTINCT w.promise_id FROM warnings w JOIN promises p ON p.id = w.promise_id
                WHERE w.promise_id IN \(anyOf: promises) AND \(ShownWarnings.running) AND \(warnings.condition)
                """
            ) { $0.id() })
    }

    /// How many promises run and have a warning that is shown, at these places or for `nil` anywhere, counted up to `bound`.
    func warnedPromises(_ warnings: ShownWarnings, at places: Set<ID<Place>>?, bound: Int = .max) throws -> Int {
        let atPlace = SQL.and("p.place_id", in: places)
        return try count(
            """
            SELECT count(*) FROM (SELECT DISTINCT w.promise_id FROM warnings w JOIN promises p ON p.id = w.promise_id
              WHERE \(ShownWarnings.running) AND \(warnings.condition)\(atPlace) LIMIT \(bound)) AS warned
            """)
    }
}
