import KeptDomain
import KeptWords

// How customers of the demonstration write to the shop by its form and its chat, and what colleagues write down.

extension Transaction {
    /// A form that is a chat too, and the standard of its answers.
    func addDemoContact(at place: ID<Place>) throws {
        var form = ContactFormDraft(
            slug: "lantern", name: DemoTexts.business, place: place, languages: ["en", "zh-Hans"])
        form.hasChat = true
        form.origins = ["https://lantern.example"]
        _ = try addContactForm(form)
        var standard = StandardDraft(
            name: "Chat answered", metric: .firstReply, target: "PT5M",
            said: ["en": "You have our answer by {due}.", "zh-Hans": "我们在{due}前答复您。"])
        standard.scope.channel = Message.Channel.chat.rawValue
        _ = try addStandard(standard)
    }
}

extension DemoStories {
    static let contact: [DemoTalks.Step] = chatted + chatting + notes

    /// A chat that was answered, and whose customer left before reading it.
    private static let chatted: [DemoTalks.Step] = [
        .init(88, .customer) { talk in
            try talk.chats(
                "gift", "Do you wrap books as a present?", "en", name: "Imogen Hale", contact: "imogen@post.example")
        },
        .init(86, .tom) { talk in
            try talk.tx.reply(
                to: talk.id("gift"),
                with: MessageDraft(.chat, "We do, in brown paper with a ribbon. It costs nothing."), next: .customer,
                why: "Answered")
        },
    ]

    /// A chat that waits, with the customer on the page.
    private static let chatting: [DemoTalks.Step] = [
        .init(2, .customer) { talk in
            let key = try talk.chats("signing", "请问周六的签售会几点开始？可以带小朋友吗？", "zh-Hans", name: "周雨桐", contact: nil)
            try talk.tx.customerIsHere(key)
        }
    ]

    /// A call that was answered at once, and a word at the counter that is owed until the shop closes.
    private static let notes: [DemoTalks.Step] = [
        .init(77, .tom) { talk in
            let note = SpokenNoteDraft(
                .customer(talk.cast.english[3]), .phone, .question,
                said: "Asked whether the shop is open on Sunday. It is.")
            _ = try talk.tx.takeNote(note, words: talk.words)
        },
        .init(31, .lina) { talk in
            let note = SpokenNoteDraft(
                .customer(talk.cast.chinese[1]), .counter, .request, said: "想订《灯下谈》三本，问本周能否到货。",
                outcome: .owed(by: talk.tx.now + .hours(4), said: nil))
            _ = try talk.tx.takeNote(note, words: talk.words)
        },
    ]
}

extension DemoTalk {
    @discardableResult
    fileprivate mutating func chats(
        _ name: String, _ text: String, _ language: String, name customer: String, contact: String?
    ) throws -> TrackingKey {
        guard let form = try tx.contactForms().first(where: \.hasChat) else { throw StoreError.notFound("the chat") }
        var draft = ContactDraft(.chat, .question, text, language: language, sending: "demo-\(name)")
        (draft.name, draft.contact) = (customer, contact)
        let begun = try tx.beginTalk(draft, by: form.id, key: .random(), link: "", words: words)
        cases[name] = begun.case.id
        return begun.key
    }
}
