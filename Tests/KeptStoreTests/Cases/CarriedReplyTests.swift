import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// An answer by e-mail is with the customer when their server, or ours, has taken it: until then our clocks run.
@Suite("Answers on their way") struct CarriedReplyTests {
    @Test(
        "C37 with the next move the customer's: the clock runs until the answer left, by reply, by macro and by hand",
        arguments: TestStore.engines)
    func c37WithTheMoveGivenAway(on engine: Engine) async throws {
        for way in Way.allCases {
            try await Conversation.with(engine, solution: "PT16H") { talk in
                let sent = try await way.answer(talk, at: "2026-03-06 09:00")
                #expect(try await talk.found().whoseMove == .customer)
                let waiting = try await talk.open()
                #expect(waiting.count == 2 && waiting.allSatisfy { !$0.isPaused }, "\(way): nobody has it yet")
                #expect(try await talk.counter.look(at: "2026-03-06 10:30").broken == 1, "\(way)")
                try await talk.accepted(sent, at: "2026-03-06 15:00", told: "2026-03-06 15:00")
                #expect(try await talk.promises().map(\.state).sorted { "\($0)" < "\($1)" } == [.broken, .open])
                let solution = try #require(try await talk.open().first)
                #expect(solution.pausedAt == Counter.at("2026-03-06 15:00"), "\(way): theirs since it left")
                var findings: [Finding] = []
                _ = try await talk.counter.store.examine { findings.append($0) }
                #expect(findings == [])
            }
        }
    }

    @Test("C37 what cannot be sent moves no due time", arguments: TestStore.engines)
    func c37OfWhatFails(on engine: Engine) async throws {
        for way in Way.allCases {
            try await Conversation.with(engine, solution: "PT16H") { talk in
                let before = try await talk.open().map(\.due)
                let sent = try await way.answer(talk, at: "2026-03-05 11:00")
                try await talk.counter.store.write(as: .system("outbox"), at: Counter.at("2026-03-06 09:30")) {
                    try $0.messageFailed(sent, isBounced: false, answer: "450 4.2.1")
                }
                #expect(try await talk.found().whoseMove == .us)
                let after = try await talk.open()
                #expect(after.map(\.due) == before && after.allSatisfy { !$0.isPaused }, "\(way)")
            }
        }
    }

    @Test("C37 somebody else's move while the answer waits: what was promised of it runs", arguments: TestStore.engines)
    func c37OfAThirdParty(on engine: Engine) async throws {
        try await Conversation.with(engine, solution: "PT16H") { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            try await talk.moves(to: .thirdParty, at: "2026-03-05 11:10")
            let open = try await talk.open()
            #expect(open.filter(\.isPaused).map(\.said) == ["Solved"], "the binder has the book whatever the mail does")
            try await talk.accepted(sent, at: "2026-03-05 12:00", told: "2026-03-05 12:00")
            #expect(try await talk.promises().map(\.state).contains(.kept))
        }
    }

