import KeptDomain
import KeptWords

extension Transaction {
    /// Tells the customer of a case what went wrong, by a template and with the true reason. It is a reply as any other,
    /// which also does the steps that its template names.
    ///
    /// - Parameter address: of the site, `https://kept.example.org`, for links; without it a template with a link is
    ///   refused.
    @discardableResult
    package func sendRecoveryMessage(
        on id: ID<Case>, _ draft: RecoveryMessageDraft, words: Vocabulary, address: String?, revision: Int? = nil
    ) throws -> MessageFiled {
        let found = try workable(id, revision: revision)
        guard found.status == .open else { throw CaseRefusal.notOpen }
        guard try carriesFailure(id) else { throw RecoveryRefusal.noFailure }
        let template = try recoveryTemplate(draft.template)
        let reader = try reader(of: .case(id))
        guard let (language, text) = template.text(in: reader.language) else {
            throw StoreError.defect("recovery template \(template.id) has no text")
        }
        let fields = try Self.fields(text.subject).union(Self.fields(text.body))
        var values = try recoveryFields(
            of: found, aboutOrder: fields.contains(.order), words: words, address: address)
        let cause = try draft.cause.map { try self.cause($0) }
        if let cause, cause.endedAt != nil { throw RecoveryRefusal.causeEnded }
        let reason = draft.reason?.trimmedOrNil ?? cause?.name(in: language)
        if template.wantsReason || reason != nil {
            try [TrueReason.problem(reason ?? "", "reason")].compactMap(\.self).check()
        }
        values[.reason] = reason.map(Self.sentence)
        let way = try draft.channel == nil ? writtenWay(of: found) : nil
        var message = MessageDraft(draft.channel ?? way?.channel ?? .email, try Self.body(text.body, values))
        message.subject = try Self.filled(text.subject, values)
        message.language = language
        if message.channel.isCarried { message.contact = draft.contact?.trimmedOrNil ?? way?.address }
        let filed = try reply(to: id, with: message, next: draft.next)
        put(
            """
            INSERT INTO recovery_messages (message_id, version_id, reason, cause_id)
            VALUES (\(filed.message.id), \(template.version), \(reason), \(draft.cause))
            """)
        for step in template.steps {
            put("INSERT INTO message_steps (message_id, step) VALUES (\(filed.message.id), \(step))")
        }
        journal(
            JournalEntry(
                "case.recovery-told", of: .case(id), customer: found.customer, why: reason,
                facts: [Fact("name", template.name), Fact("version", template.number)]))
        return filed
    }

    /// With one sign at its end, so that a template may go on behind it.
    private static func sentence(_ reason: String) -> String {
        guard let last = reason.last, !last.isPunctuation else { return reason }
        let isHan = last.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) }
        return reason + (isHan ? "。" : ".")
    }

    private static func fields(_ text: String) throws -> Set<ReplyTemplate.Field> { try read(text).fields }

    private static func filled(_ text: String, _ values: [ReplyTemplate.Field: String]) throws -> String {
        try read(text).filled(values)
    }

    /// Where no new word was given yet nothing is said of one.
    private static func body(_ text: String, _ values: [ReplyTemplate.Field: String]) throws -> String {
        guard values[.due] == nil else { return try filled(text, values) }
        return try filled(try read(text).withoutParagraphs(of: .due, besides: .reason), values)
    }

    private static func read(_ text: String) throws -> ReplyTemplate {
        do { return try ReplyTemplate(text) } catch { throw InvalidInput([error.problem("template")]) }
    }

    /// Leaves a step of the recovery out, with the reason.
    package func leaveOutStep(_ step: RecoveryStep, on id: ID<Case>, reason: String) throws {
        let found = try workable(id, revision: nil)
        try [FieldProblem.required(reason, "reason", limit: TrueReason.longest)].compactMap(\.self).check()
        guard let recovery = try recovery(of: id) else { throw RecoveryRefusal.noFailure }
        if case .done = recovery[step] { throw RecoveryRefusal.stepDone(step) }
        put(
            """
            INSERT INTO steps_left_out (case_id, episode, step, reason, left_by, left_at)
            VALUES (\(id), \(recovery.episode), \(step), \(reason), \(actor.description), \(now))
            ON CONFLICT (case_id, episode, step) DO UPDATE SET reason = excluded.reason, left_by = excluded.left_by,
            left_at = excluded.left_at
            """)
        journal(
            JournalEntry(
                "case.step-left-out", of: .case(id), customer: found.customer, why: reason,
                facts: [Fact("step", step.rawValue)]))
    }
}
