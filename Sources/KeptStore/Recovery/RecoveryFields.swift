import KeptDomain
import KeptWords

extension Reading {
    /// The told word on a matter that broke last, else the one that somebody foresees to break.
    func lastBroken(onMatter matter: ID<Matter>) throws -> Promise? {
        try row(
            """
            SELECT \(Promise.columns) FROM promises WHERE matter_id = \(matter) AND is_told = 1 AND (state = 'broken'
              OR id IN (SELECT promise_id FROM failures WHERE foreseen_at IS NOT NULL
                AND case_id IN (SELECT id FROM cases WHERE matter_id = \(matter))))
            ORDER BY due_at DESC, id DESC LIMIT 1
            """, Promise.init)
    }

    /// What was given on a case and not taken back, as its customer reads it; `nil` for nothing.
    func givenWords(on id: ID<Case>, _ words: Words) throws -> String? {
        let given = try rows(
            """
            SELECT r.kind, r.amount_minor, r.currency FROM remedies r WHERE r.case_id = \(id) AND r.reverses_id IS NULL
            AND r.kind <> 'apology' AND NOT EXISTS (SELECT 1 FROM remedies back WHERE back.reverses_id = r.id) ORDER BY r.id
            """
        ) { (kind: $0.word(RemedyKind.self), amount: $0.optionalMoney()) }
        guard !given.isEmpty else { return nil }
        return words.list(
            given.map { kind, amount in
                words("authority.given", of: kind, ["amount": amount.map { words.money($0) } ?? ""])
            })
    }
}

extension Transaction {
    /// What the fields of a template stand for on a case; the reason is the writer's.
    ///
    /// - Parameter aboutOrder: the template names the order, so that its times are those of words about the order, never of
    ///   an answer; else those of other words come first.
    func recoveryFields(
        of found: Case, aboutOrder: Bool, words: Vocabulary, address: String?
    ) throws -> [ReplyTemplate.Field: String] {
        // What a program sends is in the name of whoever owns the case.
        var values = try replyFields(of: found, writer: actor.person ?? found.owner, words: words, now: now)
        let reader = try reader(of: .case(found.id))
        let (zone, language) = (
            try zones.zone(reader.zone), words[words.language(for: reader.language) ?? .english]
        )
        let standing = try wordsForRecovery(of: found, aboutOrder: aboutOrder)
        values[.due] = standing.next.map { language.moment($0.due, in: zone, now: now) }
        values[.promised] = standing.last.map { language.moment($0.due, in: zone, now: now) }
        if let address, let order = try found.order.flatMap({ try self.order($0) }),
            let key = order.trackingKey, key.count == 16
        {
            values[.link] = address + TrackingKey(bytes: key).path
        }
        return values
    }

    /// The word that broke last or will break, and the one that holds now. A promise of an answer is no next word: the message
    /// is that answer. Neither is one that is foreseen to break.
    private func wordsForRecovery(
        of found: Case, aboutOrder: Bool
    ) throws -> (last: Promise?, next: Promise?) {
        let all = try promises(on: found).filter(\.isTold)
        let own = all.filter { ($0.order != nil) == aboutOrder }
        let foreseen = Set(
            try rows(
                """
                SELECT promise_id FROM failures WHERE foreseen_at IS NOT NULL AND promise_id IN \(anyOf: all.map(\.id))
                ORDER BY promise_id
                """
            ) { $0.id(Promise.self) })
        let answers = Set(try openPromises(of: found.id, for: Standard.Metric.replies + [.keepPosted]).map(\.id))
        func last(_ words: [Promise]) -> Promise? {
            words.filter { $0.state == .broken || foreseen.contains($0.id) }
                .max { ($0.due, $0.id) < ($1.due, $1.id) }
        }
        func next(_ words: [Promise]) -> Promise? {
            let open = words.filter { $0.isOpen && !foreseen.contains($0.id) && !answers.contains($0.id) }
            return open.min { ($0.due, $0.id) < ($1.due, $1.id) }
        }
        if aboutOrder { return (last(own), next(own)) }
        return (last(own) ?? last(all), next(own) ?? next(all))
    }
}
