import KeptDomain
import KeptStore

/// The mail servers through which the story's letters go, and the customer's mailbox there.
package struct LateBookMail: Sendable {
    /// The address of the shop.
    package let desk: String
    package let customer: String
    package let smtpPort: Int
    /// The text of the newest letter in the customer's mailbox that holds these words; waits for it a while.
    package let read: @Sendable (_ words: String) async throws -> String?

    package init(
        desk: String, customer: String, smtpPort: Int,
        read: @escaping @Sendable (_ words: String) async throws -> String?
    ) {
        self.desk = desk
        self.customer = customer
        self.smtpPort = smtpPort
        self.read = read
    }

    func open(in tx: Transaction, at place: ID<Place>) throws {
        _ = try tx.addChannel(
            MailChannelDraft(
                name: "Kept Books", address: desk, place: place,
                sending: MailChannel.Server(host: "127.0.0.1", port: smtpPort, security: .plain)))
    }
}

extension LateBookTeller {
    static var throughMail: Story<LateBookTeller>.Step {
        .init("letters go through a real mail server and are read in the customer's mailbox") { story in
            guard story.mail != nil else {
                throw StoryPending("no mail server here: that a letter went out is told by hand")
            }
        }
    }

    /// The text of the letter with these words as the customer reads it. Without a mail server it is the message on the
    /// case, and told to have gone out.
    ///
    /// - Parameter moment: to which the clock moves meanwhile, since the outbox rests between its passes.
    func letter(with words: String, until moment: String) async throws -> String {
        await move(to: moment)
        if let mail {
            guard let text = try await mail.read(words) else {
                throw StoryFailure(step: "", what: "no letter with \(words) came to \(mail.customer)")
            }
            return text
        }
        let found = try await api("GET", "/cases/\(openCase)")
        let last = try found.count("messages") - 1
        let message = try found.value("messages.\(last).id") ?? ""
        let taken = try await api("POST", "/messages/\(message)/acceptance", "{\"accepted_at\":\"\(moment)\"}")
        try expect((200..<300).contains(taken.status), "it went out", taken)
        return try found.value("messages.\(last).body") ?? ""
    }
}
