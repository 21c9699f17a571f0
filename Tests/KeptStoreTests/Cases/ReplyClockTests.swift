import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("Reply clocks") struct ReplyClockTests {
    @Test(
        "C28 waiting for the customer, who writes by mail, form, chat or phone note: it runs on in each case",
        arguments: TestStore.engines)
    func c28(on engine: Engine) async throws {
        for channel in Message.Channel.allCases {
            try await Conversation.with(engine) { talk in
                try await talk.moves(to: .customer, at: "2026-03-05 11:00")
                #expect(try await talk.only().isPaused)
                var draft = MessageDraft(channel, "The large one.")
                draft.awaitsAnswer = true
                try await talk.takes(draft, at: "2026-03-05 13:00")
                #expect(try await talk.found().whoseMove == .us, "\(channel)")
                let first = try await talk.promises()[0]
                #expect(!first.isPaused, "\(channel)")
                // What is said on the phone or at the counter is answered as it is said.
                #expect(first.state == (channel.isSpoken ? .kept : .open))
                if !channel.isSpoken { #expect(first.due == Counter.at("2026-03-06 12:00")) }
            }
        }
    }

    @Test("C29 an out-of-office reply neither resumes nor reopens", arguments: TestStore.engines)
    func c29(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            try await talk.moves(to: .customer, at: "2026-03-05 11:00")
            var draft = Conversation.mail("I am away until Monday.")
            draft.isAutomatic = true
            try await talk.takes(draft, at: "2026-03-05 11:01")
            #expect(try await talk.found().whoseMove == .customer)
            #expect(try await talk.only().isPaused)
            _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 12:00")) {
                try $0.closeCase(talk.id, cause: "asked")
            }
            try await talk.takes(draft, at: "2026-03-05 12:01")
            #expect(try await talk.found().status == .closed)
            #expect(try await talk.counter.count("SELECT count(*) FROM cases") == 1)
        }
    }

    @Test("C33 first reply 8 h, cadence 2 h: due in 8 h while there is no reply", arguments: TestStore.engines)
    func c33(on engine: Engine) async throws {
        try await Conversation.with(engine, cadence: "PT2H") { talk in
            let first = try await talk.only()
            #expect(first.due == Counter.at("2026-03-06 10:00"))
            try await talk.answers(MessageDraft(.phone, "We look it up."), at: "2026-03-05 12:00")
            #expect(try await talk.promises()[0].state == .kept)
            let news = try #require(try await talk.open().first)
            #expect(news.said == "News" && !news.isTold && news.due == Counter.at("2026-03-05 14:00"))
            try await talk.answers(MessageDraft(.phone, "Still at it."), at: "2026-03-05 13:00")
            let states = try await talk.promises().map(\.state)
            #expect(states == [.kept, .kept, .open])
            #expect(try await talk.open().first?.due == Counter.at("2026-03-05 15:00"))
        }
    }

    @Test("C35 staff answered last: no reply promise is open, however long", arguments: TestStore.engines)
    func c35(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            try await talk.answers(MessageDraft(.phone, "The large one."), at: "2026-03-05 12:00")
            #expect(try await talk.open().isEmpty)
            #expect(try await talk.counter.look(at: "2026-04-05 12:00").broken == 0)
            try await talk.takes(Conversation.mail("And the colour?"), at: "2026-04-07 10:00")
            let next = try #require(try await talk.open().first)
            #expect(next.due == Counter.at("2026-04-07 14:00"), "the next reply, within four hours")
            try await talk.takes(Conversation.mail("Hello?"), at: "2026-04-07 12:00")
            #expect(try await talk.open().map(\.due) == [next.due], "the earliest unanswered word counts")
            #expect(try await talk.counter.look(at: "2026-04-07 14:00:01").broken == 1)
        }
    }

    @Test(
        "C36 a note, an acknowledgement, failed or bounced mail keep nothing; a logged call does",
        arguments: TestStore.engines)
    func c36(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            func first() async throws -> Promise { try await talk.promises()[0] }
            _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:30")) {
                try $0.addNote(to: talk.id, text: "Ask the buyer.")
            }
            #expect(try await first().isOpen, "a note and the acknowledgement keep nothing")
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            #expect(try await first().isOpen, "what waits to be sent keeps nothing")
            try await talk.counter.store.write(as: .system("outbox"), at: Counter.at("2026-03-05 11:05")) {
                try $0.messageFailed(sent, isBounced: false, answer: "550 no such user")
            }
            #expect(try await first().isOpen)
            let again = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:10").message.id
            try await talk.accepted(again, at: "2026-03-05 11:11", told: "2026-03-05 11:11")
            #expect(try await first().state == .kept)
            try await talk.counter.store.write(as: .system("outbox"), at: Counter.at("2026-03-05 11:30")) {
                try $0.messageFailed(again, isBounced: true, answer: "5.1.1")
            }
            let open = try await first()
            #expect(open.isOpen && open.due == Counter.at("2026-03-06 10:00"), "it came back")
            try await talk.answers(MessageDraft(.phone, "Told her: the large one."), at: "2026-03-05 12:00")
            #expect(try await first().state == .kept)
            #expect(try await first().settledAt == Counter.at("2026-03-05 12:00"))
            var findings: [Finding] = []
            _ = try await talk.counter.store.examine { findings.append($0) }
            #expect(findings == [])
        }
    }

    @Test("C37 written in time, sent late: the instant of acceptance decides", arguments: TestStore.engines)
    func c37(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-06 09:00").message.id
            #expect(try await talk.counter.look(at: "2026-03-06 10:30").broken == 1)
            try await talk.accepted(sent, at: "2026-03-06 10:31", told: "2026-03-06 10:31")
            #expect(try await talk.promises()[0].state == .broken, "the delay of our queue is ours")
        }
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-06 09:00").message.id
            #expect(try await talk.counter.look(at: "2026-03-06 10:30").broken == 1)
            try await talk.accepted(sent, at: "2026-03-06 09:30", told: "2026-03-06 10:31")
            let first = try await talk.promises()[0]
            #expect(first.state == .kept && first.settledAt == Counter.at("2026-03-06 09:30"))
        }
    }

    @Test("C38 the last word is thanks: settled, not broken", arguments: TestStore.engines)
    func c38(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            try await talk.answers(MessageDraft(.phone, "Large."), at: "2026-03-05 11:00")
            try await talk.takes(Conversation.mail("Thanks!"), at: "2026-03-05 12:00")
            #expect(try await talk.open().count == 1)
            _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 13:00")) {
                try $0.settleReply(on: talk.id)
            }
            #expect(try await talk.promises().map(\.state) == [.kept, .released])
            try await talk.takes(Conversation.mail("Really, thanks!"), at: "2026-03-05 14:00")
            _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 15:00")) {
                try $0.closeCase(talk.id, cause: "size guide")
            }
            let last = try #require(try await talk.promises().last)
            #expect(last.state == .released && last.evidence.flatMap { OwnSentence($0) } != nil)
            #expect(try await talk.counter.look(at: "2026-03-20 10:00").broken == 0)
        }
    }

    @Test("C40 imported history makes and breaks no promise, and sends nothing", arguments: TestStore.engines)
    func c40(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let sends = try await talk.counter.count("SELECT count(*) FROM sends")
            for (number, text) in ["Where is it?", "It is lost."].enumerated() {
                var draft = Conversation.mail(text)
                draft.isHistory = true
                draft.writtenAt = Counter.at("2025-12-0\(number + 1) 10:00")
                (draft.source, draft.externalID) = ("desk", "\(number)")
                var inquiry = InquiryDraft(kind: .complaint, message: draft)
                inquiry.subject = "The old story"
                inquiry.customer = talk.counter.customer
                for _ in 1...2 {
                    _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) {
                        [inquiry, words = talk.words] in try $0.takeInquiry(inquiry, words: words)
                    }
                }
            }
            #expect(try await talk.counter.count("SELECT count(*) FROM messages WHERE source = 'desk'") == 2)
            #expect(try await talk.counter.count("SELECT count(*) FROM promises") == 1)
            #expect(try await talk.counter.count("SELECT count(*) FROM sends") == sends)
            #expect(try await talk.only().isOpen)
        }
    }
}
