import KeptDomain
import KeptMail
import KeptStore
import KeptWords

/// Whether a channel works: a letter is sent and the mailbox opened, and what the servers say is told.
struct ChannelTrial: Sendable {
    let channel: MailChannel
    let recipient: String
    let words: Words
    let now: Instant

    struct Outcome: Sendable {
        let sent: ChannelAnswer
        /// `nil` where the channel fetches nothing.
        let fetched: ChannelAnswer?
    }

    func run(_ secrets: SecretBox, on threads: MailThreads) async throws -> Outcome {
        try await threads.run(on: .sending) {
            Outcome(
                sent: send(secrets),
                fetched: channel.fetching.map { open($0, secrets) })
        }
    }

    private func send(_ secrets: SecretBox) -> ChannelAnswer {
        do {
            let desk = try Mailbox(name: HeaderLine(tidying: channel.name, limit: 100).text, address: channel.address)
            // Not secret: it only has to differ from that of the next trial.
            let salt = String(UInt64(bitPattern: now.microseconds), radix: 36)
            var letter = Letter(
                from: desk, to: [try Mailbox(address: recipient)],
                subject: HeaderLine(tidying: words("channels.trial.subject", ["address": channel.address])),
                text: words("channels.trial.text", ["address": channel.address]),
                messageID: MessageID("kept-trial.\(channel.id).\(salt)@\(channel.domain)"), date: now)
            letter.automatic = .generated
            let server = try channel.sending.line(secrets, certificates: channel.certificates)
            let line = SubmissionLine(to: server, name: channel.domain)
            let taken = try line.send(letter.bytes(), from: desk, to: letter.recipients)
            return ChannelAnswer(LetterCarrying.words(taken.code, taken.text))
        } catch let failure as MailNotSent {
            return ChannelAnswer(
                fault: failure.failure.rawValue, LetterCarrying.words(failure.code, failure.text))
        } catch is ChannelRefusal {
            return ChannelAnswer(fault: "secret", "")
        } catch {
            return ChannelAnswer(fault: "other", "\(error)")
        }
    }

    private func open(_ server: MailChannel.Server, _ secrets: SecretBox) -> ChannelAnswer {
        do {
            let line = MailboxLine(
                to: try server.line(secrets, certificates: channel.certificates), folder: channel.folder)
            let folder = try line.open()
            return ChannelAnswer("UIDVALIDITY \(folder.validity), UIDNEXT \(folder.nextUID.map(String.init) ?? "?")")
        } catch let failure as MailNotFetched {
            return ChannelAnswer(fault: failure.failure.rawValue, failure.text)
        } catch is ChannelRefusal {
            return ChannelAnswer(fault: "secret", "")
        } catch {
            return ChannelAnswer(fault: "other", "\(error)")
        }
    }
}
