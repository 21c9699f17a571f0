/// A way by which a text of ours reaches a customer without a person who says it.
package enum WrittenWay: Sendable, Hashable {
    /// A letter to this address.
    case letter(String)
    /// On a page of theirs, which is by this channel.
    case page(Message.Channel)

    package var channel: Message.Channel {
        switch self {
        case .letter: .email
        case .page(let channel): channel
        }
    }

    /// `nil` on a page.
    package var address: String? { if case .letter(let address) = self { address } else { nil } }
}

/// How the customer of a case can be reached in writing: what is known of it, and the one rule of which way is taken.
///
/// Spoken words are no part of it, since only a person says them; nor are programs, which ask for what they read.
package struct WrittenReach: Sendable, Hashable {
    /// Something that they wrote on the case themselves.
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
    /// The channels of the conversations on pages of their own that go on in the case, the oldest first.
    package var pages: [Message.Channel] = []
    /// What they wrote last by form was asked on the tracking page of an order, which shows what is answered by form.
    package var asksOnTracking = false
    /// Addresses at which what we send does not arrive.
    package var failing: Set<String> = []

    package init() {}

    /// Every address that a letter could go to, the likeliest first: where they wrote from last, then what we know of them.
    package var addresses: [String] {
        var seen: Set<String> = []
        return (written.compactMap(\.email) + emails).filter { seen.insert($0).inserted }
    }

    /// Where letters arrive, as far as we know.
    package var address: String? { addresses.first { !failing.contains($0) } }

    /// Where a letter goes that a person wants to send: they may know better.
    package var likelyAddress: String? { address ?? addresses.first }

    /// In the chat where they wrote last there, else by letter, else on a page that they have; `nil` where nothing that is
    /// written reaches them.
    package var way: WrittenWay? {
        if written.first?.channel == .chat, pages.contains(.chat) { return .page(.chat) }
        if let address { return .letter(address) }
        return pages.last.map { .page($0) } ?? (asksOnTracking ? .page(.form) : nil)
    }

    /// Whether a page of theirs shows what is answered by this channel: the page of a conversation shows everything that is
    /// answered on the case, whichever its own is.
    package func isShown(by channel: Message.Channel) -> Bool {
        switch channel {
        case .chat: !pages.isEmpty
        case .form: !pages.isEmpty || asksOnTracking
        case .email, .phone, .counter, .api: false
        }
    }

    /// Whether an answer by this channel can reach them, as far as it depends on what is known of them: a letter goes to any
    /// address that is typed, and a person or a program says the rest.
    package func takes(_ channel: Message.Channel) -> Bool { !channel.isRead || isShown(by: channel) }
}

extension Message.Channel {
    /// What is written this way is nowhere but on a page that the customer looks at.
    package var isRead: Bool { self == .chat || self == .form }
}
