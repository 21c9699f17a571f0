import KeptDomain

extension Transaction {
    /// Makes a case of its own of some messages: another matter, with its own promises from now on. What was promised on
    /// the case before goes on there; an answer that only the moved messages wait for is owed by the new one, from when the
    /// customer began to wait, so that no time is counted twice and none is lost. It is about the same order, and waits in
    /// the same line where nobody has taken it yet.
    package func splitCase(
        _ id: ID<Case>, messages chosen: [ID<Message>], kind: Case.Kind, subject: String, why: String,
        revision: Int? = nil
    ) throws -> Case {
        let found = try workable(id, revision: revision)
        guard found.status == .open else { throw CaseRefusal.notOpen }
        guard !why.allSatisfy(\.isWhitespace) else { throw CaseRefusal.noReason }
        try [FieldProblem.required(subject, "subject"), FieldProblem.optional(why, "why", limit: 500)]
            .compactMap(\.self).check()
        let (all, moving) = (try self.messages(of: id, limit: 10_000).map(\.message), Set(chosen))
        guard !moving.isEmpty, moving.isSubset(of: all.map(\.id)) else {
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

    private func divideDebt(of found: Case, with part: Case, all: [Message], moving: Set<ID<Message>>) throws {
        guard let debt = try openPromises(of: found.id, for: Standard.Metric.replies).first else { return }
        let answeredAt = all.filter(\.isReply).map(\.learnedAt).max()
        let unanswered = all.filter { message in
            message.direction == .incoming && !message.isAutomatic && answeredAt.map { message.learnedAt > $0 } ?? true
        }
        let (gone, stayed) = (
            unanswered.filter { moving.contains($0.id) }, unanswered.filter { !moving.contains($0.id) }
        )
        guard !gone.isEmpty else { return }
        if stayed.isEmpty {
            try release([debt], because: .split(part.number))
            try takeOver(debt, on: part)
        } else if let standard = try fitting(.firstReply, for: part, channel: gone.last?.channel) {
            _ = try aim(standard, on: part, from: now)
        }
    }
}
