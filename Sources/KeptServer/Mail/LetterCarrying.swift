import KeptDomain
import KeptMail
import KeptStore
import KeptWords

/// How one letter fared with the mail server.
enum LetterReport: Sendable {
    /// The server took it at that instant: from then on it is the server's.
    case accepted(ID<Send>, at: Instant, answer: String)
    /// Not now; it is tried again later.
    case putOff(ID<Send>, answer: String)
    /// Never.
    case refused(ID<Send>, answer: String)
    /// The line itself is at fault: nobody's letter.
    case lineFailed(kind: String, answer: String)
    /// Their turn did not come.
    case returned([ID<Send>])
}

extension OutboxOrder {
    /// - Throws: `LetterFault` for an address that no letter can go to.
    fileprivate func letter(_ words: Vocabulary, _ zones: ZoneFiles, site: String?) throws -> Letter {
        switch self {
        case .customer(let order): try order.letter(words, zones, site: site)
        case .colleague(let order): try order.letter(words, zones, site: site)
        }
    }

    /// Where mail systems report that it did not arrive; nobody wants to hear that of what a machine says to a colleague.
    fileprivate func envelope(_ letter: Letter) -> Mailbox? {
        switch self {
        case .customer(let order): order.envelope(letter)
        case .colleague: nil
        }
    }
}

/// Carries letters to one mail server over one connection. Blocks: for a thread of `MailThreads`.
struct LetterCarrying: Sendable {
    let server: MailServer
    let channel: MailChannel
    let orders: [OutboxOrder]
    let words: Vocabulary
    let zones: ZoneFiles
    let time: any TimeSource
    /// Where customers reach the site.
    let site: String?

    /// After so long the rest is given back rather than held: others could take it while it is on its way.
    private static let patience = Span.seconds(60)

    /// - Parameter report: told of each letter as soon as its fate is known.
    func carry(_ report: (LetterReport) -> Void) {
        let line = SubmissionLine(to: server, name: channel.domain)
        let began = time.now
        for (place, order) in orders.enumerated() {
            guard time.now - began < Self.patience else {
                return report(.returned(orders[place...].map(\.send)))
            }
            do {
                let letter = try order.letter(words, zones, site: site)
                let taken = try line.send(letter.bytes(), from: order.envelope(letter), to: letter.recipients)
                report(.accepted(order.send, at: time.now, answer: Self.words(taken.code, taken.text)))
            } catch let failure as MailNotSent {
                guard Self.isOfLine(failure) else {
                    report(Self.fate(of: order.send, failure))
                    continue
                }
                report(.putOff(order.send, answer: Self.words(failure.code, failure.text)))
                report(.lineFailed(kind: failure.failure.rawValue, answer: Self.words(failure.code, failure.text)))
                return report(.returned(orders[(place + 1)...].map(\.send)))
            } catch {
                // No letter can be made of it, now or ever.
                report(.refused(order.send, answer: "\(error)"))
            }
        }
    }

    private static func fate(of id: ID<Send>, _ failure: MailNotSent) -> LetterReport {
        let answer = words(failure.code, failure.text)
        return failure.mayBeTriedAgain ? .putOff(id, answer: answer) : .refused(id, answer: answer)
    }

    /// Whether the next letter would fare no better: no answer at all, or one about who we are rather than about a letter.
    private static func isOfLine(_ failure: MailNotSent) -> Bool {
        failure.code.map { [421, 454, 530, 534, 535, 538].contains($0) } ?? true
            || failure.failure == .login || failure.failure == .notSecure
    }

    static func words(_ code: Int?, _ text: String) -> String {
        String((code.map { "\($0) \(text)" } ?? text).prefix(500))
    }
}
