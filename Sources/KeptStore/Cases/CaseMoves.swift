import KeptDomain

extension Transaction {
    /// Says whose move it is, and why; only ours ticks. While it is somebody else's, the clocks of what we promised on the
    /// case stand still, and they run on when it is ours again. Named dates hold, and pauses made for other reasons stay.
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
        moved.whoseMove = move
        try save(moved, as: "case.move-set", why: why, facts: [Fact("move", move.rawValue)])
        put("UPDATE cases SET move_said_by = \(actor.description), move_why = \(why) WHERE id = \(found.id)")
        let promises = try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE case_id = \(found.id) AND state = 'open' AND clock <> 'date'
            ORDER BY id
            """, Promise.init)
        for promise in promises {
            if move == .us {
                try runOn(promise, why: why)
            } else if !promise.isPaused, now <= promise.due {
                _ = try pause(promise, because: move.pauseReason, from: now, note: why)
            }
        }
        return moved
    }

    /// Ends a pause that waited for somebody else.
    private func runOn(_ promise: Promise, why: String?) throws {
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
