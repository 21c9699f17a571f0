/// Why a customer got no message of what they are told of a remedy. It stands on the page of their order all the same.
package enum Untold: String, Sendable, CaseIterable, Codable {
    /// We know nothing that a letter could go to, and they have no page of a conversation.
    case noContact = "no-contact"
    /// What we send to their address does not arrive.
    case failing
    /// The case comes from another system and nothing was said here yet, or a file told what happened: nobody is written to
    /// because of that.
    case history
    /// It is about no case, so there is no conversation that it could stand in.
    case noCase = "no-case"
}

/// The way by which the customer of a case is told of a remedy.
package enum TellingWay: Sendable, Hashable {
    /// A letter to this address.
    case letter(String)
    /// On the page of their conversation, which is by this channel.
    case page(Message.Channel)
    case none(Untold)
}

/// What is known of how the customer of a case is reached.
package struct TellingReach: Sendable, Hashable {
    /// Something they wrote on the case themselves.
    package struct Written: Sendable, Hashable {
        package let channel: Message.Channel
        /// As contact points are compared; `nil` for what is no address of e-mail.
        package let email: String?

        package init(_ channel: Message.Channel, email: String?) {
            self.channel = channel
            self.email = email
        }
    }

    /// The newest first.
    package var written: [Written] = []
    /// Their addresses, the first known first, as contact points are compared.
    package var emails: [String] = []
    /// The channels of the conversations on pages that go on in the case.
    package var pages: [Message.Channel] = []
    /// Addresses at which what we send does not arrive.
    package var failing: Set<String> = []
    package var isHistory = false

    package init() {}

    /// Every address that a letter could go to, the likeliest first: where they wrote from last, then what we know of them.
    package var addresses: [String] {
        var seen: Set<String> = []
        return (written.compactMap(\.email) + emails).filter { seen.insert($0).inserted }
    }

    /// As they last wrote to us themselves; else by letter; else on a page that they have.
    package var way: TellingWay {
        guard !isHistory else { return .none(.history) }
        if let last = written.first, pages.contains(last.channel) { return .page(last.channel) }
        if let address = addresses.first(where: { !failing.contains($0) }) { return .letter(address) }
        if let page = pages.first { return .page(page) }
        return .none(addresses.isEmpty ? .noContact : .failing)
    }
}
