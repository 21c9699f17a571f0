/// Whether a customer's word on a closed case opens it again, by kind of case.
package struct ReopeningRule: Sendable, Hashable {
    package let kind: Case.Kind
    /// 0 for never.
    package var windowDays: Int
    /// Whether the time between closing and reopening counts in the new solution promise.
    package var countsGap: Bool
    package let revision: Int

    package init(kind: Case.Kind, windowDays: Int, countsGap: Bool = false, revision: Int = 1) {
        self.kind = kind
        self.windowDays = windowDays
        self.countsGap = countsGap
        self.revision = revision
    }

    /// Whether a word at `now` still falls into the window; its last instant does.
    package func reopens(closedAt: Instant, at now: Instant) -> Bool {
        windowDays > 0 && now <= closedAt + .days(Int64(windowDays))
    }

    package func problems() -> [FieldProblem] {
        (0...3_650).contains(windowDays)
            ? [] : [FieldProblem("window_days", "problems.out-of-range", [Fact("from", 0), Fact("to", 3_650)])]
    }
}

/// From one opening of a case to its closing.
package struct CaseEpisode: Sendable, Hashable {
    /// From 1.
    package let number: Int
    package let openedAt: Instant
    package let closedAt: Instant?
    package let cause: String?

    package init(number: Int, openedAt: Instant, closedAt: Instant?, cause: String?) {
        self.number = number
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.cause = cause
    }
}

extension Case {
    /// Open again, our move: the figures of what was stay as they are.
    package func reopened() throws(CaseRefusal) -> Case {
        guard status == .closed else { throw .isOpen }
        guard mergedInto == nil else { throw .isMerged }
        var result = self
        result.status = .open
        result.closedAt = nil
        result.cause = nil
        result.whoseMove = .us
        return result
    }

    /// Out of sight until `instant`. The clocks of what was promised run on.
    package func snoozed(until instant: Instant, at now: Instant) throws(CaseRefusal) -> Case {
        guard status == .open else { throw .notOpen }
        guard instant > now else { throw .snoozeInThePast }
        var result = self
        result.snoozedUntil = instant
        return result
    }

    /// Waits in a line, owned by its keeper.
    package func transferred(to line: Line, why: String, at now: Instant) throws(CaseRefusal) -> Case {
        guard status == .open else { throw .notOpen }
        guard line.closedAt == nil else { throw .lineClosed }
        guard !why.allSatisfy(\.isWhitespace) else { throw .noReason }
        var result = self
        result.line = line.id
        result.waitingSince = now
        result.owner = line.keeper
        return result
    }

    /// In the hands of whoever took it from its line.
    package func taken(by person: ID<Person>) -> Case {
        var result = self
        result.owner = person
        result.waitingSince = nil
        result.snoozedUntil = nil
        return result
    }

    /// Why this case cannot become part of `target`; `nil` where it can. A stranger's words never come into a case.
    package func refusalOfMerging(into target: Case) -> CaseRefusal? {
        if id == target.id { return .mergedWithItself }
        if status != .open || target.status != .open { return .notOpen }
        if let customer, let theirs = target.customer, customer != theirs { return .otherCustomer }
        return nil
    }
}
