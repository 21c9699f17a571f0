import KeptDomain

extension Transaction {
    /// Answers the customer of a case; of one that became part of another, there.
    ///
    /// Spoken words are with the customer as they are said. What something carries waits until that has taken it
    /// (`messageAccepted`), and keeps what we promised at that instant; everything else keeps it now.
    /// - Parameters:
    ///   - next: whose move it is afterwards; as it was where left out. Our clocks stand still for it once the answer left.
    ///   - keptAt: when it left, where whoever tells us of it knows: a program that sent it itself.
    @discardableResult
    package func reply(
        to id: ID<Case>, with draft: MessageDraft, next: Case.Move? = nil, why: String? = nil, keptAt: Instant? = nil,
        revision: Int? = nil
    ) throws -> MessageFiled {
        if let known = try filedBefore(draft) { return known }
        let found = try goingOn(workable(id, revision: revision))
        try draft.problems().check()
        if let keptAt, keptAt > now { throw InvalidInput("left_at", "problems.in-the-future") }
        var draft = draft
        var leftAt: Instant?
        if draft.isHistory || draft.channel.isSpoken {
            leftAt = keptAt ?? draft.writtenAt ?? now
        } else if draft.channel.isCarried {
            leftAt = keptAt
            if draft.contact == nil { draft.contact = try writtenReach(of: found).likelyAddress }
            guard draft.contact != nil else { throw InvalidInput("contact", "problems.no-contact") }
        } else {
            // A program that sent it itself knows how.
            if keptAt == nil { try checkPage(draft.channel, on: found) }
            leftAt = keptAt ?? now
        }
        let message = try add(draft, .outgoing, to: found, leftAt: leftAt)
        if draft.channel == .form, let order = try orderAsked(on: found.id) { standOnTracking(message.id, of: order) }
        journal(
            JournalEntry(
                "case.replied", of: .case(id), customer: found.customer,
                facts: [Fact("channel", draft.channel.rawValue)]))
        if draft.isHistory { return MessageFiled(case: found, message: message, isNew: true) }
        if let person = actor.person { forgetDraft(on: id, of: person) }
        if leftAt == nil { try queue(message) }
        try standOnPage(message)
        var standing = found
        if let next, found.status == .open, next != found.whoseMove {
            _ = try bring(found, to: next, why: why)
            standing = try knownCase(found.id)
        }
        if let leftAt { try answered(standing, by: message, at: leftAt) }
        return MessageFiled(case: try knownCase(found.id), message: message, isNew: true)
    }

    /// Where an answer to a case goes: to the one that it is part of now, as the customer's next word does.
    private func goingOn(_ found: Case) throws -> Case {
        guard found.mergedInto != nil else { return found }
        return try workable(standingCase(found.id).id, revision: nil)
    }

    /// Puts a message on its way. None but one that goes out can be.
    func queue(_ message: Message) throws {
        guard let outgoing = OutgoingMessage(message), let contact = message.contact else {
            throw StoreError.defect("message \(message.id) cannot go out")
        }
        put(
            """
            INSERT INTO sends (id, receiver, message_id, contact, state, queued_at, next_attempt_at)
            VALUES (\(newID(Send.self)), \(Send.Receiver.customer), \(outgoing.message.id), \(contact), 'waiting', \(now), \(now))
            """)
    }

    /// What carries a message has taken it: the customer has our answer as of `instant`.
    package func messageAccepted(_ id: ID<Message>, at instant: Instant, answer: String? = nil) throws {
        let message = try knownMessage(id)
        let found = try workable(message.case, revision: nil)
        guard instant <= now else { throw InvalidInput("accepted_at", "problems.in-the-future") }
        let changed = try run(
            """
            UPDATE sends SET state = 'accepted', settled_at = \(instant), answer = \(answer), held = NULL
            WHERE message_id = \(id) AND state IN ('waiting', 'failed')
            """)
        guard changed == 1 else { throw CaseRefusal.notWaiting }
        put("UPDATE messages SET left_at = \(instant), revision = revision + 1 WHERE id = \(id)")
        journal(JournalEntry("case.message-sent", of: .case(found.id), customer: found.customer))
        guard !message.isAutomatic else { return try tell(by: [id]) }
        try answered(found, by: message, at: instant)
        try waitForOthers(on: found, since: instant)
    }

    /// Whoever was given the move with an answer has it as of when they have the answer.
    private func waitForOthers(on found: Case, since instant: Instant) throws {
        guard found.status == .open, found.whoseMove != .us else { return }
        try standStill(found, from: instant, why: found.moveWhy)
    }

    /// What carries a message could not, or it came back: nobody has it. A promise that it had kept is open again and
    /// judged by its due time as before.
    package func messageFailed(_ id: ID<Message>, isBounced: Bool, answer: String?) throws {
        let message = try knownMessage(id)
        let found = try workable(message.case, revision: nil)
        let state: Send.State = isBounced ? .bounced : .failed
        let changed = try run(
            """
            UPDATE sends SET state = \(state), settled_at = \(now), answer = \(answer), held = NULL
            WHERE message_id = \(id) AND state IN ('waiting', 'accepted')
            """)
        guard changed == 1 else { throw CaseRefusal.notWaiting }
        put("UPDATE messages SET left_at = NULL, revision = revision + 1 WHERE id = \(id)")
        journal(
            JournalEntry(
                "case.message-failed", of: .case(found.id), customer: found.customer, why: answer,
                facts: [Fact("to", message.contact ?? "")]))
        guard !message.isAutomatic else {
            try untell(by: [id])
            // Nobody waits for what a machine says, but for what we do for them: somebody has to tell them.
            if Message.remedyTellers.contains(message.author) { try putToOwner(found) }
            return
        }
        try unkeep(by: message, on: found)
        try putToOwner(found)
    }

    /// The customer does not have our answer: the next move is ours and the case is in sight again, whatever it stood at.
    func putToOwner(_ found: Case) throws {
        var standing = found
        if standing.status == .closed {
            let isTaken =
                try count("SELECT count(*) FROM cases WHERE matter_id = \(found.matter) AND status = 'open'") > 0
            // Merged, or its matter lives on in another case: whoever owns that one reads of it there.
            guard standing.mergedInto == nil, !isTaken else { return }
            standing = try reopen(standing, why: nil, channel: nil)
        }
        standing = try wake(standing)
        if standing.whoseMove != .us { _ = try bring(standing, to: .us, why: nil) }
    }
}
