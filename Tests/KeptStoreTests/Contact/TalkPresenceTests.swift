import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct TalkPresenceTests {
    private static func mailed(_ desk: ContactDesk, at time: String) async throws -> Int {
        try await desk.counter.store.write(as: .system("talks"), at: Counter.at(time)) {
            try $0.mailUnreadAnswers(words: desk.words) { "https://kept.example/c/" + $0.text }
        }
    }

    @Test(arguments: TestStore.engines) func anAnswerThatNobodyReadFollowsByMailOnce(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 10:00")
            try await desk.does(at: "2026-03-05 10:00") { try $0.customerIsHere(begun.key) }
            try await desk.does(at: "2026-03-05 10:01") { try $0.customerLeft(begun.key) }
            try await desk.answers("It is in stock.", .chat, on: begun.case.id, at: "2026-03-05 10:02")
            try await desk.answers("In red too.", .chat, on: begun.case.id, at: "2026-03-05 10:03")
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:06") == 0)
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:07") == 1)
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:30") == 0)
            let thread = try await desk.counter.store.read { try $0.messages(of: begun.case.id, limit: 10) }
            let letter = try #require(thread.last { $0.send?.state == .waiting }?.message)
            #expect(letter.contact == "ann@example.org")
            #expect(letter.body.contains("It is in stock.") && letter.body.contains("In red too."))
            #expect(letter.body.contains("https://kept.example/c/" + begun.key.text))
            // The page shows each answer once.
            let page = try await desk.page(begun.key)
            #expect(page.filter { $0.contains("In red too.") } == ["out In red too."])
            #expect(try await desk.counter.journalCount("case.answer-mailed") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func whoIsThereOrHasReadGetsNoMail(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 10:00")
            let answer = try await desk.answers("Yes.", .chat, on: begun.case.id, at: "2026-03-05 10:02")
            try await desk.does(at: "2026-03-05 10:09") { try $0.customerIsHere(begun.key) }
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:09") == 0)
            try await desk.does(at: "2026-03-05 10:10") { try $0.readTalk(begun.key, upTo: answer.id) }
            #expect(try await Self.mailed(desk, at: "2026-03-05 12:00") == 0)
            let standing = try await desk.counter.store.read {
                try $0.talkStandings(of: begun.case.id, at: Counter.at("2026-03-05 12:00"))
            }
            #expect(standing.first?.hasUnread == false && standing.first?.isHere == false)
            #expect(standing.first?.wentAway == Counter.at("2026-03-05 10:09"))
        }
    }

    @Test(arguments: TestStore.engines) func withoutAnAddressTheCaseSaysThatItIsUnread(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat, contact: nil), at: "2026-03-05 10:00")
            try await desk.answers("Yes.", .chat, on: begun.case.id, at: "2026-03-05 10:02")
            #expect(try await Self.mailed(desk, at: "2026-03-05 12:00") == 0)
            let standing = try await desk.counter.store.read {
                try $0.talkStandings(of: begun.case.id, at: Counter.at("2026-03-05 12:00")).first
            }
            #expect(standing?.hasUnread == true && standing?.canBeMailed == false)
        }
    }

    @Test(arguments: TestStore.engines) func chatsWaitTheOneDueFirstAtTheTop(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let late = try await desk.sends(ContactDesk.draft("B", .chat, sending: "b"), at: "2026-03-05 10:03")
            let early = try await desk.sends(ContactDesk.draft("A", .chat, sending: "a"), at: "2026-03-05 10:01")
            let answered = try await desk.sends(ContactDesk.draft("C", .chat, sending: "c"), at: "2026-03-05 10:00")
            try await desk.answers("Yes.", .chat, on: answered.case.id, at: "2026-03-05 10:02")
            try await desk.does(at: "2026-03-05 10:03") { try $0.customerIsHere(late.key) }
            let chats = try await desk.counter.store.read {
                try $0.waitingChats(at: nil, now: Counter.at("2026-03-05 10:03"))
            }
            #expect(chats.map(\.case) == [early.case.id, late.case.id])
            #expect(chats.map(\.isHere) == [false, true])
        }
    }

    @Test(arguments: TestStore.engines) func aChatWhosePromiseBrokeStaysAtTheTop(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let first = try await desk.sends(ContactDesk.draft("A", .chat, sending: "a"), at: "2026-03-05 10:00")
            let second = try await desk.sends(ContactDesk.draft("B", .chat, sending: "b"), at: "2026-03-05 10:04")
            _ = try await desk.counter.look(at: "2026-03-05 10:06")
            let chats = try await desk.counter.store.read {
                try $0.waitingChats(at: nil, now: Counter.at("2026-03-05 10:06"))
            }
            #expect(chats.map(\.case) == [first.case.id, second.case.id])
            #expect(chats.map(\.due) == [Counter.at("2026-03-05 10:05"), Counter.at("2026-03-05 10:09")])
        }
    }

    @Test(arguments: TestStore.engines) func aVisitorIsFollowedThroughTwoMerges(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let first = try await desk.sends(ContactDesk.draft("A", .chat, sending: "a"), at: "2026-03-05 10:00")
            let second = try await desk.sends(ContactDesk.draft("B", .form, sending: "b"), at: "2026-03-05 10:00")
            let third = try await desk.sends(ContactDesk.draft("C", .form, sending: "c"), at: "2026-03-05 10:00")
            try await desk.does(at: "2026-03-05 10:01") { tx in
                _ = try tx.mergeCase(first.case.id, into: second.case.id, why: "the same")
                _ = try tx.mergeCase(second.case.id, into: third.case.id, why: "the same")
            }
            let chats = try await desk.counter.store.read {
                try $0.waitingChats(at: nil, now: Counter.at("2026-03-05 10:01"))
            }
            #expect(chats.map(\.case) == [third.case.id])
            try await desk.answers("It is in stock.", .chat, on: third.case.id, at: "2026-03-05 10:02")
            let standings = try await desk.counter.store.read {
                try $0.talkStandings(of: third.case.id, at: Counter.at("2026-03-05 10:03"))
            }
            #expect(standings.count == 3 && standings.allSatisfy(\.hasUnread))
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:10") == 3)
        }
    }

    @Test(
        "C36 an answer on a page that nobody read, whose e-mail came back, kept nothing", arguments: TestStore.engines)
    func c36OfAnAnswerOnAPage(on engine: Engine) async throws {
        try await ContactDesk.with(engine) { desk in
            let begun = try await desk.sends(ContactDesk.draft("Hello", .chat), at: "2026-03-05 10:00")
            let answer = try await desk.answers("Yes.", .chat, on: begun.case.id, at: "2026-03-05 10:02")
            func first() async throws -> Promise? { try await desk.promises(on: begun.case.id).first }
            #expect(try await first()?.state == .kept)
            #expect(try await Self.mailed(desk, at: "2026-03-05 10:07") == 1)
            let thread = try await desk.counter.store.read { try $0.thread(of: begun.case.id) }
            let id = try #require(thread.last { $0.send?.state == .waiting }).message.id
            try await desk.does(at: "2026-03-05 10:08") { try $0.messageFailed(id, isBounced: false, answer: "550") }
            #expect(try await first()?.state == .open)
            // They come back and read it.
            try await desk.does(at: "2026-03-05 10:09") { try $0.readTalk(begun.key, upTo: answer.id) }
            #expect(try await first()?.state == .open, "read after it was due")
            _ = try await desk.counter.look(at: "2026-03-05 10:10")
            #expect(try await first()?.state == .broken)
        }
    }
}
