import KeptDomain

extension Examination {
    static let promises = [dueTimes, missingDeadlines, leftDeadlines, breaks, chains]

    /// An open promise falls due at its told time moved by its pauses, as its calendar computes it. Told promises of old
    /// versions included: each carries the version under which it was made.
    private static let dueTimes = Examination(name: Finding.Kind.dueTimeOff.rawValue) { reading, after in
        let promises = try reading.rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE id > \(after) AND state = 'open' AND paused_at IS NULL
            ORDER BY id LIMIT \(pageSize)
            """, Promise.init)
        var page = Page(next: promises.count < pageSize ? nil : promises.last?.id.rawValue)
        for promise in promises where try !wasMoved(promise, in: reading) {
            guard let due = try computedDue(of: promise, in: reading), due != promise.due else { continue }
            page.findings.append(
                Finding(
                    .dueTimeOff, at: "promise:\(promise.id)", [Fact("due", promise.due.iso), Fact("computed", due.iso)])
            )
        }
        return page
    }

    /// Without pauses the told time itself holds, also where the zone's rules have changed since.
    private static func computedDue(of promise: Promise, in reading: Reading) throws -> Instant? {
        guard promise.stopsWhenPaused, try !reading.pauses(of: promise.id).isEmpty else { return promise.toldDue }
        return try reading.timing(of: promise).due()
    }

    /// A changed rule of a zone or calendar moves what was not told; the journal says so.
    private static func wasMoved(_ promise: Promise, in reading: Reading) throws -> Bool {
        guard promise.due != promise.toldDue else { return false }
        return try reading.count(
            """
            SELECT count(*) FROM journal WHERE subject_kind = 'promise' AND subject_id = \(promise.id)
            AND kind NOT IN ('promise.made', 'promise.paused', 'promise.resumed', 'promise.pause-corrected', 'promise.warned',
              'promise.carried-over', 'promise.restored', 'promise.told', 'promise.not-told')
            """) > 0
    }

    private static let missingDeadlines = wrongRows(.deadlineMissing, of: "promise", facts: ["said"]) { after in
        """
        SELECT id, said FROM promises p
        WHERE id > \(after) AND state = 'open' AND (paused_at IS NULL OR clock = 'date') AND NOT EXISTS (
            SELECT 1 FROM deadlines
            WHERE promise_id = p.id AND kind = 'break' AND due_at = p.due_at AND finished_at IS NULL)
        """
    }

    private static let leftDeadlines = wrongRows(.deadlineLeftOver, of: "promise", facts: ["state"]) { after in
        """
        SELECT DISTINCT p.id, p.state FROM deadlines d JOIN promises p ON p.id = d.promise_id
        WHERE p.id > \(after) AND d.finished_at IS NULL AND p.state <> 'open'
        """
    }

    private static let breaks = wrongRows(.breaksMiscounted, of: "matter", facts: ["stored", "counted"]) { after in
        """
        SELECT id, breaks, counted FROM (
            SELECT m.id, m.breaks, (SELECT count(*) FROM promises p WHERE p.matter_id = m.id AND p.state = 'broken' AND p.is_told = 1) counted
            FROM matters m WHERE m.id > \(after)) sums
        WHERE breaks <> counted
        """
    }

    /// A chain is a line: every word after the first names the one it replaces and the same first word, and only what was
    /// renegotiated or broken is replaced. What was renegotiated has a next word.
    private static let chains = wrongRows(.chainBroken, of: "promise", facts: ["first"]) { after in
        """
        SELECT p.id, p.first_id FROM promises p LEFT JOIN promises old ON old.id = p.replaces_id
        WHERE p.id > \(after) AND (
            (p.replaces_id IS NULL AND p.first_id <> p.id)
            OR (p.replaces_id IS NOT NULL AND (p.first_id <> old.first_id OR p.matter_id <> old.matter_id
                OR old.state NOT IN ('renegotiated', 'broken', 'kept') OR p.id <= old.id))
            OR (p.state = 'renegotiated' AND NOT EXISTS (SELECT 1 FROM promises next WHERE next.replaces_id = p.id)))
        """
    }
}
