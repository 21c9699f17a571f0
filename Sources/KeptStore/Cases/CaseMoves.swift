import KeptDomain

extension Transaction {
    /// Says whose move it is, and why; only ours ticks. While it is somebody else's, the clocks of what we promised on the
    /// case stand still, and they run on when it is ours again. Named dates hold, and pauses made for other reasons stay.
    /// An answer that still waits to be sent gives nobody the move: see `standStill`.
    @discardableResult
    package func setMove(of id: ID<Case>, to move: Case.Move, why: String, revision: Int? = nil) throws -> Case {
        let found = try workable(id, revision: revision)
        guard found.status == .open else { throw CaseRefusal.notOpen }
        guard !why.allSatisfy(\.isWhitespace) else { throw CaseRefusal.noReason }
        try [FieldProblem.optional(why, "why", limit: 500)].compactMap(\.self).check()
        return try bring(found, to: move, why: why)
    }

    /// As `setMove`, for whoever may do that without the permission to work on cases: the customer by answering.
    func bring(_ found: Case, to move: Case.Move, why: String?) throws -> Case {
        var moved = found
        (moved.whoseMove, moved.moveSaidBy, moved.moveWhy) = (move, actor.description, why)
        try save(moved, as: "case.move-set", why: why, facts: [Fact("move", move.rawValue)])
        if move == .us {
            try runOn(clocksOf: found.id, why: why)
        } else {
            try standStill(moved, from: now, why: why)
        }
        return moved
    }

    /// Stops the clocks of a case whose next move is not ours, as of `instant`.
    ///
    /// While an answer of ours waits to be sent, nothing waits for the customer, who does not have it yet, and what we
    /// promised of answers runs on whoever else has the move: the delay is ours (case C37). `messageAccepted` comes here
    /// again when the last one has left.
    func standStill(_ found: Case, from instant: Instant, why: String?) throws {
        let isOnItsWay = try lastAnswerOnItsWay(on: found.id) != nil
        if isOnItsWay, found.whoseMove == .customer { return }
        let running = isOnItsWay ? Set(try openPromises(of: found.id, for: Standard.Metric.replies).map(\.id)) : []
        for promise in try clocks(of: found.id) where !promise.isPaused && !running.contains(promise.id) {
            let from = max(instant, promise.startsAt)
            guard from <= promise.due else { continue }
            _ = try pause(promise, because: found.whoseMove.pauseReason, from: from, note: why)
        }
    }

    /// The open promises of a case whose clock can stand still: a named date cannot.
    private func clocks(of id: ID<Case>) throws -> [Promise] {
        try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE case_id = \(id) AND state = 'open' AND clock <> 'date'
            ORDER BY id
            """, Promise.init)
    }

    /// The next move is ours: what stood still runs on.
    func runOn(clocksOf id: ID<Case>, why: String?) throws {
        for promise in try clocks(of: id) { try runOn(promise, why: why) }
    }

    /// Ends a pause that waited for somebody else.
    func runOn(_ promise: Promise, why: String?) throws {
        guard promise.isPaused else { return }
        let waits = try count(
            """
            SELECT count(*) FROM promise_pauses WHERE promise_id = \(promise.id) AND to_at IS NULL AND struck_at IS NULL
            AND because IN (\(PauseReason.waitingForCustomer), \(PauseReason.waitingForThirdParty))
            """)
        if waits > 0 { _ = try resume(promise, at: now, why: why) }
    }
}

extension Case.Move {
    fileprivate var pauseReason: PauseReason { self == .thirdParty ? .waitingForThirdParty : .waitingForCustomer }
}
