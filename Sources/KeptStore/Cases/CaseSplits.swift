import KeptDomain

extension Transaction {
    /// Makes a case of its own of some messages: another matter, with its own promises from now on. What was promised on
    /// the case before goes on there; the promise of an answer goes with the messages that it answers, as it was told and with
    /// its clock, so that no time is counted twice and none is lost. It is about the same order, and waits in the same line
    /// where nobody has taken it yet.
    package func splitCase(
        _ id: ID<Case>, messages chosen: [ID<Message>], kind: Case.Kind, subject: String, why: String,
        revision: Int? = nil
    ) throws -> Case {
        let found = try workable(id, revision: revision)
        guard found.status == .open else { throw CaseRefusal.notOpen }
        guard !why.allSatisfy(\.isWhitespace) else { throw CaseRefusal.noReason }
        try [FieldProblem.required(subject, "subject"), FieldProblem.optional(why, "why", limit: 500)]
            .compactMap(\.self).check()
        let (all, moving) = (try self.messages(of: id, limit: 10_000), Set(chosen))
        guard !moving.isEmpty, moving.isSubset(of: all.map(\.message.id)) else {
            throw InvalidInput("messages", "requests.unknown-id")
        }
        let matter = try matter(ofCustomer: found.customer, subject: subject)
        guard matter.openCase == nil, matter.id != found.matter else { throw InvalidInput("subject", "problems.taken") }
        guard let number = try nextNumbers(.case).first else { preconditionFailure("no case number") }
        var desk = try Desk(self)
        let part = try openCase(
            number: number, on: matter, kind: kind, subject: subject, place: found.place, desk: &desk,
            owner: found.owner, why: why, partOf: found)
        put("UPDATE messages SET case_id = \(part.id) WHERE id IN \(anyOf: chosen)")
        link(id, part.id)
        try promiseSolution(of: part, by: solutionStandards())
        try noteComplaint(kind, subject, on: part)
        try divideDebt(of: found, with: part, all: all, moving: moving)
        journal(
            JournalEntry(
                "case.split", of: .case(id), customer: found.customer, why: why, facts: [Fact("case", part.id)]))
        return part
    }

    /// Each promise of an answer goes with the words that wait for it; where an answer to them is on its way already, with
    /// that, which keeps it when it leaves. Where words of both cases wait for one, the new case has a promise of its own.
    private func divideDebt(of found: Case, with part: Case, all: [ThreadMessage], moving: Set<ID<Message>>) throws {
        let debts = try openPromises(of: found.id, for: Standard.Metric.replies).map { debt in
            (debt: debt, since: debt.first == debt.id ? debt.startsAt : try knownPromise(debt.first).startsAt)
        }.sorted { ($0.since, $0.debt.id) < ($1.since, $1.debt.id) }
        guard let earliest = debts.first else { return }
        let answeredAt = all.map(\.message).filter(\.isReply).map(\.learnedAt).max()
        let waiting = all.map(\.message).filter { message in
            message.direction == .incoming && !message.isAutomatic && answeredAt.map { message.learnedAt > $0 } ?? true
        }
        let words = Dictionary(grouping: waiting) { word in
            (debts.last { $0.since <= word.learnedAt } ?? earliest).debt.id
        }
        let leaving = all.filter { $0.send?.state == .waiting && !$0.message.isAutomatic }.map(\.message)
        var shared: Message?
        for (debt, _) in debts {
            let answers = leaving.filter { debt.startsAt <= $0.learnedAt }
            let gone = (words[debt.id] ?? []).filter { moving.contains($0.id) }
            if answers.isEmpty ? !gone.isEmpty && gone.count == words[debt.id]?.count : answers.allMove(with: moving) {
                try give(debt, to: part)
            } else if answers.isEmpty, let last = gone.last {
                shared = last
            }
        }
        guard let shared, try openPromises(of: part.id, for: Standard.Metric.replies).isEmpty,
            let standard = try fitting(.firstReply, for: part, channel: shared.channel)
        else { return }
        _ = try aim(standard, on: part, from: now)
    }

    /// The same promise as it was told, with its clock and pauses and the words before it, on the matter of the part: there its
    /// breaks are counted, and there the next move is ours.
    private func give(_ debt: Promise, to part: Case) throws {
        let broken = try count(
            "SELECT count(*) FROM promises WHERE first_id = \(debt.first) AND state = 'broken' AND is_told = 1")
        put("UPDATE promises SET matter_id = \(part.matter) WHERE first_id = \(debt.first)")
        if broken > 0 {
            put("UPDATE matters SET breaks = breaks + \(broken) WHERE id = \(part.matter)")
            put("UPDATE matters SET breaks = breaks - \(broken) WHERE id = \(debt.matter)")
        }
        try carry(debt, to: part.id)
        try runOn(knownPromise(debt.id), why: nil)
    }
}

extension [Message] {
    fileprivate func allMove(with moving: Set<ID<Message>>) -> Bool { allSatisfy { moving.contains($0.id) } }
}
