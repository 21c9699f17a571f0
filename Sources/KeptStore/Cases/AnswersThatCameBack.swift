import KeptDomain

extension Transaction {
    /// Notes by which message a promise was kept.
    func note(_ message: Message, keeping promise: ID<Promise>) {
        put(
            """
            INSERT INTO promise_answers (promise_id, message_id) VALUES (\(promise), \(message.id))
            ON CONFLICT (promise_id) DO UPDATE SET message_id = excluded.message_id
            """)
    }

    /// What an answer had kept that came back is kept by the next answer that they have, else open again; and the time until
    /// the next news, which had begun with it, never began.
    ///
    /// - Parameter message: as it stood before it came back, with the time at which it had left.
    func unkeep(by message: Message, on found: Case) throws {
        for promise in try kept(by: message, on: found) {
            put("DELETE FROM promise_answers WHERE promise_id = \(promise.id)")
            var open = try promise.unkept()
            if let owing = promise.case, owing != found.id {
                // Its case became part of this one, which owes it now.
                open.case = found.id
                put(
                    """
                    INSERT INTO merged_promises (merge_id, promise_id) SELECT id, \(promise.id) FROM case_merges
                    WHERE from_id = \(owing) AND undone_at IS NULL ON CONFLICT DO NOTHING
                    """)
            }
            try save(open, as: "promise.unkept")
            try putDeadlines(of: open, timing: timing(of: open))
            if let next = try nextAnswer(to: promise, on: found.id, besides: message) {
                try keep([knownPromise(promise.id)], by: next.message, at: next.at)
            }
        }
        guard let leftAt = message.leftAt else { return }
        let news = try openPromises(of: found.id, for: [.keepPosted])
        try release(news.filter { $0.startsAt == leftAt && !$0.isTold }, because: .cameBack)
    }

    /// The promises that stand kept by a message, or by an answer on a page that it carried and that nobody read there.
    private func kept(by message: Message, on found: Case) throws -> [Promise] {
        let named = try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE state = 'kept' AND id IN (
              SELECT a.promise_id FROM promise_answers a WHERE a.message_id = \(message.id)
              OR a.message_id IN (SELECT m.answer_id FROM answers_mailed m WHERE m.mail_id = \(message.id)
                AND NOT EXISTS (SELECT 1 FROM talks t WHERE t.read_up_to >= m.answer_id AND t.case_id IN
                  \(anyOf: parts(of: [found.id])))))
            ORDER BY id
            """, Promise.init)
        guard named.isEmpty, let leftAt = message.leftAt else { return named }
        // What was kept before it was noted by which message.
        return try promises(of: found.id, for: Standard.Metric.replies, state: .kept).filter { promise in
            try promise.settledAt == leftAt
                && count("SELECT count(*) FROM promise_answers WHERE promise_id = \(promise.id)") == 0
        }
    }

    /// The first word of ours after a promise began that the customer has, and when they had it; not what only the one that
    /// came back would have brought them.
    private func nextAnswer(
        to promise: Promise, on id: ID<Case>, besides message: Message
    ) throws -> (message: Message, at: Instant)? {
        let said = try row(
            """
            SELECT \(Message.columns) FROM messages WHERE case_id = \(id) AND is_automatic = 0
            AND learned_at > \(promise.startsAt) AND (direction = 'out' AND left_at > \(promise.startsAt)
              OR direction = 'in' AND channel IN ('phone', 'counter') AND written_at > \(promise.startsAt))
            AND id NOT IN (SELECT answer_id FROM answers_mailed WHERE mail_id = \(message.id))
            ORDER BY coalesce(left_at, written_at), id LIMIT 1
            """, Message.init)
        return said.map { ($0, $0.leftAt ?? $0.writtenAt) }
    }

    // MARK: Acknowledgements that reach nobody

    /// Notes by which message that is on its way a promise was told.
    func note(_ message: ID<Message>, telling promise: ID<Promise>) {
        put("INSERT INTO promise_tellings (promise_id, message_id) VALUES (\(promise), \(message))")
    }

    /// Messages cannot be sent, or came back: what they say was told to nobody, and is an aim of our own until it is.
    func untell(by messages: [ID<Message>]) throws { try tell(by: messages, isTold: false) }

    /// They were sent after all.
    func tell(by messages: [ID<Message>]) throws { try tell(by: messages, isTold: true) }

    private func tell(by messages: [ID<Message>], isTold: Bool) throws {
        let promises = try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE state = 'open' AND is_told <> \(isTold)
            AND id IN (SELECT promise_id FROM promise_tellings WHERE message_id IN \(anyOf: messages)) ORDER BY id
            """, Promise.init)
        guard !promises.isEmpty else { return }
        put(
            """
            UPDATE promises SET is_told = \(isTold), revision = revision + 1 WHERE id IN \(anyOf: promises.map(\.id))
            """)
        for promise in promises {
            journal(
                JournalEntry(
                    isTold ? "promise.told" : "promise.not-told", of: .promise(promise.id), customer: promise.customer))
        }
    }
}
