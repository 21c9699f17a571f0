import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords

/// A form with a chat at the counter of `Counter`, with standards of first replies: by the form within eight opening hours,
/// in the chat within five minutes of them.
struct ContactDesk: Sendable {
    let counter: Counter
    let words: Vocabulary
    let form: ContactForm

    static func with(
        _ engine: Engine, standards: Bool = true, _ body: (ContactDesk) async throws -> Void
    ) async throws {
        try await Counter.with(engine) { counter in
            let words = try Vocabulary.load()
            let form = try await counter.store.write(as: .shell, at: Counter.at("2026-03-01 10:00")) { tx in
                if standards {
                    for (channel, target) in [("form", "PT8H"), ("chat", "PT5M")] {
                        var draft = StandardDraft(
                            name: "First answer, \(channel)", metric: .firstReply, target: target,
                            said: ["en": "You have our answer by {due}.", "zh-Hans": "我们在{due}前答复。"])
                        draft.scope.channel = channel
                        _ = try tx.addStandard(draft)
                    }
                }
                var draft = ContactFormDraft(
                    slug: "shop", name: "Write to the shop", place: try tx.defaultPlace(), languages: ["en", "zh-Hans"])
                draft.hasChat = true
                draft.origins = ["https://shop.example"]
                return try tx.addContactForm(draft)
            }
            try await body(ContactDesk(counter: counter, words: words, form: form))
        }
    }

    static func draft(
        _ body: String = "Is it in stock?", _ channel: Message.Channel = .form, contact: String? = "ann@example.org",
        sending: String = "first"
    ) -> ContactDraft {
        var draft = ContactDraft(channel, .question, body, language: "en", sending: sending)
        draft.name = "Ann"
        draft.contact = contact
        return draft
    }

    @discardableResult
    func sends(_ draft: ContactDraft, at time: String = "2026-03-05 10:00") async throws -> TalkBegun {
        let key = TrackingKey.random()
        return try await counter.store.write(as: .customer(nil), at: Counter.at(time)) { [form, words] in
            try $0.beginTalk(
                draft, by: form.id, key: key, link: "https://kept.example/c/" + key.text, words: words)
        }
    }

    @discardableResult
    func writes(
        _ text: String, on key: TrackingKey, at time: String, sending: String, files: [AttachmentDraft] = []
    ) async throws -> MessageFiled {
        try await counter.store.write(as: .customer(nil), at: Counter.at(time)) { [words] in
            try $0.continueTalk(key, with: TalkMessageDraft(text, files: files, sending: sending), words: words).filed
        }
    }

    @discardableResult
    func answers(_ text: String, _ channel: Message.Channel, on id: ID<Case>, at time: String) async throws -> Message {
        try await counter.store.write(as: .shell, at: Counter.at(time)) {
            try $0.reply(to: id, with: MessageDraft(channel, text)).message
        }
    }

    func does<T: Sendable>(
        at time: String, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await counter.store.write(as: .shell, at: Counter.at(time), body)
    }

    /// What stands on the page, each as its direction and text.
    func page(_ key: TrackingKey) async throws -> [String] {
        try await counter.store.read { reading in
            try reading.talkPage(key)?.thread.map {
                "\($0.message.message.direction.rawValue) \($0.message.message.body)"
            }
                ?? []
        }
    }

    func promises(on id: ID<Case>) async throws -> [Promise] {
        try await counter.store.read { try $0.promises(onMatter: $0.knownCase(id).matter).filter { $0.case == id } }
    }
}
