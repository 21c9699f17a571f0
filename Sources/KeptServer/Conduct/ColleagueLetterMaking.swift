import KeptDomain
import KeptMail
import KeptStore
import KeptWords

extension ColleagueLetterOrder {
    /// The letter as it goes out. The words that were said stand on the case alone.
    ///
    /// - Throws: `LetterFault` for an address that no letter can go to.
    /// - Parameter site: where colleagues reach the site; without it there is no link.
    package func letter(
        _ vocabulary: Vocabulary, _ zones: ZoneFiles, site: String? = nil
    ) throws -> Letter {
        let words = vocabulary[vocabulary.language(for: language) ?? .english]
        let zone = try zones.zone(zone)
        let number = String(number)
        let text = [
            words(
                "conduct.letter.text",
                ["number": number, "place": place, "time": words.moment(calledAt, in: zone, now: calledAt)]),
            calledBy.map { words("conduct.letter.by", ["name": $0]) },
            site.map { words("conduct.letter.link", ["link": $0 + Paths.case(`case`)]) },
            words("conduct.letter.no-answer"),
        ].compactMap(\.self).joined(separator: "\n\n")
        func line(_ text: String) -> HeaderLine { HeaderLine(tidying: text, limit: 300) }
        var letter = Letter(
            from: try Mailbox(name: line(channel.name).text, address: channel.address),
            to: [try Mailbox(name: line(name).text, address: address)],
            subject: line(words("conduct.letter.subject", ["number": number])), text: text,
            messageID: MessageID(identifier), date: calledAt)
        letter.offset = Int(zone.offset(at: calledAt))
        letter.automatic = .generated
        return letter
    }
}
