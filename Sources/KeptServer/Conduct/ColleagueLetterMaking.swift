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
        by channel: MailChannel, _ vocabulary: Vocabulary, _ zones: ZoneFiles, site: String?
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

/// How one letter to a colleague fared with the mail server.
enum ColleagueLetterReport: Sendable {
    case accepted(ID<ColleagueLetter>, answer: String)
    /// Not now; it is tried again later.
    case putOff(ID<ColleagueLetter>, answer: String)
    /// Never.
    case refused(ID<ColleagueLetter>, answer: String)
}

/// Carries letters to colleagues to one mail server. Blocks: for a thread of `MailThreads`.
struct ColleagueLetterCarrying: Sendable {
    let server: MailServer
    let channel: MailChannel
    let orders: [ColleagueLetterOrder]
    let words: Vocabulary
    let zones: ZoneFiles
    let site: String?

    func carry() -> [ColleagueLetterReport] {
        let line = SubmissionLine(to: server, name: channel.domain)
        return orders.map { order in
            do {
                let letter = try order.letter(by: channel, words, zones, site: site)
                // No report is wanted of what a machine says.
                let taken = try line.send(letter.bytes(), from: nil, to: letter.recipients)
                return .accepted(order.id, answer: LetterCarrying.words(taken.code, taken.text))
            } catch let failure as MailNotSent {
                let answer = LetterCarrying.words(failure.code, failure.text)
                return failure.mayBeTriedAgain ? .putOff(order.id, answer: answer) : .refused(order.id, answer: answer)
            } catch {
                return .refused(order.id, answer: "\(error)")
            }
        }
    }
}
