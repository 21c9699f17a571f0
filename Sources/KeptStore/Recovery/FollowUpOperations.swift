import KeptDomain
import KeptWords

extension Transaction {
    /// Follow-ups that were set already keep their time.
    package func setFollowUpRule(_ rule: FollowUpRule, revision: Int) throws {
        try permit(.setStandards)
        try rule.problems().check()
        try runGuarded(
            """
            UPDATE follow_up_rules SET is_on = \(rule.isOn), after_days = \(rule.afterDays),
              answer_days = \(rule.answerDays), partly_reopens = \(rule.partlyReopens), revision = revision + 1
            WHERE kind = \(rule.kind) AND revision = \(revision)
            """, current: try followUpRule(rule.kind).revision)
        journal(
            JournalEntry(
                "business.follow-up-set", of: .business,
                facts: [Fact("kind", rule.kind.rawValue), Fact("days", rule.afterDays)]))
    }

    /// The customer of a closed case that carried a failure is asked later: by the rule that asks first.
    func planFollowUp(of closed: Case) throws {
        guard closed.customer != nil else { return }
        let episode = try episode(of: closed.id)
        let kinds = Set(
            try failures(of: closed.id, episode: episode).filter {
                $0.standing == .happened || $0.standing == .toldBefore
            }
            .map(\.kind))
        let rules = try followUpRules().filter { $0.isOn && kinds.contains($0.kind) }
        let first = rules.min { ($0.afterDays, $0.kind.rawValue) < ($1.afterDays, $1.kind.rawValue) }
        guard let rule = first else { return }
        let zone = try zones.zone(reader(of: .case(closed.id)).zone)
        put(
            """
            INSERT INTO follow_ups (id, case_id, episode, kind, state, due_at) VALUES
            (\(newID(FollowUp.self)), \(closed.id), \(episode), \(rule.kind), 'waiting', \(rule.due(closed: now, zone: zone)))
            ON CONFLICT (case_id, episode) DO NOTHING
            """)
    }

    /// A case that is open again is not made good yet: its customer is asked after the next closing.
    func withdrawFollowUps(of id: ID<Case>) {
        put(
            "UPDATE follow_ups SET state = 'withdrawn', revision = revision + 1 WHERE case_id = \(id) AND state = 'waiting'"
        )
    }

    /// Asks the customers whose time has come, each with a link of their own.
    ///
    /// - Parameters:
    ///   - keys: random, made by the caller; as many are asked as there are keys.
    ///   - only: this one alone, if its time has come.
    ///   - address: of the site, `https://kept.example.org`.
    /// - Returns: how many were looked at; 0 when nobody is to be asked.
    package func sendFollowUps(
        keys: [TrackingKey], only: ID<FollowUp>? = nil, words: Vocabulary, address: String
    ) throws -> Int {
        let which: SQL = if let only { " AND id = \(only)" } else { "" }
        let due = try rows(
            """
            SELECT \(FollowUp.columns) FROM follow_ups WHERE state = 'waiting' AND due_at <= \(now)\(which)
            ORDER BY due_at, id LIMIT \(keys.count)\(sqlite: "", postgres: " FOR UPDATE SKIP LOCKED")
            """, FollowUp.init)
        for (asked, key) in zip(due, keys) { try send(asked, key, words, address) }
        return due.count
    }

    /// One that cannot be sent is asked later, so that it holds up nobody else.
    package func putOffFollowUp(_ id: ID<FollowUp>, until instant: Instant) {
        put("UPDATE follow_ups SET due_at = \(instant) WHERE id = \(id) AND state = 'waiting'")
    }

    private func send(_ asked: FollowUp, _ key: TrackingKey, _ words: Vocabulary, _ address: String) throws {
        let found = try knownCase(asked.case)
        guard let (channel, contact) = try wayToAsk(found) else {
            put("UPDATE follow_ups SET state = 'unreachable', revision = revision + 1 WHERE id = \(asked.id)")
            journal(JournalEntry("case.follow-up-unreachable", of: .case(found.id), customer: found.customer))
            return
        }
        let language = try words.language(for: reader(of: .case(found.id)).language) ?? .english
        let own = words[language]
        let link = "\(address)/f/\(key.text)"
        let (number, place) = (String(found.number), try place(orDefault: found.place).name)
        func choice(_ answer: FollowUp.Answer) -> String { "\(link)?answer=\(answer.rawValue)" }
        var draft = MessageDraft(
            channel,
            own(
                "recovery.told.follow-up",
                [
                    "number": number, "place": place, "yes": choice(.yes), "partly": choice(.partly),
                    "no": choice(.no),
                ]))
        draft.subject = own("recovery.told.follow-up-subject", ["number": number, "place": place])
        draft.contact = contact
        draft.language = language.tag
        draft.isAutomatic = true
        let message = try add(
            draft, .outgoing, to: found, leftAt: channel.isCarried ? nil : now,
            author: FollowUp.author)
        if channel.isCarried { try queue(message) }
        let days = try followUpRule(asked.kind).answerDays
        put(
            """
            UPDATE follow_ups SET state = 'sent', key = \(key.bytes), message_id = \(message.id), sent_at = \(now),
              closes_at = \(now + .days(Int64(days))), revision = revision + 1 WHERE id = \(asked.id)
            """)
        journal(
            JournalEntry(
                "case.follow-up-sent", of: .case(found.id), customer: found.customer,
                facts: [Fact("channel", channel.rawValue)]))
    }

