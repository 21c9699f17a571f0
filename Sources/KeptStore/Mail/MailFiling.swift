import KeptDomain
import KeptMail
import KeptWords

/// What came of a message that arrived by mail. Whatever came of it, it is in the record.
package struct MailFiled: Sendable {
    package enum Outcome: String, Sendable, CaseIterable, Codable {
        /// On a case that was there.
        case filed
        /// On a case that it opened.
        case opened
        /// It waits for a person.
        case parked
        /// It had come before, by whatever way.
        case known
    }

    package let outcome: Outcome
    package var `case`: Case?
    package var message: ID<Message>?
    package var parked: ID<ParkedMail>?
}

extension Transaction {
    /// Files a message that arrived by mail: on the case that it answers, on a case of its own, or among those that wait for
    /// a person. The same message is filed once, whichever way it comes and however often.
    ///
    /// A case is found by the identifiers that Kept signed, then by those of messages that it knows. Its sender must have
    /// written on it or been written to: whoever merely holds an address of ours does not get into somebody's case.
    package func fileMail(_ mail: ArrivedMail, words: Vocabulary) throws -> MailFiled {
        let channels = try allChannels()
        let channel = channels.first { $0.id == mail.channel } ?? Self.channel(of: mail, among: channels)
        let place = try channel?.place ?? defaultPlace()
        try permit(.writeToUs, at: place)
        if let known = try filedBefore(mail) { return known }
        let parking = MailParking(mail: mail, channel: channel?.id, place: place)
        guard let message = mail.message else { return try park(parking, .unreadable) }
        if let own = try ownLetter(message) { return own }
        if let bounce = message.bounce { return try file(bounce, message, parking) }
        guard let sender = mail.sender else { return try park(parking, .noSender) }
        if channels.contains(where: { $0.isAddress(sender) }) { return try park(parking, .own) }
        guard let found = try caseNamed(by: message, channels) else {
            return try open(mail, message, sender, channel, parking, words: words)
        }
        guard try isParticipant(sender, of: found) else { return try park(parking, .stranger, on: found) }
        // Both hold here too: a sender of very many may go on with one case, and a case may have many senders.
        if !mail.isHistory,
            try mailCount(from: sender) >= MailCaps.bySender || mailCount(on: found) >= MailCaps.onCase
        {
            return try park(parking, .tooMany, on: found)
        }
        let content = MailContent(mail, message, knowsLanguage: found.customer != nil, now: now)
        // A person's words that went over a list count, and no program answers them.
        let filed = try takeMessage(content.draft, on: found.id, words: message.automatic == nil ? words : nil)
        note(content, of: filed.message.id, channel?.id, mail.senderName)
        if message.automatic == nil { clearFailing(sender) }
        return MailFiled(outcome: filed.opened ? .opened : .filed, case: filed.case, message: filed.message.id)
    }

    /// A matter of its own: the customer is found by the address, or made.
    private func open(
        _ mail: ArrivedMail, _ message: ReadMessage, _ sender: String, _ channel: MailChannel?,
        _ parking: MailParking, words: Vocabulary
    ) throws -> MailFiled {
        // A program's mail that belongs to nothing is no customer's matter until a person says so.
        if message.automatic != nil { return try park(parking, .automatic) }
        if !mail.isHistory, try mailCount(from: sender) >= MailCaps.bySender { return try park(parking, .tooMany) }
        let known = try customers(withAddress: sender)
        var content = MailContent(mail, message, knowsLanguage: known?.language != nil, now: now)
        let customer =
            try known
            ?? findOrMakeCustomer(
                CustomerDraft(name: mail.senderName ?? sender, email: sender, language: content.draft.language))
        if content.draft.subject == nil { content.draft.subject = content.draft.body.firstLine.trimmedOrNil }
        var inquiry = InquiryDraft(kind: channel?.kind ?? .question, message: content.draft)
        inquiry.subject = Self.bareSubject(content.draft.subject ?? sender)
        inquiry.customer = customer.id
        inquiry.place = parking.place
        inquiry.line = channel?.line
        inquiry.isAcknowledged = try confirmationCount(to: sender) < MailCaps.confirmations
        let filed = try takeInquiry(inquiry, words: words)
        note(content, of: filed.message.id, channel?.id, mail.senderName, isConfirmed: inquiry.isAcknowledged)
        clearFailing(sender)
        return MailFiled(outcome: filed.opened ? .opened : .filed, case: filed.case, message: filed.message.id)
    }

    /// Without what mail programs put before the subject of an answer.
    static func bareSubject(_ subject: String) -> String {
        var rest = subject[...]
        let marks = ["re:", "aw:", "fw:", "fwd:", "wg:", "sv:", "回复:", "回复：", "答复:", "答复：", "转发:", "转发："]
        while let mark = marks.first(where: { rest.lowercased().hasPrefix($0) }) {
            rest = rest.dropFirst(mark.count).drop(while: \.isWhitespace)
        }
        return String(rest.prefix(200)).trimmedOrNil ?? String(subject.prefix(200))
    }

    /// What only mail has of a message that was just filed.
    func note(
        _ content: MailContent, of message: ID<Message>, _ channel: ID<MailChannel>?, _ sender: String?,
        isConfirmed: Bool = true
    ) {
        let unconfirmed: String? = isConfirmed ? nil : "too-many"
        put(
            """
            INSERT INTO mails (message_id, channel_id, sender_name, thread, remote_pictures, files_left_out, is_cut,
              unconfirmed) VALUES (\(message), \(channel), \(sender), \(content.thread.joined(separator: " ")),
              \(content.remotePictures), \(content.filesLeftOut), \(content.isCut), \(unconfirmed))
            ON CONFLICT (message_id) DO NOTHING
            """)
    }

    private static func channel(of mail: ArrivedMail, among channels: [MailChannel]) -> MailChannel? {
        guard !channels.isEmpty else { return nil }
        let open = channels.filter { $0.closedAt == nil } + channels.filter { $0.closedAt != nil }
        return mail.recipients.lazy.compactMap { address in open.first { $0.isAddress(address) } }.first
    }

    private func filedBefore(_ mail: ArrivedMail) throws -> MailFiled? {
        if let known = try message(source: ArrivedMail.source, externalID: mail.externalID) {
            return MailFiled(outcome: .known, case: try knownCase(known.case), message: known.id)
        }
        let parked = try row(
            """
            SELECT id FROM parked_mails WHERE source = \(ArrivedMail.source) AND external_id = \(mail.externalID)
            """
        ) { $0.id(ParkedMail.self) }
        return parked.map { MailFiled(outcome: .known, parked: $0) }
    }

    /// A letter of ours that came back as a copy is in the record already.
    private func ownLetter(_ message: ReadMessage) throws -> MailFiled? {
        guard let id = message.messageID, message.bounce == nil,
            let known = try row(
                """
                SELECT \(Message.columns) FROM messages WHERE message_identifier = \(id.text) AND direction = 'out'
                ORDER BY id LIMIT 1
                """, Message.init)
        else { return nil }
        return MailFiled(outcome: .known, case: try knownCase(known.case), message: known.id)
    }
}
