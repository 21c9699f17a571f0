import KeptDomain

extension Reading {
    private static let current: SQL =
        "standards s JOIN standard_versions v ON v.standard_id = s.id AND v.version = s.current_version"

    /// The standards that make promises now, the oldest first.
    package func standardsInForce(_ metric: Standard.Metric) throws -> [Standard] {
        try rows(
            "SELECT \(Standard.columns) FROM \(Self.current) WHERE s.ended_at IS NULL AND v.metric = \(metric) ORDER BY s.id"
        ) { Standard(&$0) }
    }

    /// All standards in their current version: those in force by name, then those that ended.
    package func standards() throws -> [StandardRecord] {
        try rows(
            """
            SELECT \(StandardRecord.columns) FROM \(Self.current)
            ORDER BY CASE WHEN s.ended_at IS NULL THEN 0 ELSE 1 END, s.name, s.id
            """
        ) { StandardRecord(&$0) }
    }

    package func standard(_ id: ID<Standard>) throws -> StandardRecord? {
        try row("SELECT \(StandardRecord.columns) FROM \(Self.current) WHERE s.id = \(id)") { StandardRecord(&$0) }
    }

    /// Every version of a standard, the newest first.
    package func versions(of id: ID<Standard>) throws -> [StandardRecord] {
        try rows(
            """
            SELECT \(StandardRecord.columns) FROM standards s JOIN standard_versions v ON v.standard_id = s.id
            WHERE s.id = \(id) ORDER BY v.version DESC, v.id
            """
        ) { StandardRecord(&$0) }
    }

    /// How many promises stand open under versions of a standard before its current one: the preview of `repromise`.
    package func openPromisesUnderOldVersions(of id: ID<Standard>) throws -> Int {
        try count("SELECT count(*) FROM promises WHERE \(Self.underOldVersions(of: id))")
    }

    /// How many promises stand open under any version of it: what a change would leave as it is.
    package func openPromises(under id: ID<Standard>) throws -> Int {
        try count(
            """
            SELECT count(*) FROM promises WHERE state = 'open' AND standard_version_id IS NOT NULL AND standard_version_id IN
              (SELECT id FROM standard_versions WHERE standard_id = \(id))
            """)
    }

    static func underOldVersions(of id: ID<Standard>) -> SQL {
        """
        state = 'open' AND standard_version_id IS NOT NULL AND standard_version_id IN
          (SELECT v.id FROM standard_versions v JOIN standards s ON s.id = v.standard_id
           WHERE s.id = \(id) AND v.version < s.current_version)
        """
    }
}
