import KeptDomain
import KeptWords

extension Transaction {
    /// Takes the question of whoever holds the link to an order: it opens a case or joins the one that stands open, is its
    /// message, and makes the next move ours.
    ///
    /// - Parameters:
    ///   - replyTo: where the customer wants to be reached, as they wrote it.
    ///   - words: for the sentence by which they are told when we answer, where that is an e-mail address.
    @discardableResult
    package func askQuestion(
        _ text: String, replyTo: String?, about order: Order, words: Vocabulary? = nil
    ) throws -> Case {
        var problems: [FieldProblem] = []
        problems.append(.required(text, "question", limit: 2_000))
        problems.append(.optional(replyTo, "reply_to"))
        try problems.check()
        let matter = try matter(ofOrder: order.id, customer: order.customer, subject: "order \(order.number)")
        let isNew = try openCase(on: matter) == nil
        let found = try openOrJoinCase(
            on: matter, kind: .question, subject: text.firstLine, place: order.place, channel: .form)
        var message = MessageDraft(.form, text)
        message.contact = replyTo?.trimmedOrNil
        let filed = try file(message, on: found, words: isNew ? words : nil)
        standOnTracking(filed.message.id, of: order.id)
        return filed.case
    }
}
