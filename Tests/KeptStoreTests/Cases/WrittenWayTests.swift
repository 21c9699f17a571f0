import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A text that nobody says goes by a way that carries text.
@Suite("Ways of texts") struct WrittenWayTests {
    private static func runs(_ text: String, on id: ID<Case>, _ desk: Desk, at time: String) async throws
        -> ThreadMessage
    {
        let words = desk.words
        return try await desk.counter.store.write(as: .shell, at: Counter.at(time)) { tx in
            let macro = try tx.addMacro(name: text, steps: [.reply(text)]).id
            try tx.runMacro(macro, on: id, words: words)
            return try #require(try tx.thread(of: id).last { $0.message.body == text })
        }
    }

    private typealias Desk = ContactDesk

    @Test(
        "C36 a macro after a call sends its text by e-mail and keeps nothing until it left",
        arguments: TestStore.engines)
    func c36OfAMacro(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            try await talk.takes(Conversation.mail("And the colour?"), at: "2026-03-05 10:30")
            for (number, channel) in [Message.Channel.phone, .counter, .api].enumerated() {
                var draft = MessageDraft(channel, "As I said: which colour?")
                draft.awaitsAnswer = true
                try await talk.takes(draft, at: "2026-03-05 1\(number + 1):00")
                let (words, id) = (talk.words, talk.id)
                let sent = try await talk.counter.store.write(
                    as: .shell, at: Counter.at("2026-03-05 1\(number + 1):10")
                ) { tx in
                    let macro = try tx.addMacro(name: "Blue \(number)", steps: [.reply("Blue \(number).")]).id
                    try tx.runMacro(macro, on: id, words: words)
                    return try #require(try tx.thread(of: id).last { $0.message.body == "Blue \(number)." })
                }
                #expect(sent.message.channel == .email && sent.send?.contact == "ann@example.org", "\(channel)")
                #expect(sent.message.leftAt == nil)
                #expect(try await !talk.open().isEmpty, "\(channel): nobody has it yet")
                try await talk.accepted(
                    sent.message.id, at: "2026-03-05 1\(number + 1):20", told: "2026-03-05 1\(number + 1):20")
                #expect(try await talk.open().isEmpty)
            }
        }
    }

    @Test(arguments: TestStore.engines) func anAddressTypedIntoAFormIsUsed(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .form))
            let sent = try await Self.runs("Yes.", on: begun.case.id, desk, at: "2026-03-05 10:05")
            #expect(sent.message.channel == .email && sent.send?.contact == "ann@example.org")
        }
    }

    @Test(arguments: TestStore.engines) func whoHasOnlyAPageReadsItThere(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat, contact: nil))
            let sent = try await Self.runs("Yes.", on: begun.case.id, desk, at: "2026-03-05 10:01")
            #expect(sent.message.channel == .chat && sent.message.leftAt != nil)
            #expect(try await desk.page(begun.key).contains("out Yes."))
        }
    }

    @Test(arguments: TestStore.engines) func withoutAnyWayItSaysWhatToDo(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let id = try await desk.does(at: "2026-03-05 10:00") { tx in
                try tx.openCase(
                    kind: .question, subject: "Size", customer: desk.counter.customer, order: nil, place: nil
                ).id
            }
            await #expect(throws: CaseRefusal.noWrittenWay) {
                _ = try await Self.runs("Large.", on: id, desk, at: "2026-03-05 10:05")
            }
            #expect(try await desk.counter.count("SELECT count(*) FROM messages") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func anAnswerOnAPageThatNobodyHasIsRefused(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            for channel in [Message.Channel.chat, .form] {
                await #expect(throws: CaseRefusal.noPage(.letter("ann@example.org")), "\(channel)") {
                    try await talk.answers(MessageDraft(channel, "Large."), at: "2026-03-05 11:00")
                }
            }
            #expect(try await talk.only().isOpen, "nobody has an answer")
            // A program that has a chat of its own says when it went there; and history is history.
            let id = talk.id
            _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 11:05")) {
                try $0.reply(to: id, with: MessageDraft(.chat, "Large."), keptAt: Counter.at("2026-03-05 11:04"))
            }
            #expect(try await talk.promises().map(\.state) == [.kept])
        }
        try await ContactDesk.with(engine) { desk in
            let (bare, called) = try await desk.does(at: "2026-03-05 10:00") { tx in
                let vera = try tx.findOrMakeCustomer(CustomerDraft(name: "Vera", phone: "+49 30 555 017")).id
                let ids = try [desk.counter.customer, vera].map { customer in
                    try tx.openCase(kind: .question, subject: "Size", customer: customer, order: nil, place: nil).id
                }
                return (ids[0], ids[1])
            }
            for (id, instead) in [(bare, CaseRefusal.Instead.nothing), (called, .phone("+49 30 555 017"))] {
                await #expect(throws: CaseRefusal.noPage(instead)) {
                    _ = try await desk.does(at: "2026-03-05 10:05") {
                        try $0.reply(to: id, with: MessageDraft(.form, "Large."))
                    }
                }
            }
        }
    }
}
