import KeptDomain

extension Transaction {
    /// A closed case owes no further answer: what was promised of one is settled without it. What an answer on its way will
    /// keep stands until that has left or cannot, and is judged by that instant (case C37).
    ///
    /// - Returns: what was promised of answers and news on the case, whatever became of it.
    func releaseAnswers(on found: Case) throws -> [Promise] {
        let written = try lastAnswerOnItsWay(on: found.id)
        let owed = try openPromises(of: found.id, for: Standard.Metric.replies + [.keepPosted])
        let unanswered = owed.filter { promise in written.map { promise.startsAt > $0 } ?? true }
        try release(unanswered, because: .settled(found.number))
        return owed
    }

    /// Opens the promise of an answer for the customer's first word after `since` that none covers: where an answer was told
    /// of late, or a case lost the promise that had covered it. Counted from that word, or from now where that is over.
    func oweFirstUnanswered(on found: Case, since: Instant) throws {
        guard found.status == .open, try openPromises(of: found.id, for: Standard.Metric.replies).isEmpty,
            let word = try firstUnanswered(on: found.id, since: since), try !hadPromise(word, on: found.id)
        else { return }
        let metric: Standard.Metric = try hasReply(found) ? .nextReply : .firstReply
        guard let standard = try fitting(metric, for: found, channel: word.channel) else { return }
        if try aim(standard, on: found, from: word.learnedAt) == nil { _ = try aim(standard, on: found, from: now) }
    }
}

extension Reading {
    /// When the last answer was written that still waits to be taken by what carries it. What only carries an answer that
    /// stands on a page already is none: it says nothing new.
    func lastAnswerOnItsWay(on id: ID<Case>) throws -> Instant? {
        try row(
            """
            SELECT m.learned_at FROM messages m JOIN sends s ON s.message_id = m.id
            WHERE m.case_id = \(id) AND m.direction = 'out' AND m.is_automatic = 0 AND s.state = 'waiting'
            AND m.author <> \(Talk.carrier)
            ORDER BY m.learned_at DESC, m.id DESC LIMIT 1
            """
        ) { $0.instant() }
    }

    /// The first word that the customer wrote after `since` and that no later word of ours answered.
    func firstUnanswered(on id: ID<Case>, since: Instant) throws -> Message? {
        try row(
            """
            SELECT \(Message.columns) FROM messages WHERE case_id = \(id) AND direction = 'in' AND is_automatic = 0
            AND channel NOT IN ('phone', 'counter') AND learned_at > \(since) AND written_at > \(since)
            AND learned_at > coalesce((SELECT max(CASE WHEN coalesce(r.left_at, r.written_at) < r.learned_at
                THEN coalesce(r.left_at, r.written_at) ELSE r.learned_at END)
              FROM messages r WHERE r.case_id = \(id) AND r.is_automatic = 0 AND r.author <> \(Talk.carrier)
              AND (r.direction = 'out' AND r.left_at IS NOT NULL
                OR r.direction = 'in' AND r.channel IN ('phone', 'counter'))), 0)
            ORDER BY learned_at, id LIMIT 1
            """, Message.init)
    }

    /// The case that stands open on the matter of a closed one.
    func openCase(after closed: Case) throws -> ID<Case>? {
        try row("SELECT id FROM cases WHERE matter_id = \(closed.matter) AND status = 'open'") { $0.id() }
    }

    /// Whether an answer to this word was promised, or a colleague said that none is owed.
    func hadPromise(_ word: Message, on id: ID<Case>) throws -> Bool {
        try row(
            """
            SELECT 1 FROM promises p WHERE p.case_id = \(id)
            AND (p.starts_at >= \(word.learnedAt) OR p.state = 'released' AND p.settled_at >= \(word.learnedAt))
            AND EXISTS (SELECT 1 FROM promises f JOIN standard_versions v ON v.id = f.standard_version_id
              WHERE f.first_id = p.first_id AND v.metric IN \(anyOf: Standard.Metric.replies.map(\.rawValue)))
            LIMIT 1
            """
        ) { $0.int() } != nil
    }

    /// Up to when what the customer wrote was known when an answer was written: of an e-mail that carries what stood on a
    /// page unread, the last answer in it.
    func knew(_ message: Message) throws -> Instant {
        guard message.author == Talk.carrier else { return message.learnedAt }
        let carried = try row(
            """
            SELECT a.learned_at FROM answers_mailed c JOIN messages a ON a.id = c.answer_id
            WHERE c.mail_id = \(message.id) AND a.is_automatic = 0 ORDER BY a.learned_at DESC, a.id DESC LIMIT 1
            """
        ) { $0.instant() }
        return carried ?? message.learnedAt
    }
}