    @Test(
        "C37 what the customer writes while an answer waits is owed another, and breaks at its own time",
        arguments: TestStore.engines)
    func c37OfALaterWord(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            try await talk.takes(Conversation.mail("And the colour?"), at: "2026-03-05 11:30")
            try await talk.takes(Conversation.mail("Hello?"), at: "2026-03-05 11:45")
            let waiting = try await talk.open()
            #expect(waiting.map(\.said).last == "Next answer" && waiting.count == 2)
            #expect(waiting.last?.startsAt == Counter.at("2026-03-05 11:30"), "the earliest word without an answer")
            try await talk.accepted(sent, at: "2026-03-05 12:00", told: "2026-03-05 12:00")
            #expect(try await talk.promises().map(\.state) == [.kept, .open], "it was written before the question")
            #expect(try await talk.counter.look(at: "2026-03-05 15:30:01").broken == 1)
        }
        // A program tells late of its answer: what was written in between is owed all the same.
        try await Conversation.with(engine) { talk in
            try await talk.takes(Conversation.mail("And the colour?"), at: "2026-03-05 11:30")
            _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 12:00")) {
                try $0.reply(
                    to: talk.id, with: Conversation.mail("Large."), keptAt: Counter.at("2026-03-05 11:00"))
            }
            let promises = try await talk.promises()
            #expect(promises.map(\.state) == [.kept, .open])
            #expect(promises.last?.startsAt == Counter.at("2026-03-05 11:30"))
        }
    }

    @Test("C36 what came back kept no news either; the next answer keeps it", arguments: TestStore.engines)
    func c36OfNews(on engine: Engine) async throws {
        try await Conversation.with(engine, cadence: "PT2H") { talk in
            try await talk.answers(MessageDraft(.phone, "We look."), at: "2026-03-05 11:00")
            let sent = try await talk.answers(Conversation.mail("Soon."), at: "2026-03-05 12:00").message.id
            try await talk.accepted(sent, at: "2026-03-05 12:01", told: "2026-03-05 12:01")
            #expect(try await talk.open().map(\.due) == [Counter.at("2026-03-05 14:01")])
            try await bounces(sent, talk, at: "2026-03-05 12:20")
            #expect(
                try await talk.open().map(\.due) == [Counter.at("2026-03-05 13:00")], "as if it had never been sent")
            #expect(try await findings(talk) == [])
        }
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            try await talk.accepted(sent, at: "2026-03-05 11:01", told: "2026-03-05 11:01")
            try await talk.answers(MessageDraft(.phone, "Large, I said."), at: "2026-03-05 11:30")
            try await bounces(sent, talk, at: "2026-03-05 12:00")
            let first = try await talk.only()
            #expect(first.state == .kept && first.settledAt == Counter.at("2026-03-05 11:30"))
            #expect(try await findings(talk) == [])
        }
    }

    @Test("C36 what came back after a merge kept nothing", arguments: TestStore.engines)
    func c36AfterAMerge(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let sent = try await talk.answers(Conversation.mail("Large."), at: "2026-03-05 11:00").message.id
            try await talk.accepted(sent, at: "2026-03-05 11:01", told: "2026-03-05 11:01")
            let other = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 11:30")) {
                [talk] tx in
                var inquiry = InquiryDraft(kind: .question, message: Conversation.mail("Invoice"))
                (inquiry.customer, inquiry.subject) = (talk.counter.customer, "Invoice")
                let other = try tx.takeInquiry(inquiry, words: talk.words).case.id
                _ = try tx.mergeCase(talk.id, into: other, why: "the same")
                return other
            }
            try await bounces(sent, talk, at: "2026-03-05 12:00")
            let owed = try await talk.counter.store.read { try $0.promises(on: $0.knownCase(other)) }
            #expect(owed.map(\.state) == [.open, .open] && owed.allSatisfy { $0.case == other })
        }
    }

    @Test("C36 an acknowledgement that nobody gets tells nobody", arguments: TestStore.engines)
    func c36OfAnAcknowledgement(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let told = try await talk.only()
            #expect(told.isTold)
            // No channel sends here: it is held.
            _ = try await talk.counter.store.write(as: .system("outbox"), at: Counter.at("2026-03-05 10:01")) {
                try $0.claimSends(limit: 10)
            }
            #expect(try await !talk.only().isTold)
            let thread = try await talk.counter.store.read { try $0.thread(of: talk.id) }
            let id = try #require(thread.first { $0.send?.state == .waiting }).message.id
            try await talk.accepted(id, at: "2026-03-05 10:30", told: "2026-03-05 10:30")
            let again = try await talk.only()
            #expect(again.isTold && again.due == told.due)
            try await bounces(id, talk, at: "2026-03-05 10:31")
            #expect(try await !talk.only().isTold)
            #expect(try await findings(talk) == [])
        }
    }

    private func bounces(_ id: ID<Message>, _ talk: Conversation, at time: String) async throws {
        try await talk.counter.store.write(as: .system("outbox"), at: Counter.at(time)) {
            try $0.messageFailed(id, isBounced: true, answer: "5.1.1")
        }
    }

    private func findings(_ talk: Conversation) async throws -> [Finding] {
        var findings: [Finding] = []
        _ = try await talk.counter.store.examine { findings.append($0) }
        return findings
    }

    /// How a colleague answers and gives the move away.
    enum Way: CaseIterable {
        case reply, macro, hand

        func answer(_ talk: Conversation, at time: String) async throws -> ID<Message> {
            switch self {
            case .reply:
                return try await talk.answers(Conversation.mail("Large?"), at: time, next: .customer).message.id
            case .hand:
                let sent = try await talk.answers(Conversation.mail("Large?"), at: time).message.id
                try await talk.moves(to: .customer, at: time)
                return sent
            case .macro:
                let words = talk.words
                let id = talk.id
                return try await talk.counter.store.write(as: .shell, at: Counter.at(time)) { tx in
                    let macro = try tx.addMacro(name: "Size", steps: [.reply("Large?"), .move(.customer)]).id
                    try tx.runMacro(macro, on: id, words: words)
                    return try #require(try tx.thread(of: id).last { $0.message.body == "Large?" }).message.id
                }
            }
        }
    }
}
