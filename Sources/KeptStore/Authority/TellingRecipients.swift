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
    var reach = WrittenReach()
    /// Nobody is written to because of what another system worked on.
    var isHistory = false

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
        let reaches = try writtenReaches(of: found.map { ($0.recipient.case, $0.recipient.customer) })
        return Dictionary(
            uniqueKeysWithValues: found.map { id, one in
                var recipient = one
                recipient.reach = reaches[one.case] ?? recipient.reach
                return (id, recipient)
            })
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
            recipient.isHistory = row.flag()
            return (id, recipient)
        }
    }
}
