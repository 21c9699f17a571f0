import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A case that is closed while an answer of ours still waits to be taken: what was promised of that answer waits with it.
@Suite("Closed with an answer on its way") struct ClosedOnTheWayTests {
    private func close(_ talk: Conversation, at time: String) async throws {
        _ = try await talk.counter.store.write(as: .shell, at: Counter.at(time)) {
            try $0.closeCase(talk.id, cause: "size guide")
        }
    }

    @Test("C37 closed before it left: the instant of acceptance decides", arguments: TestStore.engines)
    func c37(on engine: Engine) async throws {
        try await Conversation.with(engine, cadence: "PT2H") { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            try await close(talk, at: "2026-03-05 11:01")
            #expect(try await talk.only().isOpen, "nobody has the answer yet")
            try await talk.accepted(sent, at: "2026-03-05 11:05", told: "2026-03-05 11:05")
            let first = try await talk.only()
            #expect(first.state == .kept && first.settledAt == Counter.at("2026-03-05 11:05"), "and no news is owed")
            #expect(try await findings(talk) == [])
        }
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-06 09:00").message.id
            try await close(talk, at: "2026-03-06 09:01")
            #expect(try await talk.counter.look(at: "2026-03-06 10:30").broken == 1)
            try await talk.accepted(sent, at: "2026-03-06 10:31", told: "2026-03-06 10:31")
            let judged = try await talk.counter.store.read { try $0.promises(onMatter: $0.knownCase(talk.id).matter) }
            #expect(judged.map(\.state) == [.broken], "the delay of our queue is ours")
        }
        // What carries mail tells late that it took it in time.
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-06 09:00").message.id
            try await close(talk, at: "2026-03-06 09:01")
            #expect(try await talk.counter.look(at: "2026-03-06 10:30").broken == 1)
            try await talk.accepted(sent, at: "2026-03-06 09:30", told: "2026-03-06 10:31")
            let judged = try await talk.counter.store.read { try $0.promises(onMatter: $0.knownCase(talk.id).matter) }
            #expect(judged.map(\.state) == [.kept])
            #expect(judged.map(\.settledAt) == [Counter.at("2026-03-06 09:30")])
        }
    }

    @Test("C37 closed, and it cannot be sent: the case is back with its promise", arguments: TestStore.engines)
    func c37OfWhatFails(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            try await talk.moves(to: .customer, at: "2026-03-05 10:30")
            let due = try await talk.only().due
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            try await close(talk, at: "2026-03-05 11:01")
            try await talk.counter.store.write(as: .system("outbox"), at: Counter.at("2026-03-05 11:30")) {
                try $0.messageFailed(sent, isBounced: false, answer: "550 5.1.1")
            }
            let (found, promise) = (try await talk.found(), try await talk.only())
            #expect(found.status == .open && found.whoseMove == .us)
            #expect(promise.isOpen && !promise.isPaused && promise.due > due, "its clock stood for an hour, and runs")
            #expect(try await findings(talk) == [])
        }
    }

    @Test("C38 what was asked after the answer on its way is settled by the closing", arguments: TestStore.engines)
    func c38(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            try await talk.takes(Conversation.mail("Thanks!"), at: "2026-03-05 11:30")
            try await close(talk, at: "2026-03-05 11:31")
            #expect(try await talk.promises().map(\.state) == [.open, .released])
            try await talk.accepted(sent, at: "2026-03-05 11:40", told: "2026-03-05 11:40")
            #expect(try await talk.promises().map(\.state) == [.kept, .released])
        }
    }

    private func findings(_ talk: Conversation) async throws -> [Finding] {
        var findings: [Finding] = []
        _ = try await talk.counter.store.examine { findings.append($0) }
        return findings
    }
}