    /// By e-mail, days after the closing, to where they wrote from; else on the page of their chat.
    private func wayToAsk(_ found: Case) throws -> (channel: Message.Channel, contact: String?)? {
        let reach = try writtenReach(of: found)
        if let address = reach.address { return (.email, address) }
        return reach.pages.contains(.chat) ? (.chat, nil) : nil
    }

    /// Takes the customer's answer, or another one within a day. A bad one opens the case again, and a lead is told.
    @discardableResult
    package func answerFollowUp(
        _ key: TrackingKey, _ answer: FollowUp.Answer, words said: String?
    ) throws -> FollowUp {
        guard let asked = try followUp(keyed: key) else { throw StoreError.notFound("follow-up") }
        let found = try knownCase(asked.case)
        try permit(.writeToUs, at: found.place, owner: found.owner)
        try checkWords(said)
        let answered = try asked.answered(answer, words: said, at: now)
        return try take(answered, insteadOf: asked, of: found, by: .form)
    }

    /// Writes down the answer that the customer of a case gave by phone. It does what their own would: a bad one opens the
    /// case again, and a lead is told. Where they were not asked yet they are not asked any more.
    ///
    /// - Parameter key: random; of the page where they could still answer otherwise, where they have none yet.
    @discardableResult
    package func noteFollowUpAnswer(
        on id: ID<Case>, _ answer: FollowUp.Answer, words said: String?, key: TrackingKey
    ) throws -> FollowUp {
        let found = try knownCase(id)
        try permit(.workCase, at: found.place, owner: found.owner)
        try checkWords(said)
        guard let asked = try followUp(toNoteOn: id) else { throw RecoveryRefusal.noFollowUp }
        let noted = try asked.noted(answer, words: said, by: actor.description, at: now)
        if asked.sentAt == nil {
            put(
                """
                UPDATE follow_ups SET state = 'sent', key = \(key.bytes), sent_at = \(noted.sentAt),
                  closes_at = \(noted.closesAt) WHERE id = \(asked.id) AND key IS NULL
                """)
        }
        return try take(noted, insteadOf: asked, of: found, by: .phone)
    }

    private func checkWords(_ said: String?) throws {
        try [FieldProblem.optional(said, "words", limit: FollowUp.longestWords)].compactMap(\.self).check()
    }

    private func take(
        _ taken: FollowUp, insteadOf asked: FollowUp, of found: Case, by channel: Message.Channel
    ) throws -> FollowUp {
        guard taken != asked, let answer = taken.answer else { return asked }
        var answered = taken
        if try followUpRule(asked.kind).reopens(answer), asked.reopened == nil {
            answered.reopened = try reopen(found, after: answered, by: channel).id
        }
        try runGuarded(
            """
            UPDATE follow_ups SET state = \(answered.state), answer = \(answered.answer), words = \(answered.words),
              noted_by = \(answered.notedBy), answered_at = \(answered.answeredAt), changes = \(answered.changes),
              reopened_case_id = \(answered.reopened), revision = revision + 1
            WHERE id = \(asked.id) AND revision = \(asked.revision)
            """, current: try followUps(of: found.id).last { $0.id == asked.id }?.revision)
        var facts = [Fact("answer", answer.rawValue)] + (asked.answer.map { [Fact("was", $0.rawValue)] } ?? [])
        if channel.isSpoken { facts.append(Fact("channel", channel.rawValue)) }
        journal(
            JournalEntry(
                "case.follow-up-answered", of: .case(found.id), customer: found.customer, why: answered.words,
                facts: facts))
        return try followUps(of: found.id).last { $0.id == asked.id } ?? answered
    }

    /// Opens again what was not made good: the case, the one it became part of, or the one that stands open on its matter.
    private func reopen(_ closed: Case, after answered: FollowUp, by channel: Message.Channel) throws -> Case {
        var target = try standingCase(closed.id)
        if target.status == .closed {
            let open = try row(
                "SELECT \(Case.columns) FROM cases WHERE matter_id = \(target.matter) AND status = 'open'", Case.init)
            target = try open ?? reopen(target, why: OwnSentence.notMadeGood.text, channel: channel)
        }
        try noteNotMadeGood(on: target, words: answered.words)
        if let said = answered.words {
            target = try file(MessageDraft(channel, said), on: target, words: nil).case
        } else if target.whoseMove != .us {
            _ = try bring(target, to: .us, why: nil)
            target = try knownCase(target.id)
        }
        let desk = try Desk(self)
        guard let lead = target.lead ?? desk.lead(at: target.place) else { return target }
        target.lead = lead
        target.escalatedAt = now
        try save(target, as: "case.escalated", facts: [Fact("lead", lead)])
        return try knownCase(target.id)
    }
}
