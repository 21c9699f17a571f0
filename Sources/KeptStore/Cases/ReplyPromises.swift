import KeptDomain
import KeptWords

extension Transaction {
    /// Opens the promise to answer what a customer wrote: the first reply while none was given, else the next one. Where
    /// one stands open already, that one holds; but not where an answer to it is on its way, which was written without
    /// knowing of this word.
    ///
    /// - Parameter words: where the customer is told at once that the message came in: the sentence with the computed due
    ///   time in their zone and language is then the told promise. Without it the promise is an aim of our own.
    /// - Parameter page: where the customer reads the conversation; they are told there if by no e-mail.
    func promiseReply(
        to message: Message, on found: Case, acknowledgedIn words: Vocabulary?, page: String? = nil
    ) throws -> Promise? {
        guard found.status == .open else { return nil }
        let written = try lastAnswerOnItsWay(on: found.id)
        let open = try openPromises(of: found.id, for: Standard.Metric.replies)
        // An answer that is on its way was written before this word and says nothing to it: what it will keep is not this.
        guard open.allSatisfy({ promise in written.map { promise.startsAt <= $0 } ?? false }) else { return nil }
        let metric: Standard.Metric = try written != nil || hasReply(found) ? .nextReply : .firstReply
        guard let standard = try fitting(metric, for: found, channel: message.channel) else { return nil }
        guard metric == .firstReply, let words, let channel = message.channel, channel.canBeAcknowledged,
            channel == .chat || page != nil || message.contact.flatMap(CustomerDraft.normalizedEmail) != nil
        else { return try aim(standard, on: found, from: now) }
        let reader = try reader(of: .case(found.id))
        let told = message.language == "und" ? reader.language : message.language
        let (target, zone) = (try standard.storedTarget, try zones.zone(message.zone))
        let due = try due(of: standard, target, from: now, at: found.place, zone: zone)
        let sentence = PromiseSentence(words: words, language: told, zone: zone, now: now)
        let (said, language) = sentence.said(by: standard, due: due, target: target)
        var draft = PromiseDraft(
            about: .case(found.id), said: said, language: language, zone: message.zone,
            due: .target(target, calendar: standard.calendar), startsAt: now, place: found.place,
            standardVersion: standard.version, warnings: standard.warnings)
        draft.isSaidByMachine = true
        let promise = try makeAim(draft)
        let sent = try acknowledge(message, on: found, saying: said, in: words[Language(language)], page: page)
        if sent.leftAt == nil { note(sent.id, telling: promise.id) }
        return promise
    }

    /// Tells the customer that the message came in, and by when it is answered. A machine says it, so it keeps nothing.
    private func acknowledge(
        _ message: Message, on found: Case, saying said: String, in words: Words, page: String?
    ) throws -> Message {
        let hasEmail = message.contact.flatMap(CustomerDraft.normalizedEmail) != nil
        let channel: Message.Channel = message.channel == .chat ? .chat : hasEmail ? .email : .form
        var text = words("told.acknowledgement", ["number": String(found.number), "said": said])
        if let page, channel.isCarried { text += "\n\n" + words("told.talk-page", ["link": page]) }
        var draft = MessageDraft(channel, text)
        draft.subject = words("told.acknowledged", ["number": String(found.number), "subject": found.subject])
        draft.contact = message.contact
        draft.language = words.language.tag
        draft.inReplyTo = message.identifier
        draft.isAutomatic = true
        let sent = try add(
            draft, .outgoing, to: found, leftAt: channel.isCarried ? nil : now,
            author: Actor.system("acknowledgement").description)
        if channel.isCarried { try queue(sent) }
        journal(JournalEntry("case.acknowledged", of: .case(found.id), customer: found.customer))
        return sent
    }

    /// The customer has an answer of ours since `instant`: what was promised of answers is kept by it, and the time until
    /// the next news begins. What they wrote after the answer was written waits for another.
    func answered(_ found: Case, by message: Message, at instant: Instant) throws {
        try keepReplies(on: found, by: message, at: instant)
        if instant < now { try oweFirstUnanswered(on: found, since: min(instant, knew(message))) }
        let posted = try openPromises(of: found.id, for: [.keepPosted])
        try keep(posted, by: message, at: instant)
        guard found.status == .open, found.whoseMove == .us,
            let standard = try fitting(.keepPosted, for: found, channel: message.channel)
        else { return }
        _ = try aim(standard, on: found, from: instant)
    }

    /// Only what was asked before the answer was written is answered by it, however late it left.
    func keepReplies(on found: Case, by message: Message, at instant: Instant) throws {
        let open = try openPromises(of: found.id, for: Standard.Metric.replies)
        let known = try knew(message)
        try keep(open.filter { $0.startsAt <= known }, by: message, at: instant)
        // What carries mail may tell late that it took it in time: then nothing was broken.
        guard instant < now else { return }
        var judged = try promises(of: found.id, for: Standard.Metric.replies, state: .broken)
        if found.status == .closed, let next = try openCase(after: found) {
            // It broke when its case was closed already, so it stands where that was noticed.
            judged += try promises(of: next, for: Standard.Metric.replies, state: .broken)
        }
        let begun = min(instant, known)
        for promise in judged where promise.startsAt <= begun && instant <= promise.due {
            try correct(promise, to: promise.corrected(keptAt: instant, evidence: evidence(of: message)))
            note(message, keeping: promise.id)
        }
    }

