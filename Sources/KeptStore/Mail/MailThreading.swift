import KeptDomain
import KeptMail

extension Reading {
    /// The case that a message answers: by identifiers and addresses that Kept signed, then by messages that it knows, the
    /// newest first. Where that case became part of another one, the other.
    func caseNamed(by message: ReadMessage, _ channels: [MailChannel]) throws -> Case? {
        for domain in Set(channels.map(\.domain)).sorted() {
            guard let number = try replyMarks(domain: domain).caseNumber(of: message) else { continue }
            let found = try row("SELECT \(Case.columns) FROM cases WHERE number = \(number)", Case.init)
            if let found { return try standingCase(found.id) }
        }
        let named = (message.references + message.inReplyTo).map(\.text)
        let newest = Array((named.count > 50 ? Array(named.suffix(50)) : named).reversed())
        guard !newest.isEmpty else { return nil }
        let known = try rows(
            """
            SELECT message_identifier, case_id FROM messages WHERE message_identifier IN \(anyOf: newest)
            AND direction IN ('in', 'out') ORDER BY id
            """
        ) { (identifier: $0.text(), found: $0.id(Case.self)) }
        let byIdentifier = Dictionary(known.map { ($0.identifier, $0.found) }) { first, _ in first }
        return try newest.lazy.compactMap { byIdentifier[$0] }.first.map { try standingCase($0) }
    }

    /// Whether an address is the customer's, or was written to or from on this case by e-mail.
    func isParticipant(_ address: String, of found: Case) throws -> Bool {
        if let customer = found.customer {
            let own = try count(
                """
                SELECT count(*) FROM contact_points WHERE customer_id = \(customer) AND kind = 'email' AND value = \(address)
                """)
            if own > 0 { return true }
        }
        // What a machine sent makes nobody part of a conversation.
        return try count(
            """
            SELECT count(*) FROM messages WHERE contact = \(address) AND case_id = \(found.id) AND channel = 'email'
            AND (direction = 'out' OR direction = 'in' AND is_automatic = 0)
            """) > 0
    }

    func customers(withAddress address: String) throws -> Customer? {
        let id = try row(
            "SELECT customer_id FROM contact_points WHERE kind = 'email' AND value = \(address) ORDER BY id LIMIT 1"
        ) { $0.id(Customer.self) }
        return try id.flatMap { try customer($0) }
    }
}

extension Transaction {
    /// Messages of one sender within the span that `MailCaps` names.
    func mailCount(from sender: String) throws -> Int {
        let since = now - MailCaps.span
        return try count(
            """
            SELECT count(*) FROM messages WHERE contact = \(sender) AND learned_at > \(since) AND direction = 'in'
            AND channel = 'email'
            """)
            + count("SELECT count(*) FROM parked_mails WHERE sender = \(sender) AND parked_at > \(since)")
    }

    func mailCount(on found: Case) throws -> Int {
        try count(
            """
            SELECT count(*) FROM messages WHERE case_id = \(found.id) AND learned_at > \(now - MailCaps.span)
            AND direction = 'in' AND channel = 'email'
            """)
    }

    /// How often somebody was told by a machine that their message came in.
    func confirmationCount(to address: String) throws -> Int {
        try count(
            """
            SELECT count(*) FROM messages WHERE contact = \(address)
            AND learned_at > \(now - MailCaps.confirmationSpan) AND direction = 'out' AND is_automatic = 1
            """)
    }
}
