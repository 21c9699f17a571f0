import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

/// A case at the counter of `Counter`, with standards of replies: first answer within eight opening hours, the next
/// within four.
struct Conversation: Sendable {
    let counter: Counter
    let words: Vocabulary
    let id: ID<Case>

    /// The case is opened on Thu 5 March 2026, 10:00 in Berlin, by an e-mail of the customer.
    static func with(
        _ engine: Engine, cadence: String? = nil, first: String = "PT8H", solution: String? = nil,
        _ body: (Conversation) async throws -> Void
    ) async throws {
        try await Counter.with(engine) { counter in
            let words = try Vocabulary.load()
            try await counter.store.write(as: .shell, at: Counter.at("2026-03-01 10:00")) { tx in
                _ = try tx.addStandard(
                    StandardDraft(
                        name: "First answer", metric: .firstReply, target: first,
                        said: ["en": "You have our answer by {due}.", "zh-Hans": "我们在{due}前答复。"]))
                _ = try tx.addStandard(
                    StandardDraft(
                        name: "Next answer", metric: .nextReply, target: "PT4H", said: ["en": "By {due}."]))
                if let solution {
                    _ = try tx.addStandard(
                        StandardDraft(name: "Solved", metric: .solution, target: solution, said: ["en": "By {due}."]))
                }
                if let cadence {
                    _ = try tx.addStandard(
                        StandardDraft(
                            name: "News", metric: .keepPosted, target: cadence, said: ["en": "News by {due}."]))
                }
            }
            var inquiry = InquiryDraft(kind: .question, message: mail("Which size do I need?"))
            inquiry.customer = counter.customer
            let filed = try await counter.store.write(as: .system("mail"), at: Counter.at("2026-03-05 10:00")) {
                [inquiry] in try $0.takeInquiry(inquiry, words: words)
            }
            try await body(Conversation(counter: counter, words: words, id: filed.case.id))
        }
    }

    static func mail(_ text: String) -> MessageDraft {
        var draft = MessageDraft(.email, text)
        draft.contact = "ann@example.org"
        return draft
    }

    func found() async throws -> Case { try await counter.store.read { [id] in try $0.knownCase(id) } }

    @discardableResult
    func takes(_ draft: MessageDraft, at time: String) async throws -> MessageFiled {
        try await counter.store.write(as: .system("mail"), at: Counter.at(time)) { [id, words] in
            try $0.takeMessage(draft, on: id, words: words)
        }
    }

    @discardableResult
    func answers(
        _ draft: MessageDraft, at time: String, next: Case.Move? = nil
    ) async throws -> MessageFiled {
        try await counter.store.write(as: .shell, at: Counter.at(time)) { [id] in
            try $0.reply(to: id, with: draft, next: next, why: "asked")
        }
    }

    func accepted(_ message: ID<Message>, at instant: String, told: String) async throws {
        try await counter.store.write(as: .system("outbox"), at: Counter.at(told)) {
            try $0.messageAccepted(message, at: Counter.at(instant), answer: "250 ok")
        }
    }

    func moves(to move: Case.Move, at time: String) async throws {
        _ = try await counter.store.write(as: .shell, at: Counter.at(time)) { [id] in
            try $0.setMove(of: id, to: move, why: "asked")
        }
    }

    /// All promises on the case, the oldest first.
    func promises() async throws -> [Promise] {
        try await counter.store.read { [id] in
            try $0.promises(on: $0.knownCase(id)).filter { $0.case == id }
        }
    }

    func open() async throws -> [Promise] { try await promises().filter(\.isOpen) }

    func only() async throws -> Promise {
        let all = try await promises()
        return try #require(all.count == 1 ? all.first : nil, "\(all.map(\.said))")
    }
}