    func keep(_ promises: [Promise], by message: Message, at instant: Instant) throws {
        for promise in promises
        where promise.startsAt <= instant && (promise.isStopped || instant <= promise.due) {
            let kept = try promise.kept(at: instant, evidence: evidence(of: message))
            try save(kept, as: "promise.kept", facts: [Fact("at", instant.iso)])
            note(message, keeping: promise.id)
            endWatch(on: [promise.id])
        }
    }

    private func evidence(of message: Message) -> String {
        message.channel.map { OwnSentence.answered($0).text } ?? message.id.description
    }

    /// The customer's last word asks for nothing ("thanks"): no answer is owed, and nothing was broken.
    @discardableResult
    package func settleReply(on id: ID<Case>, revision: Int? = nil) throws -> Case {
        let found = try workable(id, revision: revision)
        guard found.status == .open else { throw CaseRefusal.notOpen }
        let open = try openPromises(of: id, for: Standard.Metric.replies)
        guard !open.isEmpty else { throw CaseRefusal.nothingOwed }
        try release(open, because: OwnSentence.settled(found.number))
        journal(JournalEntry("case.reply-settled", of: .case(id), customer: found.customer))
        return found
    }

    /// Withdraws what was open: settled without it. What is overdue already breaks as of its due time all the same.
    func release(_ promises: [Promise], because evidence: OwnSentence) throws {
        for promise in promises where promise.isStopped || now <= promise.due {
            try save(promise.released(at: now, because: evidence.text), as: "promise.released")
            endWatch(on: [promise.id])
        }
    }

    /// An aim of our own by a standard, counted from `start`; none where it would be due already.
    func aim(_ standard: Standard, on found: Case, from start: Instant) throws -> Promise? {
        let (reader, target) = (try reader(of: .case(found.id)), try standard.storedTarget)
        let zone = try zones.zone(reader.zone)
        guard try due(of: standard, target, from: start, at: found.place, zone: zone) > now else { return nil }
        return try makeAim(
            PromiseDraft(
                about: .case(found.id), said: standard.name, language: Self.unknownLanguage, zone: reader.zone,
                due: .target(target, calendar: standard.calendar), startsAt: start, place: found.place,
                standardVersion: standard.version, warnings: standard.warnings, isTold: false))
    }

    private func due(
        of standard: Standard, _ target: ClockTarget, from start: Instant, at place: ID<Place>, zone: Zone
    ) throws -> Instant {
        let calendar =
            try standard.calendar.map { try self.calendar(current: $0).calendar } ?? calendar(of: place).calendar
        guard let due = try RunningClock(calendar, target: target, started: start, zone: zone).end().due else {
            preconditionFailure("stopped without a pause")
        }
        return due
    }
}

extension Reading {
    /// The standard that makes a case's promise of this kind.
    func fitting(_ metric: Standard.Metric, for found: Case, channel: Message.Channel?) throws -> Standard? {
        let standards = try standardsInForce(metric)
        return standards.isEmpty
            ? nil : Standard.fitting(try scope(of: found, channel: channel), among: standards, metric: metric)
    }

    /// What is known of a case when a standard is looked for.
    func scope(of found: Case, channel: Message.Channel?) throws -> ScopeFacts {
        let place = try place(orDefault: found.place)
        let customer = try found.customer.flatMap { try self.customer($0) }
        return ScopeFacts(
            place: place.id, placeCity: place.city, segment: customer?.segment, channel: channel?.rawValue,
            region: customer?.region, city: customer?.city, line: found.line)
    }

    func openPromises(of id: ID<Case>, for metrics: [Standard.Metric]) throws -> [Promise] {
        try promises(of: id, for: metrics, state: .open)
    }

    /// Promises on a case that standards of these kinds made, or whose chain one began.
    func promises(of id: ID<Case>, for metrics: [Standard.Metric], state: PromiseState) throws -> [Promise] {
        try rows(
            """
            SELECT \(Promise.columns) FROM promises WHERE case_id = \(id) AND state = \(state) AND EXISTS (
              SELECT 1 FROM promises f JOIN standard_versions v ON v.id = f.standard_version_id
              WHERE f.first_id = promises.first_id AND v.metric IN \(anyOf: metrics.map(\.rawValue)))
            ORDER BY id
            """, Promise.init)
    }

    /// Whether the customer was answered, or spoken with, since the case was opened, or opened again.
    func hasReply(_ found: Case) throws -> Bool {
        try row(
            """
            SELECT 1 FROM messages m JOIN
              (SELECT max(opened_at) AS opened_at FROM case_episodes WHERE case_id = \(found.id)) e ON 1 = 1
            WHERE m.case_id = \(found.id) AND (m.direction = 'out' AND m.is_automatic = 0 AND m.left_at >= e.opened_at
              OR m.direction = 'in' AND m.channel IN ('phone', 'counter') AND m.learned_at >= e.opened_at) LIMIT 1
            """
        ) { $0.int() } != nil
    }
}
