import KeptDomain
import KeptMail
import KeptStore
import KeptWords

extension LetterOrder {
    /// The letter as it goes out. The same order gives the same letter, however often it is tried.
    ///
    /// - Throws: `LetterFault` for an address that no letter can go to.
    /// - Parameter site: where customers reach the site; without it no letter asks how it was.
    package func letter(_ vocabulary: Vocabulary, _ zones: ZoneFiles, site: String? = nil) throws -> Letter {
        let words = vocabulary[Language(message.language)]
        let recipient = try Mailbox(name: Self.line(customerName ?? "", limit: 100).text, address: contact)
        let desk = try Mailbox(name: Self.line(channel.name, limit: 100).text, address: channel.address)
        var letter = Letter(
            from: desk, to: [recipient], subject: Self.line(subject, limit: 300),
            text: try text(words, zones, site), messageID: MessageID(identifier), date: message.writtenAt)
        letter.offset = try Int(zones.zone(message.zone).offset(at: message.writtenAt))
        if let replyTo { letter.replyTo = try Mailbox(name: desk.name.text, address: replyTo) }
        letter.inReplyTo = (message.inReplyTo ?? answered?.identifier).map { MessageID($0) }
        letter.references = thread.map { MessageID($0) }
        // What a machine says goes as what it is, so that no machine answers it (RFC 3834).
        if message.isAutomatic { letter.automatic = letter.inReplyTo == nil ? .generated : .replied }
        letter.files = files.map { Letter.File(name: Self.line($0.name, limit: 200), type: $0.type, bytes: $0.bytes) }
        return letter
    }

    /// Where mail systems report that it did not arrive: to the marked address, so that the report names the case; nowhere
    /// for an acknowledgement, since a report of that could be answered by a machine again.
    package func envelope(_ letter: Letter) -> Mailbox? { wantsReports ? letter.replyTo ?? letter.from : nil }

    /// Its own where it has one, else that of the customer's message as an answer.
    private var subject: String {
        if let own = message.subject { return own }
        let asked = answered?.subject ?? caseSubject
        return Self.isAnswer(asked) ? asked : "Re: \(asked)"
    }

    private static func isAnswer(_ subject: String) -> Bool {
        ["re:", "aw:", "sv:", "回复:", "回复：", "答复:", "答复："].contains { subject.lowercased().hasPrefix($0) }
    }

    /// The answer, and below it the beginning of what it answers: enough to know it again, not the whole correspondence.
    private func text(_ words: Words, _ zones: ZoneFiles, _ site: String?) throws -> String {
        let asked = site.flatMap { site in
            ratingKey.map { "\n\n" + words("service.letter", ["link": site + Paths.rating($0.text)]) }
        }
        let body = message.body + (asked ?? "")
        guard let answered, !message.isAutomatic, !answered.body.allSatisfy(\.isWhitespace) else {
            return body
        }
        let local = try zones.zone(message.zone).local(answered.writtenAt)
        let intro = words(
            "channels.letter.wrote",
            [
                "day": words.longDay(local.day), "time": words.clock(secondOfDay: local.secondsOfDay),
                "name": customerName ?? answered.contact ?? contact,
            ])
        var lines = answered.body.prefix(1_500).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .prefix(15).map { "> \($0)" }
        while lines.last == "> " { lines.removeLast() }
        if lines.joined().utf8.count + 100 < answered.body.utf8.count { lines.append("> …") }
        return "\(body)\n\n\(intro)\n\(lines.joined(separator: "\n"))\n"
    }

    private static func line(_ text: String, limit: Int) -> HeaderLine { HeaderLine(tidying: text, limit: limit) }
}
