import KeptDomain

/// A way by which a text of ours reaches a customer without a person who says it.
struct WrittenWay: Sendable, Hashable {
    /// E-mail, or the channel of a page on which they read it.
    let channel: Message.Channel
    /// The address; `nil` on a page.
    let contact: String?
}

extension Reading {
    /// How a text reaches the customer of a case: in the chat where they wrote last there, else by e-mail, else on any page
    /// of theirs. Never as spoken words, which only a person says, nor to a program of theirs, which asks for what it
    /// reads.
    ///
    /// - Throws: `CaseRefusal.noWrittenWay` where no address is known and they have no page.
    func writtenWay(of found: Case) throws -> WrittenWay {
        let pages = try talks(of: found.id)
        let last = try row(
            """
            SELECT channel FROM messages WHERE case_id = \(found.id) AND direction = 'in' AND is_automatic = 0
            AND channel NOT IN ('phone', 'counter') ORDER BY written_at DESC, id DESC LIMIT 1
            """
        ) { $0.word(Message.Channel.self) }
        if last == .chat, pages.contains(where: { $0.channel == .chat }) {
            return WrittenWay(channel: .chat, contact: nil)
        }
        if let address = try writtenAddress(of: found) { return WrittenWay(channel: .email, contact: address) }
        guard let page = pages.last else { throw CaseRefusal.noWrittenWay }
        return WrittenWay(channel: page.channel, contact: nil)
    }

    /// The e-mail address from which the customer wrote last, or that they typed; else the first that we know of them.
    func writtenAddress(of found: Case) throws -> String? {
        let typed = try rows(
            """
            SELECT contact FROM messages WHERE case_id = \(found.id) AND direction = 'in' AND is_automatic = 0
            AND contact IS NOT NULL ORDER BY written_at DESC, id DESC LIMIT 20
            """
        ) { $0.text() }.lazy.compactMap(CustomerDraft.normalizedEmail).first
        return try typed ?? found.customer.flatMap { try contacts(of: $0).first { $0.kind == .email }?.value }
    }
}
