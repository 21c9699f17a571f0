import KeptDomain

extension Transaction {
    /// Makes one case part of another: its conversation goes over with what was promised of answers to it, which the other
    /// one owes as it was told, and its own aims end as settled. Whose move it was, it is in the other one. Can be undone.
    @discardableResult
    package func mergeCase(
        _ id: ID<Case>, into target: ID<Case>, why: String, revision: Int? = nil
    ) throws -> Case {
        let (found, into) = (try workable(id, revision: revision), try workable(target, revision: nil))
        if let refusal = found.refusalOfMerging(into: into) { throw refusal }
        guard !why.allSatisfy(\.isWhitespace) else { throw CaseRefusal.noReason }
        try [FieldProblem.optional(why, "why", limit: 500)].compactMap(\.self).check()
        try checkNothingIsAsked(on: id)
        try checkNoTypedUseWaits(on: id)
        // Whoever gives on either at this moment is run again, and counts what the other gave.
        for part in [id, target] { noteGiving(on: part, lines: 0) }
        for order in try Set(boundingOrders(ofCases: [id, target]).values.joined()).sorted() {
            noteMoneyBack(on: order, lines: 0)
        }
        let evidence = OwnSentence.merged(into.number)
        let owed = try openPromises(of: id, for: Standard.Metric.replies)
        try release(aims(of: id, besides: owed), because: evidence)
        var merged = try found.closed(at: now, cause: evidence.text)
        merged.mergedInto = target
        try save(merged, as: "case.merged", why: why, facts: [Fact("case", target)])
        endEpisode(of: id, cause: evidence.text)
        let merge = newID(CaseMerge.self)
        put(
            "INSERT INTO case_merges (id, from_id, into_id, merged_at) VALUES (\(merge), \(id), \(target), \(now))")
        try noteUnnamed(on: id, before: merge)
        put(
            """
            INSERT INTO merged_messages (merge_id, message_id) SELECT \(merge), id FROM messages WHERE case_id = \(id)
            """)
        put("UPDATE messages SET case_id = \(target) WHERE case_id = \(id)")
        try carryFailures(from: id, into: target, by: merge)
        journal(
            JournalEntry(
                "case.merged-in", of: .case(target), customer: into.customer, why: why, facts: [Fact("case", id)]))
        for promise in owed {
            try carry(promise, to: target)
            put("INSERT INTO merged_promises (merge_id, promise_id) VALUES (\(merge), \(promise.id))")
        }
        if let customer = into.customer { try giveWhole(target, to: customer) }
        if found.whoseMove == .us || into.whoseMove == .us { try makeOurs(into, with: owed.map(\.id)) }
        if found.whoseMove == .us { _ = try wake(knownCase(target)) }
        return try knownCase(target)
    }

    /// Whichever of two cases had its next move with us, the one that goes on has; the clocks run.
    private func makeOurs(_ into: Case, with carried: [ID<Promise>]) throws {
        if into.whoseMove != .us {
            _ = try bring(into, to: .us, why: nil)
        } else {
            for id in carried { try runOn(knownPromise(id), why: nil) }
        }
    }

    /// The same promise, owed by another case: as it was told, with its clock and pauses.
    func carry(_ promise: Promise, to id: ID<Case>) throws {
        var carried = promise
        carried.case = id
        try save(carried, as: "promise.carried-over", facts: [Fact("case", id)])
    }

    /// Aims of our own about a case: they end with it. What was promised of answers goes on, and so does a word told.
    private func aims(of id: ID<Case>, besides owed: [Promise]) throws -> [Promise] {
        try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE case_id = \(id) AND state = 'open' AND order_id IS NULL
            AND is_told = 0 AND id NOT IN \(anyOf: owed.map(\.id)) ORDER BY id
            """, Promise.init)
    }

    /// Takes a merge back: the case is open again with its conversation and with its promises as they stood, whose clocks ran
    /// meanwhile. What was kept or broken by then stays so.
    /// What was said since stays where it is. Where the other case became part of a further one, it comes back from there.
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
        let holders = try casesGoingOn(from: standing.into)
        for part in [id] + holders { noteGiving(on: part, lines: 0) }
        put(
            """
            UPDATE messages SET case_id = \(id) WHERE case_id IN \(anyOf: holders)
            AND id IN (SELECT message_id FROM merged_messages WHERE merge_id = \(standing.id))
            """)
        put("UPDATE case_merges SET undone_at = \(now) WHERE id = \(standing.id)")
        try returnFailures(to: id, of: standing.id, into: standing.into)
        var opened = found
        opened.mergedInto = nil
        opened = try opened.reopened()
        opened.whoseMove = found.whoseMove
        try save(opened, as: "case.merge-undone", why: why, facts: [Fact("case", standing.into)])
        try takeNamesBack(with: opened, of: standing.id, from: holders)
        // As if it had never been closed: the same episode goes on.
        put(
            """
            UPDATE case_episodes SET closed_at = NULL, cause = NULL WHERE case_id = \(id)
            AND number = (SELECT max(number) FROM case_episodes WHERE case_id = \(id))
            """)
        try restore(releasedAt: standing.at, because: .merged(into.number), on: id)
        try carryBack(standing.id, from: holders, to: id)
        if opened.whoseMove != .us { try standStill(opened, from: now, why: nil) }
        try settleAfterUndoing(standing.at, on: standingCase(standing.into))
        return try knownCase(id)
    }

    /// Promises that ended with the merge are as they stood; one whose time passed meanwhile breaks at that time.
    private func restore(releasedAt instant: Instant, because evidence: OwnSentence, on id: ID<Case>) throws {
        let released = try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE case_id = \(id) AND state = 'released'
            AND settled_at = \(instant) AND evidence = \(evidence.text) ORDER BY id
            """, Promise.init)
        for promise in released {
            put(
                """
                UPDATE promise_pauses SET to_at = NULL WHERE promise_id = \(promise.id) AND to_at = \(instant)
                AND from_at < \(instant) AND struck_at IS NULL
                """)
            let since = try row(
                """
                SELECT from_at FROM promise_pauses WHERE promise_id = \(promise.id) AND to_at IS NULL
                AND struck_at IS NULL ORDER BY id LIMIT 1
                """
            ) { $0.instant() }
            let open = try promise.restored(pausedAt: since)
            try save(open, as: "promise.restored")
            try putDeadlines(of: open, timing: timing(of: open))
        }
    }

    /// What was promised of answers goes back with its conversation. What broke meanwhile stays with its failure.
    private func carryBack(_ merge: ID<CaseMerge>, from holders: [ID<Case>], to id: ID<Case>) throws {
        let carried = try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE case_id IN \(anyOf: holders) AND state <> 'broken'
            AND id IN (SELECT promise_id FROM merged_promises WHERE merge_id = \(merge)) ORDER BY id
            """, Promise.init)
        for promise in carried { try carry(promise, to: id) }
    }

    /// The other case owes what was asked of it since, and no longer an answer to words that went back.
    ///
    /// - Parameter merged: when. Merges of before promises went over made an aim of their own at that instant.
    private func settleAfterUndoing(_ merged: Instant, on found: Case) throws {
        guard found.status == .open else { return }
        let taken = try openPromises(of: found.id, for: Standard.Metric.replies).filter {
            !$0.isTold && $0.madeAt == merged
        }
        if !taken.isEmpty, try firstUnanswered(on: found.id, since: Instant(seconds: 0)) == nil {
            try release(taken, because: .settled(found.number))
        }
        try oweFirstUnanswered(on: found, since: merged)
    }
}
