import KeptDomain

/// A calendar version whose zone has other clock rules now than when it was last computed with.
struct OutdatedVersion: Sendable {
    let id: ID<CalendarVersion>
    let zone: String
    /// Fingerprint of the rules it was computed with; empty where none was noted.
    let known: String
    let current: String
}

extension Reading {
    func outdatedVersions() throws -> [OutdatedVersion] {
        try rows("SELECT id, zone, zone_rules FROM calendar_versions ORDER BY id") {
            (id: $0.id(CalendarVersion.self), zone: $0.text(), known: $0.text())
        }.compactMap { version in
            let current = String(try zones.fingerprint(of: version.zone))
            guard current != version.known else { return nil }
            return OutdatedVersion(id: version.id, zone: version.zone, known: version.known, current: current)
        }
    }
}

extension Store {
    /// Computes open promises with a running length of time again where the clock rules of their calendar's zone changed
    /// (a country gave up daylight saving). Kept and broken ones never change, nor do named times.
    ///
    /// Zones in use are read again first, so that an update of the tz database under a running server is seen. Up to 500
    /// promises share a transaction; what a crash leaves over is done the next time.
    /// - Returns: how many moved.
    @discardableResult
    package func followZoneRules(at now: Instant) async throws -> Int {
        if !zones.reload().isEmpty { calendars.clear() }
        var moved = 0
        for version in try await read({ try $0.outdatedVersions() }) {
            var last: ID<Promise>? = version.known.isEmpty ? nil : ID(0)
            while let after = last {
                let step = try await write(as: .system("zones"), at: now) {
                    try $0.followZoneRules(of: version, after: after, limit: 500)
                }
                moved += step.moved
                last = step.next
            }
            try await write(as: .system("zones"), at: now) { tx in
                tx.put("UPDATE calendar_versions SET zone_rules = \(version.current) WHERE id = \(version.id)")
            }
        }
        return moved
    }
}

extension Transaction {
    /// - Returns: how many moved, and after which promise to go on; `nil` at the end.
    fileprivate func followZoneRules(
        of version: OutdatedVersion, after: ID<Promise>, limit: Int
    ) throws -> (moved: Int, next: ID<Promise>?) {
        let open = try rows(
            """
            SELECT id FROM promises WHERE state = 'open' AND calendar_version_id = \(version.id)
            AND clock IN ('always', 'opening-hours') AND target IS NOT NULL AND id > \(after) ORDER BY id LIMIT \(limit)
            """
        ) { $0.id(Promise.self) }
        var moved = 0
        for promise in open
        where try move(promise, to: version.id, because: .zoneRulesChanged(version.zone)) { moved += 1 }
        return (moved, open.count < limit ? nil : open.last)
    }
}
