import KeptDomain

extension Transaction {
    /// Takes the question of whoever holds the link to an order: it opens a case or joins the one that stands open, is its
    /// note, and makes the next move ours.
    ///
    /// - Parameter replyTo: where the customer wants to be reached, as they wrote it.
    @discardableResult
    package func askQuestion(_ text: String, replyTo: String?, about order: Order) throws -> Case {
        var problems: [FieldProblem] = []
        problems.append(.required(text, "question", limit: 2_000))
        problems.append(.optional(replyTo, "reply_to"))
        try problems.check()
        let matter = try matter(ofOrder: order.id, customer: order.customer, subject: "order \(order.number)")
        let firstLine = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? text
        let found = try openOrJoinCase(
            on: matter, kind: .question, subject: String(firstLine.prefix(100)), place: order.place)
        let note: ID<Note> = newID()
        put(
            """
            INSERT INTO case_notes (id, case_id, written_by, written_at, text) VALUES (\(note), \(found.id),
              \(actor.description), \(now), \([text, replyTo?.trimmedOrNil].compactMap { $0 }.joined(separator: "\n\n")))
            """)
        journal(JournalEntry("case.noted", of: .case(found.id), customer: found.customer))
        return found.whoseMove == .us ? found : try bring(found, to: .us, why: nil)
    }
}
