import KeptDomain
import KeptWords

/// The customer of a case, as somebody who is told of a remedy.
struct TellingRecipient {
    /// Where the conversation goes on: the case, or the one that it became part of.
    let `case`: ID<Case>
    let number: Int
    let order: Int?
    let customer: ID<Customer>?
    let zone: String
    var reach = TellingReach()

    /// The last word of theirs came by mail, so that a letter answers it.
    var wroteByMail: Bool { reach.written.first?.channel == .email }

    /// What a letter says around the sentence: what it is about, so that whoever gets it knows.
    func letter(saying said: String, in words: Words) -> (subject: String, body: String) {
        let number = String(self.number)
        guard let order = order.map({ String($0) }) else {
            return (
                words("tellings.subject-case", ["number": number]),
                said + "\n\n" + words("tellings.about-case", ["number": number])
            )
        }
        return (
            words("tellings.subject-order", ["order": order]),
            said + "\n\n" + words("tellings.about-order", ["order": order, "number": number])
        )
    }
}

extension Reading {
    /// Whoever is told on these cases, with every way to reach them: a handful of questions for any number of cases.
    func recipients(of cases: [ID<Case>]) throws -> [ID<Case>: TellingRecipient] {
        guard !cases.isEmpty else { return [:] }
        let found = try standingRecipients(of: cases)
        let standing = Set(found.map(\.recipient.case)).sorted()
        let written = try written(on: standing)
        let pages = try pages(of: standing)
        let emails = try emails(of: Set(found.compactMap(\.recipient.customer)).sorted())
        var all: [ID<Case>: TellingRecipient] = [:]
        for (id, one) in found {
            var recipient = one
            recipient.reach.written = written[one.case] ?? []
            recipient.reach.pages = pages[one.case] ?? []
            recipient.reach.emails = one.customer.flatMap { emails[$0] } ?? []
            all[id] = recipient
        }
        let failing = Set(try failingAddresses(among: all.values.flatMap(\.reach.addresses)).map(\.address))
        guard !failing.isEmpty else { return all }
        return all.mapValues { one in
            var recipient = one
            recipient.reach.failing = failing
            return recipient
        }
    }

    /// What came from another system is history until somebody wrote or was answered here: before that the customer may know
    /// nothing of us.
    private func standingRecipients(
        of cases: [ID<Case>]
    ) throws -> [(id: ID<Case>, recipient: TellingRecipient)] {
        try rows(
            """
            WITH RECURSIVE standing (id, at_id) AS (
              SELECT id, id FROM cases WHERE id IN \(anyOf: cases)
              UNION ALL SELECT s.id, c.merged_into_id FROM standing s JOIN cases c ON c.id = s.at_id
              WHERE c.merged_into_id IS NOT NULL)
            SELECT s.id, c.id, c.number, o.number, c.customer_id, coalesce(o.zone, u.zone, p.zone),
              CASE WHEN EXISTS (SELECT 1 FROM case_origins g WHERE g.case_id = c.id) AND NOT EXISTS (
                SELECT 1 FROM journal j WHERE j.subject_kind = 'case' AND j.subject_id = c.id
                AND j.kind IN ('case.message-received', 'case.replied')) THEN 1 ELSE 0 END
            FROM standing s JOIN cases c ON c.id = s.at_id JOIN places p ON p.id = c.place_id
            LEFT JOIN orders o ON o.id = c.order_id LEFT JOIN customers u ON u.id = c.customer_id
            WHERE c.merged_into_id IS NULL ORDER BY s.id
            """
        ) { row in
            let id: ID<Case> = row.id()
            var recipient = TellingRecipient(
                case: row.id(), number: row.int(), order: row.optionalInt(), customer: row.optionalID(),
                zone: row.text())
            recipient.reach.isHistory = row.flag()
            return (id, recipient)
        }
    }

    /// The last of what customers wrote on these cases themselves, the newest first.
    private func written(on cases: [ID<Case>]) throws -> [ID<Case>: [TellingReach.Written]] {
        let found = try rows(
            """
            SELECT case_id, channel, contact FROM (
              SELECT case_id, channel, contact,
                row_number() OVER (PARTITION BY case_id ORDER BY written_at DESC, id DESC) AS place
              FROM messages WHERE case_id IN \(anyOf: cases) AND direction = 'in' AND is_automatic = 0) w
            WHERE place <= 20 ORDER BY case_id, place
            """
        ) { row in
            (
                id: row.id(Case.self),
                written: TellingReach.Written(
                    row.word(), email: row.optionalText().flatMap(CustomerDraft.normalizedEmail))
            )
        }
        return Dictionary(grouping: found, by: \.id).mapValues { $0.map(\.written) }
    }

    /// Channels of the talks whose next word goes to these cases.
    private func pages(of cases: [ID<Case>]) throws -> [ID<Case>: [Message.Channel]] {
        let found = try rows(
            """
            SELECT coalesce(c.merged_into_id, c.id), t.channel FROM talks t JOIN cases c ON c.id = t.case_id
            WHERE c.id IN \(anyOf: cases) OR c.merged_into_id IN \(anyOf: cases) ORDER BY t.id
            """
        ) { (id: $0.id(Case.self), channel: $0.word(Message.Channel.self)) }
        return Dictionary(grouping: found, by: \.id).mapValues { $0.map(\.channel) }
    }

    private func emails(of customers: [ID<Customer>]) throws -> [ID<Customer>: [String]] {
        guard !customers.isEmpty else { return [:] }
        let found = try rows(
            """
            SELECT customer_id, value FROM contact_points WHERE customer_id IN \(anyOf: customers) AND kind = 'email'
            ORDER BY customer_id, id
            """
        ) { (id: $0.id(Customer.self), email: $0.text()) }
        return Dictionary(grouping: found, by: \.id).mapValues {
            $0.compactMap { CustomerDraft.normalizedEmail($0.email) }
        }
    }
}
