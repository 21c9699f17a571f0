import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// How what stood unread on pages follows by e-mail.
@Suite struct TalkMailingTests {
    private static func mailed(
        _ desk: ContactDesk, at time: String, only: ID<Talk>? = nil
    ) async throws -> Int {
        try await desk.counter.store.write(as: .system("talks"), at: Counter.at(time)) { [words = desk.words] tx in
            try tx.mailUnreadAnswers(words: words, only: only) { _ in nil }
        }
    }

    private static func waiting(_ desk: ContactDesk, at time: String) async throws -> [ID<Talk>] {
        try await desk.counter.store.read { try $0.talksToMail(at: Counter.at(time)) }
    }

    @Test(arguments: TestStore.engines) func answersTooLongForOneEmailFollowInSeveral(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 10:00")
            for letter in ["a", "b", "c"] {
                let text = String(repeating: letter, count: letter == "c" ? MessageDraft.longest : 120_000)
                try await desk.answers(text, .chat, on: begun.case.id, at: "2026-03-05 10:02")
            }
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:10") == 3)
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:30") == 0)
            #expect(try await desk.counter.count("SELECT count(DISTINCT answer_id) FROM answers_mailed") == 3)
            #expect(try await desk.counter.count("SELECT count(DISTINCT mail_id) FROM answers_mailed") == 3)
        }
    }

    @Test(arguments: TestStore.engines) func oneThatCannotBeMailedRestsAndHoldsUpNobody(on engine: Engine)
        async throws
    {
        try await ContactDesk.with(engine) { desk in
            let faulty = try await desk.sends(ContactDesk.draft("A", .chat, sending: "a"), at: "2026-03-05 10:00")
            let other = try await desk.sends(ContactDesk.draft("B", .chat, sending: "b"), at: "2026-03-05 10:00")
            // Damaged: nothing of it is left to write, and there is no address of a page to name.
            try await desk.answers("No.", .chat, on: faulty.case.id, at: "2026-03-05 10:02")
            try await desk.does(at: "2026-03-05 10:02") {
                _ = try $0.run("UPDATE messages SET body = '' WHERE body = 'No.'")
            }
            try await desk.answers("Yes.", .chat, on: other.case.id, at: "2026-03-05 10:03")
            let due = try await Self.waiting(desk, at: "2026-03-05 10:10")
            #expect(due.count == 2)
            await #expect(throws: InvalidInput.self) { _ = try await Self.mailed(desk, at: "2026-03-05 10:10") }
            await #expect(throws: InvalidInput.self) {
                _ = try await Self.mailed(desk, at: "2026-03-05 10:10", only: due[0])
            }
            try await desk.does(at: "2026-03-05 10:10") {
                $0.putOffMail(of: due[0], until: Counter.at("2026-03-05 10:20"))
            }
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:11") == 1)
            #expect(try await Self.waiting(desk, at: "2026-03-05 10:19").isEmpty)
            #expect(try await Self.waiting(desk, at: "2026-03-05 10:20") == [due[0]])
        }
    }

    @Test(arguments: TestStore.engines) func filesFollowWithTheirAnswers(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 10:00")
            func answers(_ text: String, _ files: [(String, Int)], at time: String) async throws {
                try await desk.does(at: time) { tx in
                    var draft = MessageDraft(.chat, text)
                    draft.attachments = files.map {
                        AttachmentDraft(name: $0.0, bytes: Array(repeating: UInt8(ascii: "a"), count: $0.1))
                    }
                    _ = try tx.reply(to: begun.case.id, with: draft)
                }
            }
            func letters() async throws -> [(body: String, files: [String])] {
                try await desk.counter.store.read { reading in
                    try reading.thread(of: begun.case.id).filter { $0.message.channel == .email }.map {
                        (
                            $0.message.body,
                            try reading.attachments(of: [$0.message.id])[$0.message.id, default: []].map(\.name)
                        )
                    }
                }
            }
            try await answers("", [("plan.txt", 4)], at: "2026-03-05 10:02")
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:10") == 1)
            let alone = try await letters()
            #expect(alone.map(\.files) == [["plan.txt"]], "attached, with no address of a page to name")
            #expect(alone[0].body.contains("plan.txt"), "\(alone[0].body)")
            // With words, the words say it; what is more than one e-mail holds follows in the next.
            try await answers("Both sides.", [("front.txt", 5), ("back.txt", 6)], at: "2026-03-05 10:12")
            try await answers("And the box.", [("box.txt", Attachment.largest)], at: "2026-03-05 10:13")
            try await answers("And the lid.", [("lid.txt", Attachment.largest)], at: "2026-03-05 10:14")
            let sent = try await Self.mailed(desk, at: "2026-03-05 10:20")
            let all = try await letters().dropFirst()
            #expect(all.count == sent && all.flatMap(\.files) == ["front.txt", "back.txt", "box.txt", "lid.txt"])
            #expect(all.first?.body.hasPrefix("Both sides.") == true && !all.contains { $0.body.contains("attached") })
        }
    }

    @Test(
        "C37 an e-mail that carries an answer of a page answers no question that came after that",
        arguments: TestStore.engines)
    func c37OfAnAnswerOnAPage(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            try await desk.does(at: "2026-03-02 10:00") { tx in
                _ = try tx.addStandard(
                    StandardDraft(name: "Next", metric: .nextReply, target: "PT4H", said: ["en": "By {due}."]))
            }
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 09:58")
            try await desk.answers("In red.", .chat, on: begun.case.id, at: "2026-03-05 10:00")
            try await desk.does(at: "2026-03-05 10:05") { tx in
                var draft = MessageDraft(.email, "And in blue?")
                draft.contact = "ann@example.org"
                _ = try tx.takeMessage(draft, on: begun.case.id, words: nil)
            }
            func asked() async throws -> [PromiseState] {
                try await desk.promises(on: begun.case.id).filter { $0.startsAt == Counter.at("2026-03-05 10:05") }
                    .map(\.state)
            }
            #expect(try await asked() == [.open])
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:10") == 1)
            let thread = try await desk.counter.store.read { try $0.thread(of: begun.case.id) }
            let mail = try #require(thread.last { $0.send?.state == .waiting }).message.id
            try await desk.does(at: "2026-03-05 10:12") {
                try $0.messageAccepted(mail, at: Counter.at("2026-03-05 10:11"))
            }
            #expect(try await asked() == [.open])
            try await desk.answers("In blue too.", .chat, on: begun.case.id, at: "2026-03-05 10:20")
            #expect(try await asked() == [.kept])
        }
    }
}
