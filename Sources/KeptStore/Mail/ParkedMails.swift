import KeptDomain
import KeptMail
import KeptWords

/// A message on its way to be parked, with where it came in.
struct MailParking {
    let mail: ArrivedMail
    let channel: ID<MailChannel>?
    let place: ID<Place>
}

extension ParkedMail {
    static let columns: SQL = """
        id, reason, place_id, channel_id, case_id, sender, sender_name, subject, body, raw_sha256, parked_at, settled_at, \
        outcome, why, message_id, revision
        """

    init(_ row: inout Row) {
        self.init(
            id: row.id(), reason: row.word(), place: row.id(), channel: row.optionalID(), case: row.optionalID(),
            sender: row.optionalText(), senderName: row.optionalText(), subject: row.text(), body: row.text(),
            raw: row.bytes(), parkedAt: row.instant(), settledAt: row.optionalInstant(),
            outcome: row.optionalWord(), why: row.optionalText(), message: row.optionalID(), revision: row.int())
    }
}

extension Reading {
    package func parkedMail(_ id: ID<ParkedMail>) throws -> ParkedMail {
        let found = try row("SELECT \(ParkedMail.columns) FROM parked_mails WHERE id = \(id)", ParkedMail.init)
        guard let found else { throw StoreError.notFound("parked mail \(id)") }
        return found
    }

    /// What waits for a person to say where it belongs, the longest waiting first.
    ///
    /// - Parameter places: these alone; `nil` for all.
    package func parkedMails(
        at places: Set<ID<Place>>?, after: ID<ParkedMail>? = nil, limit: Int
    ) throws -> [ParkedMail] {
        let atPlace = SQL.and("place_id", in: places)
        return try rows(
            """
            SELECT \(ParkedMail.columns) FROM parked_mails WHERE settled_at IS NULL AND id > \(after?.rawValue ?? 0)\(atPlace)
            ORDER BY id LIMIT \(limit)
            """, ParkedMail.init)
    }

    /// How many wait for a person. - Parameter places: only those there, everywhere for `nil`.
    package func parkedCount(at places: Set<ID<Place>>?) throws -> Int {
        let atPlace = SQL.and("place_id", in: places)
        return try count("SELECT count(*) FROM parked_mails WHERE settled_at IS NULL\(atPlace)")
    }
}

extension Transaction {
    /// - Parameter found: the case that it claims to be about.
    func park(_ parking: MailParking, _ reason: ParkedMail.Reason, on found: Case? = nil) throws -> MailFiled {
        let (mail, id) = (parking.mail, newID(ParkedMail.self))
        let text = ArrivedMail.text(mail.message?.text.whole ?? "", longest: 2_000)
        let subject = ArrivedMail.text(mail.message?.subject ?? "", longest: 300)
        let raw = putBlob(mail.bytes).sha256
        let made = try run(
            """
            INSERT INTO parked_mails (id, source, external_id, raw_sha256, channel_id, place_id, reason, case_id, sender,
              sender_name, subject, body, parked_at) VALUES (\(id), \(ArrivedMail.source), \(mail.externalID), \(raw),
              \(parking.channel), \(found?.place ?? parking.place), \(reason), \(found?.id), \(mail.sender),
              \(mail.senderName), \(subject), \(text), \(now))
            ON CONFLICT (source, external_id) DO NOTHING
            """)
        // Somebody parked it at the same moment: the body runs again and finds it.
        if made == 0 { throw StoreError.serialization }
        journal(
            JournalEntry(
                "parked-mail.parked", of: found.map { .case($0.id) } ?? .business, customer: found?.customer,
                facts: [Fact("reason", reason.rawValue), Fact("from", mail.sender ?? "")]))
        return MailFiled(outcome: .parked, case: found, parked: id)
    }

    /// Files a parked message on a case: from then on its sender is part of that conversation.
    ///
    /// - Parameter mail: the parked message, read again from its source.
    @discardableResult
    package func joinParked(
        _ id: ID<ParkedMail>, _ mail: ArrivedMail, to target: ID<Case>, words: Vocabulary
    ) throws -> MailFiled {
        let parked = try waiting(id)
        let found = try workable(target, revision: nil)
        guard let message = mail.message else { throw MailRefusal.unreadable }
        var content = MailContent(mail, message, knowsLanguage: found.customer != nil, now: now)
        content.draft.isAutomatic = message.bounce != nil || parked.reason == .automatic && content.draft.isAutomatic
        let filed = try takeMessage(content.draft, on: found.id, words: words)
        note(content, of: filed.message.id, parked.channel, mail.senderName)
        try settle(parked, .joined, message: filed.message.id, on: filed.case)
        return MailFiled(outcome: .filed, case: filed.case, message: filed.message.id)
    }

    /// Opens a case by a parked message. No confirmation goes out: a person has it in hand.
    @discardableResult
    package func openParked(
        _ id: ID<ParkedMail>, _ mail: ArrivedMail, kind: Case.Kind, words: Vocabulary
    ) throws -> MailFiled {
        let parked = try waiting(id)
        guard let message = mail.message else { throw MailRefusal.unreadable }
        var content = MailContent(mail, message, knowsLanguage: false, now: now)
        content.draft.isAutomatic = false
        var inquiry = InquiryDraft(kind: kind, message: content.draft)
        inquiry.subject = Self.bareSubject(content.draft.subject ?? mail.sender ?? "–")
        if let sender = mail.sender {
            inquiry.customer =
                try
                (customers(withAddress: sender)
                ?? findOrMakeCustomer(CustomerDraft(name: mail.senderName ?? sender, email: sender))).id
        }
        inquiry.place = parked.place
        inquiry.isAcknowledged = false
        let filed = try takeInquiry(inquiry, words: words)
        note(content, of: filed.message.id, parked.channel, mail.senderName)
        try settle(parked, .opened, message: filed.message.id, on: filed.case)
        return MailFiled(outcome: .opened, case: filed.case, message: filed.message.id)
    }

    /// It belongs nowhere. Its source stays in the record, with who said so and why.
    package func discardParked(_ id: ID<ParkedMail>, why: String) throws {
        let parked = try waiting(id)
        try [FieldProblem.required(why, "why", limit: 500)].compactMap(\.self).check()
        try settle(parked, .discarded, why: why)
    }

    private func waiting(_ id: ID<ParkedMail>) throws -> ParkedMail {
        let parked = try parkedMail(id)
        try permit(.workCase, at: parked.place)
        guard parked.settledAt == nil else { throw MailRefusal.settledAlready }
        return parked
    }

    private func settle(
        _ parked: ParkedMail, _ outcome: ParkedMail.Outcome, why: String? = nil, message: ID<Message>? = nil,
        on found: Case? = nil
    ) throws {
        try runGuarded(
            """
            UPDATE parked_mails SET settled_at = \(now), settled_by = \(actor.description), outcome = \(outcome),
              why = \(why), message_id = \(message), revision = revision + 1
            WHERE id = \(parked.id) AND settled_at IS NULL
            """, current: parked.revision)
        journal(
            JournalEntry(
                "parked-mail.\(outcome.rawValue)", of: found.map { .case($0.id) } ?? .business,
                customer: found?.customer,
                why: why, facts: [Fact("from", parked.sender ?? "")]))
    }
}
