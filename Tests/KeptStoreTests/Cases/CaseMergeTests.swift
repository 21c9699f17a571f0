import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("Merging") struct CaseMergeTests {
    /// A further case of the same customer, opened by an e-mail of theirs.
    private static func opens(_ subject: String, _ talk: Conversation, at time: String) async throws -> ID<Case> {
        try await talk.counter.store.write(as: .system("mail"), at: Counter.at(time)) { [talk] tx in
            var inquiry = InquiryDraft(kind: .question, message: Conversation.mail(subject))
            (inquiry.customer, inquiry.subject) = (talk.counter.customer, subject)
            return try tx.takeInquiry(inquiry, words: talk.words).case.id
        }
    }

    private static func does(
        _ talk: Conversation, at time: String, _ body: @escaping @Sendable (Transaction) throws -> Void
    ) async throws {
        try await talk.counter.store.write(as: .shell, at: Counter.at(time), body)
    }

    private static func merges(
        _ part: ID<Case>, into whole: ID<Case>, _ talk: Conversation, at time: String
    ) async throws {
        try await does(talk, at: time) { _ = try $0.mergeCase(part, into: whole, why: "the same") }
    }

    private static func on(_ id: ID<Case>, _ talk: Conversation) async throws -> (found: Case, promises: [Promise]) {
        try await talk.counter.store.read { reading in
            let found = try reading.knownCase(id)
            return (found, try reading.promises(on: found).filter { $0.case == id })
        }
    }

    private static func findings(_ talk: Conversation) async throws -> [Finding] {
        var findings: [Finding] = []
        _ = try await talk.counter.store.examine { findings.append($0) }
        return findings
    }

    @Test(
        "C44 a merge keeps the told word: it is owed by the other case and answered there", arguments: TestStore.engines
    )
    func aToldWordGoesOver(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let other = try await Self.opens("Invoice", talk, at: "2026-03-05 11:00")
            let told = try #require(try await Self.on(other, talk).promises.first)
            #expect(told.isTold && told.due == Counter.at("2026-03-06 11:00"))
            try await Self.merges(other, into: talk.id, talk, at: "2026-03-05 12:00")
            let owed = try await Self.on(talk.id, talk).promises
            #expect(owed.filter(\.isOpen).map(\.due) == [Counter.at("2026-03-06 10:00"), told.due])
            #expect(owed.contains { $0.id == told.id && $0.isTold })
            try await talk.answers(MessageDraft(.phone, "Both: yes."), at: "2026-03-05 13:00")
            #expect(try await Self.on(talk.id, talk).promises.map(\.state) == [.kept, .kept])
            #expect(try await Self.findings(talk) == [])
        }
        // Unanswered, each breaks at its own time, on the case that goes on.
        try await Conversation.with(engine) { talk in
            let other = try await Self.opens("Invoice", talk, at: "2026-03-05 11:00")
            try await Self.merges(other, into: talk.id, talk, at: "2026-03-05 12:00")
            #expect(try await talk.counter.look(at: "2026-03-06 10:30").broken == 1)
            #expect(try await talk.counter.look(at: "2026-03-06 11:30").broken == 1)
            #expect(try await talk.counter.count("SELECT count(*) FROM cases") == 2)
            #expect(try await Self.on(talk.id, talk).promises.map(\.state) == [.broken, .broken])
            #expect(try await Self.findings(talk) == [])
        }
    }

    @Test(
        "C27 what had stood still before a merge counts after it, and after it is undone", arguments: TestStore.engines)
    func pausesGoOver(on engine: Engine) async throws {
        try await Conversation.with(engine, solution: "PT16H") { talk in
            let other = try await Self.opens("Invoice", talk, at: "2026-03-05 11:00")
            try await Self.does(talk, at: "2026-03-05 12:00") {
                _ = try $0.setMove(of: other, to: .customer, why: "which?")
            }
            try await Self.does(talk, at: "2026-03-05 14:00") { _ = try $0.setMove(of: other, to: .us, why: "that") }
            let before = try await Self.on(other, talk).promises.map(\.due)
            #expect(before == [Counter.at("2026-03-09 13:00"), Counter.at("2026-03-06 13:00")])
            try await Self.merges(other, into: talk.id, talk, at: "2026-03-05 15:00")
            #expect(try await Self.on(talk.id, talk).promises.map(\.due).contains(Counter.at("2026-03-06 13:00")))
            try await Self.does(talk, at: "2026-03-05 16:00") { _ = try $0.undoMerge(of: other, why: "not the same") }
            let after = try await Self.on(other, talk).promises
            #expect(after.map(\.due) == before && after.allSatisfy(\.isOpen))
            #expect(try await Self.findings(talk) == [])
        }
        // Waiting for the customer as it was merged: it waits again.
        try await Conversation.with(engine, solution: "PT16H") { talk in
            let other = try await Self.opens("Invoice", talk, at: "2026-03-05 11:00")
            try await Self.does(talk, at: "2026-03-05 12:00") {
                _ = try $0.setMove(of: other, to: .customer, why: "which?")
            }
            try await Self.merges(other, into: talk.id, talk, at: "2026-03-05 13:00")
            #expect(try await talk.open().allSatisfy { !$0.isPaused }, "ours where it goes on")
            try await Self.does(talk, at: "2026-03-05 14:00") { _ = try $0.undoMerge(of: other, why: "not the same") }
            let again = try await Self.on(other, talk)
            #expect(again.found.whoseMove == .customer && again.promises.allSatisfy(\.isPaused))
            #expect(try await Self.findings(talk) == [])
        }
    }

    @Test(arguments: TestStore.engines) func whatFellDueWhileMergedIsBrokenAfterwards(on engine: Engine) async throws {
        try await Conversation.with(engine, solution: "PT8H") { talk in
            let other = try await Self.opens("Invoice", talk, at: "2026-03-05 11:00")
            try await Self.merges(other, into: talk.id, talk, at: "2026-03-05 12:00")
            try await Self.does(talk, at: "2026-03-06 12:00") { _ = try $0.undoMerge(of: other, why: "not the same") }
            _ = try await talk.counter.look(at: "2026-03-06 12:01")
            let solved = try #require(try await Self.on(other, talk).promises.first { $0.said == "Solved" })
            #expect(solved.state == .broken && solved.settledAt == Counter.at("2026-03-06 11:00"))
            #expect(try await Self.findings(talk) == [])
        }
    }

    @Test(arguments: TestStore.engines) func undoingLeavesNoDebtBehind(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            try await talk.answers(MessageDraft(.phone, "Large."), at: "2026-03-05 10:30")
            let other = try await Self.opens("Invoice", talk, at: "2026-03-05 11:00")
            try await Self.merges(other, into: talk.id, talk, at: "2026-03-05 12:00")
            #expect(try await talk.found().whoseMove == .us)
            #expect(
                try await talk.counter.store.read { try $0.promises(on: $0.knownCase(talk.id)) }.contains(
                    where: \.isOpen))
            try await Self.does(talk, at: "2026-03-05 13:00") { _ = try $0.undoMerge(of: other, why: "not the same") }
            #expect(try await Self.on(talk.id, talk).promises.allSatisfy { !$0.isOpen })
            #expect(try await Self.on(other, talk).promises.filter(\.isOpen).count == 1)
        }
        // What was asked meanwhile stays where it was asked, and is owed there.
        try await Conversation.with(engine) { talk in
            try await talk.answers(MessageDraft(.phone, "Large."), at: "2026-03-05 10:30")
            let other = try await Self.opens("Invoice", talk, at: "2026-03-05 11:00")
            try await Self.merges(other, into: talk.id, talk, at: "2026-03-05 12:00")
            try await talk.takes(Conversation.mail("And the colour?"), at: "2026-03-05 12:30")
            try await Self.does(talk, at: "2026-03-05 13:00") { _ = try $0.undoMerge(of: other, why: "not the same") }
            let owed = try await Self.on(talk.id, talk).promises.filter(\.isOpen)
            #expect(owed.map(\.startsAt) == [Counter.at("2026-03-05 12:30")])
        }
    }

    @Test(arguments: TestStore.engines) func theMoveOfTheOneMergedDecides(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            // The other one owes no answer, but it is ours to go on with.
            let other = try await Self.opens("Invoice", talk, at: "2026-03-05 10:10")
            try await Self.does(talk, at: "2026-03-05 10:20") {
                _ = try $0.reply(to: other, with: MessageDraft(.phone, "We look."))
            }
            try await talk.answers(MessageDraft(.phone, "Which?"), at: "2026-03-05 10:30", next: .customer)
            try await Self.does(talk, at: "2026-03-05 10:40") {
                _ = try $0.snoozeCase(talk.id, until: Counter.at("2026-03-09 09:00"))
            }
            try await Self.merges(other, into: talk.id, talk, at: "2026-03-05 11:00")
            let found = try await talk.found()
            #expect(found.whoseMove == .us && found.snoozedUntil == nil)
        }
    }

    @Test(arguments: TestStore.engines) func aChainIsTakenBackInAnyOrder(on engine: Engine) async throws {
        for order in [[0, 1], [1, 0]] {
            try await Conversation.with(engine) { talk in
                let parts = [
                    try await Self.opens("Invoice", talk, at: "2026-03-05 10:10"),
                    try await Self.opens("Colour", talk, at: "2026-03-05 10:20"),
                ]
                func thread(_ id: ID<Case>) async throws -> [ID<Message>] {
                    try await talk.counter.store.read { try $0.thread(of: id).map(\.message.id) }
                }
                var before: [[ID<Message>]] = []
                var promises: [[ID<Promise>]] = []
                for part in parts {
                    before.append(try await thread(part))
                    promises.append(try await Self.on(part, talk).promises.map(\.id))
                }
                let own = try await thread(talk.id)
                try await Self.merges(parts[0], into: parts[1], talk, at: "2026-03-05 11:00")
                try await Self.merges(parts[1], into: talk.id, talk, at: "2026-03-05 12:00")
                for number in order {
                    try await Self.does(talk, at: "2026-03-05 13:00") {
                        _ = try $0.undoMerge(of: parts[number], why: "not the same")
                    }
                }
                for (number, part) in parts.enumerated() {
                    #expect(try await thread(part) == before[number], "\(order)")
                    let after = try await Self.on(part, talk).promises
                    #expect(after.map(\.id) == promises[number] && after.allSatisfy(\.isOpen), "\(order)")
                }
                #expect(try await thread(talk.id) == own)
                #expect(try await talk.open().count == 1)
                #expect(try await Self.findings(talk) == [])
            }
        }
    }

    @Test(arguments: TestStore.engines) func anAnswerToAMergedCaseGoesWhereItGoesOn(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let first = try await Self.opens("Invoice", talk, at: "2026-03-05 10:10")
            let second = try await Self.opens("Colour", talk, at: "2026-03-05 10:20")
            try await Self.merges(first, into: second, talk, at: "2026-03-05 11:00")
            try await Self.merges(second, into: talk.id, talk, at: "2026-03-05 12:00")
            let filed = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 13:00")) {
                try $0.reply(to: first, with: MessageDraft(.phone, "Blue."))
            }
            #expect(filed.case.id == talk.id && filed.message.case == talk.id)
            #expect(try await talk.open().isEmpty, "all three words are answered")
        }
    }
}
