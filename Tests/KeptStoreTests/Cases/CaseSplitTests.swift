import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A promise of an answer goes with the messages that it answers.
@Suite("Splitting a case") struct CaseSplitTests {
    private func split(
        _ talk: Conversation, _ messages: [ID<Message>], at time: String
    ) async throws -> (case: Case, promises: [Promise]) {
        let part = try await talk.counter.store.write(as: .shell, at: Counter.at(time)) {
            try $0.splitCase(talk.id, messages: messages, kind: .complaint, subject: "Invoice", why: "two matters")
        }
        let promises = try await talk.counter.store.read { try $0.promises(on: part) }
        var findings: [Finding] = []
        _ = try await talk.counter.store.examine { findings.append($0) }
        #expect(findings == [])
        return (part, promises)
    }

    private func first(_ talk: Conversation) async throws -> ID<Message> {
        let thread = try await talk.counter.store.read { try $0.thread(of: talk.id) }
        return try #require(thread.first).message.id
    }

    @Test(
        "C48 with two promises open each stays with its own messages, as it was told", arguments: TestStore.engines)
    func c48WithTwoOpen(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            let later = try await talk.takes(Conversation.mail("And the invoice is wrong."), at: "2026-03-05 11:30")
            let before = try await talk.open()
            #expect(before.count == 2)
            let part = try await split(talk, [later.message.id], at: "2026-03-05 11:40")
            #expect(part.promises.map(\.id) == [before[1].id] && part.promises[0].due == before[1].due)
            #expect(try await talk.open().map(\.id) == [before[0].id])
            try await talk.accepted(sent, at: "2026-03-05 12:00", told: "2026-03-05 12:00")
            #expect(try await talk.promises().map(\.state) == [.kept])
            // Its break is one of the part's.
            #expect(try await talk.counter.look(at: "2026-03-05 15:30:01").broken == 1)
            let broken = try await talk.counter.store.read { try $0.promises(on: part.case) }
            #expect(broken.map(\.case) == [part.case.id] && broken[0].state == .broken)
        }
    }

    @Test("C48 what was told goes with its message as it was told", arguments: TestStore.engines)
    func c48OfWhatWasTold(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let told = try await talk.only()
            try await talk.moves(to: .customer, at: "2026-03-05 10:10")
            let part = try await split(talk, [try await first(talk)], at: "2026-03-05 10:20")
            let moved = try #require(part.promises.first)
            #expect(moved.id == told.id && moved.isTold && moved.said == told.said && moved.startsAt == told.startsAt)
            #expect(!moved.isPaused, "the next move there is ours")
            #expect(try await talk.promises().isEmpty)
        }
    }

    @Test("C48 what an answer on its way will keep goes with that answer", arguments: TestStore.engines)
    func c48OnItsWay(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            let part = try await split(talk, [try await first(talk)], at: "2026-03-05 11:10")
            #expect(part.promises.isEmpty)
            try await talk.accepted(sent, at: "2026-03-05 12:00", told: "2026-03-05 12:00")
            #expect(try await talk.promises().map(\.state) == [.kept])
        }
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            let part = try await split(talk, [try await first(talk), sent], at: "2026-03-05 11:10")
            #expect(part.promises.count == 1)
            try await talk.accepted(sent, at: "2026-03-05 12:00", told: "2026-03-05 12:00")
            #expect(try await talk.counter.store.read { try $0.promises(on: part.case) }.map(\.state) == [.kept])
        }
    }

    @Test("C48 where words of both wait, each case has its own promise", arguments: TestStore.engines)
    func c48OfBoth(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let later = try await talk.takes(Conversation.mail("And the invoice is wrong."), at: "2026-03-05 11:30")
            let told = try await talk.only()
            let part = try await split(talk, [later.message.id], at: "2026-03-05 12:00")
            #expect(try await talk.only().id == told.id)
            #expect(part.promises.map(\.startsAt) == [Counter.at("2026-03-05 12:00")])
        }
    }
}
