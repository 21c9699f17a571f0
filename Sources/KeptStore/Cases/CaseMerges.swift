import KeptDomain

extension Transaction {
    /// Makes one case part of another: its conversation goes over, its own aims end as settled, and a debt of an answer is
    /// owed by the other one from the same moment on. Can be undone.
    @discardableResult
    package func mergeCase(
        _ id: ID<Case>, into target: ID<Case>, why: String, revision: Int? = nil
    ) throws -> Case {
        let (found, into) = (try workable(id, revision: revision), try workable(target, revision: nil))
        if let refusal = found.refusalOfMerging(into: into) { throw refusal }
        guard !why.allSatisfy(\.isWhitespace) else { throw CaseRefusal.noReason }
        try [FieldProblem.optional(why, "why", limit: 500)].compactMap(\.self).check()
        try checkNothingIsAsked(on: id)
        // Whoever gives on either at this moment is run again, and counts what the other gave.
        for part in [id, target] { noteGiving(on: part, lines: 0) }
        let evidence = OwnSentence.merged(into.number)
        let debt = try openPromises(of: id, for: Standard.Metric.replies).first
        try release(aims(of: id), because: evidence)
        var merged = try found.closed(at: now, cause: evidence.text)
        merged.mergedInto = target
        try save(merged, as: "case.merged", why: why, facts: [Fact("case", target)])
        endEpisode(of: id, cause: evidence.text)
        let merge = newID(CaseMerge.self)
        put(
            "INSERT INTO case_merges (id, from_id, into_id, merged_at) VALUES (\(merge), \(id), \(target), \(now))")
        put(
            """
            INSERT INTO merged_messages (merge_id, message_id) SELECT \(merge), id FROM messages WHERE case_id = \(id)
            """)
        put("UPDATE messages SET case_id = \(target) WHERE case_id = \(id)")
        try carryFailures(from: id, into: target, by: merge)
        journal(
            JournalEntry(
                "case.merged-in", of: .case(target), customer: into.customer, why: why, facts: [Fact("case", id)]))
        if let debt, debt.isOpen {
            // Who owes an answer has the next move.
            if into.status == .open, into.whoseMove != .us { _ = try bring(into, to: .us, why: nil) }
            try takeOver(debt, on: knownCase(target))
        }
        return try knownCase(target)
    }

    /// Aims of our own about a case, and what was promised of answers: they end with it. A word told otherwise stays.
    private func aims(of id: ID<Case>) throws -> [Promise] {
        let untold = try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE case_id = \(id) AND state = 'open' AND order_id IS NULL
            AND is_told = 0 ORDER BY id
            """, Promise.init)
        let replies = try openPromises(of: id, for: Standard.Metric.replies).filter(\.isTold)
        return untold + replies
    }

    /// The answer that one case owed is owed by another, from the moment at which the customer began to wait.
    func takeOver(_ debt: Promise, on found: Case) throws {
        guard found.status == .open, try openPromises(of: found.id, for: Standard.Metric.replies).isEmpty,
            let standard = try fitting(.nextReply, for: found, channel: nil)
                ?? fitting(.firstReply, for: found, channel: nil)
        else { return }
        let made = try aim(standard, on: found, from: debt.startsAt)
        if made == nil { _ = try aim(standard, on: found, from: now) }
    }

    /// Takes a merge back: the case is open again with its conversation, and with its promises counted from when they began.
    /// What was said since stays where it is.
    @discardableResult
    package func undoMerge(of id: ID<Case>, why: String) throws -> Case {
        let found = try workable(id, revision: nil)
        guard !why.allSatisfy(\.isWhitespace) else { throw CaseRefusal.noReason }
        let standing = try row(
            "SELECT id, into_id, merged_at FROM case_merges WHERE from_id = \(id) AND undone_at IS NULL"
        ) { (id: $0.id(CaseMerge.self), into: $0.id(Case.self), at: $0.instant()) }
        guard let standing, found.mergedInto == standing.into else { throw CaseRefusal.notMerged }
        if try count("SELECT count(*) FROM cases WHERE matter_id = \(found.matter) AND status = 'open'") > 0 {
            throw CaseRefusal.matterHasCase
        }
        let into = try knownCase(standing.into)
        for part in [id, standing.into] { noteGiving(on: part, lines: 0) }
        put(
            """
            UPDATE messages SET case_id = \(id) WHERE case_id = \(standing.into)
            AND id IN (SELECT message_id FROM merged_messages WHERE merge_id = \(standing.id))
            """)
        put("UPDATE case_merges SET undone_at = \(now) WHERE id = \(standing.id)")
        try returnFailures(to: id, of: standing.id, into: standing.into)
        var opened = found
        opened.mergedInto = nil
        opened = try opened.reopened()
        opened.whoseMove = found.whoseMove
        try save(opened, as: "case.merge-undone", why: why, facts: [Fact("case", standing.into)])
        // As if it had never been closed: the same episode goes on.
        put(
            """
            UPDATE case_episodes SET closed_at = NULL, cause = NULL WHERE case_id = \(id)
            AND number = (SELECT max(number) FROM case_episodes WHERE case_id = \(id))
            """)
        try makeAgain(releasedAt: standing.at, because: .merged(into.number), on: id)
        return try knownCase(id)
    }

    /// Promises that ended with the merge, counted from when they began; those whose time has passed meanwhile are over.
    private func makeAgain(releasedAt instant: Instant, because evidence: OwnSentence, on id: ID<Case>) throws {
        let released = try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE case_id = \(id) AND state = 'released'
            AND settled_at = \(instant) AND evidence = \(evidence.text) ORDER BY id
            """, Promise.init)
        for promise in released {
            let calendar = try promise.standardVersion.flatMap { version in
                try row("SELECT calendar_id FROM standard_versions WHERE id = \(version)") {
                    $0.optionalID(CalendarRecord.self)
                } ?? nil
            }
            var draft = PromiseDraft(
                about: .case(id), said: promise.said, language: promise.language, zone: promise.zone,
                due: try promise.target.map { .target(try ClockTarget($0), calendar: calendar) }
                    ?? .at(promise.toldDue),
                startsAt: promise.startsAt, place: promise.place, standardVersion: promise.standardVersion,
                warnings: promise.warnings, isTold: promise.isTold)
            draft.isSaidByMachine = true
            do { _ = try makeAim(draft) } catch PromiseRefusal.dueInThePast {
                // Its time passed while the case was part of another, which answered for it.
                continue
            }
        }
    }
}
