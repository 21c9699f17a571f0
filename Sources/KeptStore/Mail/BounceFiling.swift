import KeptDomain
import KeptMail

extension Transaction {
    /// Files a report that something did not arrive: on the case of the letter that it is about, whose sending it settles,
    /// and on the address.
    ///
    /// It is believed because it names the letter by an identifier that only its recipient and the mail systems on the way
    /// know.
    func file(_ bounce: Bounce, _ message: ReadMessage, _ parking: MailParking) throws -> MailFiled {
        guard let letter = try letter(of: bounce, message) else { return try park(parking, .bounce) }
        let found = try knownCase(letter.case)
        var content = MailContent(parking.mail, message, knowsLanguage: true, now: now)
        content.draft.isAutomatic = true
        let report = try add(
            content.draft, .incoming, to: found, leftAt: nil, author: Actor.system("mail").description)
        note(content, of: report.id, parking.channel, parking.mail.senderName)
        let send = try row("SELECT \(Send.columns) FROM sends WHERE message_id = \(letter.id)", Send.init)
        let told = bounce.first
        let reason = String("\(told.status) \(told.diagnostic)".prefix(500))
        if told.action == .failed, let send {
            if send.state == .accepted || send.state == .waiting {
                try messageFailed(letter.id, isBounced: true, answer: reason)
            }
            markFailing(send.contact, status: told.status, reason: told.diagnostic, by: letter.id)
        } else if send?.state == .accepted {
            // Still being tried by the servers on the way: it left us, and may arrive yet.
            put("UPDATE sends SET answer = \(reason) WHERE message_id = \(letter.id)")
        }
        journal(
            JournalEntry(
                "case.report-received", of: .case(found.id), customer: found.customer, why: reason,
                facts: [Fact("to", send?.contact ?? told.address ?? "")]))
        return MailFiled(outcome: .filed, case: try knownCase(found.id), message: report.id)
    }

    /// The letter of ours that a report is about: by its identifier, else the last one that went to the address named on
    /// the case whose mark the report came to.
    private func letter(of bounce: Bounce, _ message: ReadMessage) throws -> Message? {
        let named = ([bounce.messageID].compactMap(\.self) + message.inReplyTo + message.references).map(\.text)
        let known = try rows(
            """
            SELECT \(Message.columns) FROM messages WHERE message_identifier IN \(anyOf: Array(named.prefix(50)))
            AND direction = 'out' AND channel = 'email' ORDER BY id
            """, Message.init)
        if let letter = named.lazy.compactMap({ name in known.first { $0.identifier == name } }).first { return letter }
        let addresses = bounce.recipients.flatMap { [$0.address, $0.original] }.compactMap(\.self)
            .compactMap(CustomerDraft.normalizedEmail)
        guard !addresses.isEmpty, let found = try caseNamed(by: message, allChannels()) else { return nil }
        return try row(
            """
            SELECT \(Message.columns) FROM messages WHERE case_id = \(found.id) AND direction = 'out'
            AND channel = 'email' AND contact IN \(anyOf: addresses) ORDER BY id DESC LIMIT 1
            """, Message.init)
    }
}
