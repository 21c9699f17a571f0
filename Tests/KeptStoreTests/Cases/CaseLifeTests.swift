import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("The life of a case") struct CaseLifeTests {
    private func withSolution(
        _ engine: Engine, cadence: String? = nil, _ body: (Conversation) async throws -> Void
    ) async throws {
        try await Conversation.with(engine, cadence: cadence, solution: "wall:PT48H", body)
    }

    private func close(_ talk: Conversation, at time: String) async throws {
        _ = try await talk.counter.store.write(as: .shell, at: Counter.at(time)) {
            try $0.closeCase(talk.id, cause: "size guide")
        }
    }

    @Test(
        "C41 solved in time, reopened next day: the first solution stays kept, a new promise covers the second episode",
        arguments: TestStore.engines)
    func c41(on engine: Engine) async throws {
        try await withSolution(engine) { talk in
            try await talk.answers(MessageDraft(.phone, "Large."), at: "2026-03-05 11:00")
            try await close(talk, at: "2026-03-05 12:00")
            let before = try await talk.promises()
            #expect(before.map(\.state) == [.kept, .kept])
            try await talk.takes(Conversation.mail("It does not fit."), at: "2026-03-06 11:00")
            let after = try await talk.promises()
            #expect(Array(after.prefix(2)) == before, "what was kept stays as it was")
            #expect(after.count == 4 && after.suffix(2).allSatisfy(\.isOpen))
            let solution = try #require(after.first { $0.isOpen && $0.said == "Solved" })
            #expect(solution.startsAt == Counter.at("2026-03-06 11:00"), "the gap does not count")
            #expect(solution.due == Counter.at("2026-03-08 11:00"))
            let episodes = try await talk.counter.store.read { try $0.episodes(of: talk.id) }
            #expect(episodes.map(\.closedAt) == [Counter.at("2026-03-05 12:00"), nil])
            #expect(episodes.map(\.cause) == ["size guide", nil])
            #expect(try await talk.found().openedAt == Counter.at("2026-03-05 10:00"))
        }
    }

    @Test("C41 a rule may count the gap", arguments: TestStore.engines)
    func c41CountingTheGap(on engine: Engine) async throws {
        try await withSolution(engine) { talk in
            try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 10:30")) {
                try $0.setReopeningRule(
                    ReopeningRule(kind: .question, windowDays: 14, countsGap: true), revision: 1)
            }
            try await close(talk, at: "2026-03-05 12:00")
            try await talk.takes(Conversation.mail("It does not fit."), at: "2026-03-06 11:00")
            let solution = try #require(try await talk.promises().first { $0.isOpen && $0.said == "Solved" })
            #expect(solution.due == Counter.at("2026-03-07 12:00"))
        }
    }

    @Test(
        "C43 closed for good: later words open a new case, and nothing of the old one is computed anew",
        arguments: TestStore.engines)
    func c43(on engine: Engine) async throws {
        try await withSolution(engine) { talk in
            try await talk.answers(MessageDraft(.phone, "Large."), at: "2026-03-05 11:00")
            try await close(talk, at: "2026-03-05 12:00")
            let before = try await talk.promises()
            let figures = try await figures(talk)
            // Fourteen days to the second are still within the window, a second more is not.
            let filed = try await talk.takes(Conversation.mail("Another thing."), at: "2026-03-19 12:00:01")
            #expect(filed.case.id != talk.id && filed.opened)
            #expect(try await talk.promises() == before)
            #expect(try await self.figures(talk) == figures)
            let relatives = try await talk.counter.store.read { try $0.relatives(of: $0.knownCase(talk.id)) }
            #expect(relatives.map(\.id) == [filed.case.id])
            await #expect(throws: CaseRefusal.notOpen) {
                _ = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-20 12:00")) {
                    try $0.closeCase(talk.id, cause: "again")
                }
            }
        }
    }

    private func figures(_ talk: Conversation) async throws -> KeptFigures {
        try await talk.counter.store.read {
            try $0.keptFigures(from: Counter.at("2026-03-01 00:00"), to: Counter.at("2026-03-18 00:00"), places: nil)
        }
    }

    @Test(
        "C44 from a line with cadence to one without: its news is withdrawn with a reason, the first reply stays",
        arguments: TestStore.engines)
    func c44(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let (store, now) = (talk.counter.store, Counter.at("2026-03-05 10:10"))
            let lines = try await store.write(as: .shell, at: now) { tx in
                let (place, keeper) = (try tx.defaultPlace(), try tx.knownCase(talk.id).owner)
                let lines = try ["Returns", "Letters"].map { name in
                    try tx.addLine(LineDraft(name: name, place: place, keeper: keeper, members: [keeper])).id
                }
                _ = try tx.addStandard(
                    StandardDraft(
                        name: "News", metric: .keepPosted, scope: StandardScope(line: lines[0]), target: "PT2H",
                        said: ["en": "News by {due}."]))
                try tx.transferCase(talk.id, to: lines[0], why: "a return")
                return lines
            }
            try await talk.answers(MessageDraft(.phone, "We look."), at: "2026-03-05 11:00")
            try await talk.takes(Conversation.mail("And now?"), at: "2026-03-05 11:30")
            let before = try await talk.open()
            #expect(Set(before.map(\.said)) == ["News", "Next answer"])
            _ = try await store.write(as: .shell, at: Counter.at("2026-03-05 11:40")) {
                try $0.transferCase(talk.id, to: lines[1], why: "only by post")
            }
            #expect(try await talk.open().map(\.said) == ["Next answer"])
            let news = try #require(try await talk.promises().first { $0.said == "News" })
            #expect(news.state == .released && news.evidence == OwnSentence.transferred("Letters").text)
        }
    }

    @Test("C48 split: each part has its own promise, and no time is counted twice", arguments: TestStore.engines)
    func c48(on engine: Engine) async throws {
        try await withSolution(engine) { talk in
            let store = talk.counter.store
            try await talk.answers(MessageDraft(.phone, "Large."), at: "2026-03-05 11:00")
            let other = try await talk.takes(Conversation.mail("And the invoice is wrong."), at: "2026-03-05 12:00")
            let part = try await store.write(as: .shell, at: Counter.at("2026-03-05 13:00")) {
                try $0.splitCase(
                    talk.id, messages: [other.message.id], kind: .complaint, subject: "Invoice", why: "two matters")
            }
            let (old, new) = (
                try await talk.promises(), try await store.read { try $0.promises(onMatter: part.matter) }
            )
            #expect(new.map(\.said) == ["Solved", "Next answer"] || new.map(\.said) == ["Next answer", "Solved"])
            let (first, second) = (
                try #require(old.first { $0.said == "Solved" }), try #require(new.first { $0.said == "Solved" })
            )
            #expect(first.isOpen && first.startsAt == Counter.at("2026-03-05 10:00"))
            #expect(second.isOpen && second.startsAt == Counter.at("2026-03-05 13:00"))
            // The answer is owed once, from when the customer began to wait.
            let replies = (old + new).filter { $0.said == "Next answer" && $0.isOpen }
            #expect(replies.map(\.case) == [part.id])
            #expect(replies.first?.startsAt == Counter.at("2026-03-05 12:00"))
            #expect(try await store.read { try $0.thread(of: part.id).map(\.message.id) } == [other.message.id])
            let owner = try await talk.found().owner
            #expect(part.owner == owner)
        }
    }

    @Test(arguments: TestStore.engines) func aPartOfWhatWaitsInALineWaitsThere(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            let other = try await talk.takes(Conversation.mail("And the invoice is wrong."), at: "2026-03-05 10:30")
            let (part, line) = try await store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) { tx in
                let ida = try tx.addPerson(
                    PersonFacts(name: "Ida", email: nil, language: "en", grants: [Grant(role: .frontLine)]))
                let line = try tx.addLine(
                    LineDraft(
                        name: "Desk", place: try tx.defaultPlace(), keeper: try tx.knownCase(talk.id).owner,
                        members: [ida]))
                try tx.transferCase(talk.id, to: line.id, why: "busy", skill: "zh")
                let part = try tx.splitCase(
                    talk.id, messages: [other.message.id], kind: .complaint, subject: "Invoice", why: "two matters")
                return (part, line.id)
            }
            let whole = try await talk.found()
            #expect(part.line == line && part.waitingSince == whole.waitingSince && part.skill == "zh")
            #expect(part.waitingSince != nil && part.owner == whole.owner && part.order == whole.order)
        }
    }

    @Test(arguments: TestStore.engines) func whoOwesAnAnswerAfterAMergeHasTheMove(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            try await talk.answers(
                MessageDraft(.phone, "Large: shall I hold it?"), at: "2026-03-05 11:00", next: .customer)
            let second = try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 12:00")) {
                [talk] tx in
                var inquiry = InquiryDraft(kind: .question, message: Conversation.mail("Yes please, hold it."))
                (inquiry.customer, inquiry.subject) = (talk.counter.customer, "Hold it")
                return try tx.takeInquiry(inquiry, words: talk.words).case.id
            }
            try await talk.counter.store.write(as: .shell, at: Counter.at("2026-03-05 13:00")) {
                _ = try $0.mergeCase(second, into: talk.id, why: "the same book")
            }
            #expect(try await talk.found().whoseMove == .us)
            let owed = try await talk.open()
            #expect(owed.count == 1 && owed.allSatisfy { !$0.isPaused })
            #expect(owed.first?.startsAt == Counter.at("2026-03-05 12:00"))
        }
    }

    @Test(arguments: TestStore.engines) func aMergeCanBeTakenBack(on engine: Engine) async throws {
        try await withSolution(engine) { talk in
            let store = talk.counter.store
            let second = try await store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) { [talk] tx in
                var inquiry = InquiryDraft(kind: .question, message: Conversation.mail("Which size, please?"))
                inquiry.customer = talk.counter.customer
                return try tx.takeInquiry(inquiry, words: talk.words).case.id
            }
            let (threadBefore, openBefore) = (
                try await store.read { try $0.thread(of: second).map(\.message.id) },
                try await store.read { try $0.promises(onMatter: $0.knownCase(second).matter) }
            )
            try await store.write(as: .shell, at: Counter.at("2026-03-05 12:00")) {
                _ = try $0.mergeCase(second, into: talk.id, why: "the same question")
            }
            let merged = try await store.read { try $0.knownCase(second) }
            #expect(merged.status == .closed && merged.mergedInto == talk.id)
            #expect(try await store.read { try $0.thread(of: talk.id).count } == 2 + threadBefore.count)
            let left = try await store.read { try $0.promises(onMatter: merged.matter).filter(\.isOpen) }
            #expect(left.map(\.case) == [talk.id], "the told answer is owed where it goes on, the rest has ended")
            let filed = try await store.write(as: .system("mail"), at: Counter.at("2026-03-05 12:30")) {
                try $0.takeMessage(Conversation.mail("Hello?"), on: second, words: talk.words)
            }
            #expect(filed.case.id == talk.id, "its words go where it went")
            try await store.write(as: .shell, at: Counter.at("2026-03-05 13:00")) {
                _ = try $0.undoMerge(of: second, why: "two customers")
            }
            #expect(try await store.read { try $0.thread(of: second).map(\.message.id) } == threadBefore)
            let again = try await store.read { try $0.promises(onMatter: merged.matter) }.filter(\.isOpen)
            #expect(again.map(\.due).sorted() == openBefore.map(\.due).sorted(), "as if it had never been merged")
            #expect(try await store.read { try $0.episodes(of: second).count } == 1)
            var findings: [Finding] = []
            _ = try await store.examine { findings.append($0) }
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func aSnoozedCaseComesBack(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            let owner = try await talk.found().owner
            func mine(_ time: String) async throws -> Int {
                try await store.read { try $0.caseLines(of: owner, at: Counter.at(time)).count }
            }
            _ = try await store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) {
                try $0.snoozeCase(talk.id, until: Counter.at("2026-03-09 09:00"))
            }
            #expect(try await mine("2026-03-06 09:00") == 0)
            #expect(try await mine("2026-03-09 09:00") == 1)
            try await talk.takes(Conversation.mail("Hello?"), at: "2026-03-06 10:00")
            #expect(try await mine("2026-03-06 10:00") == 1, "the customer wrote")
        }
    }

    @Test(arguments: TestStore.engines) func aLineHandsOutTheEarliestDueFirst(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            let now = Counter.at("2026-03-05 10:30")
            let (ida, bo, keeper, line) = try await store.write(as: .shell, at: now) { tx in
                let place = try tx.defaultPlace()
                let people = try ["Ida", "Bo", "Kim"].map { name in
                    try tx.addPerson(
                        PersonFacts(name: name, email: nil, language: "en", grants: [Grant(role: .frontLine)]))
                }
                var draft = LineDraft(name: "Desk", place: place, keeper: people[2], members: [people[0], people[1]])
                draft.takesIncoming = true
                draft.mostInHand = 2
                let line = try tx.addLine(draft)
                try tx.setSkills(of: people[1], to: ["zh"])
                return (people[0], people[1], people[2], line.id)
            }
            var ids: [ID<Case>] = []
            for (number, time) in ["2026-03-05 11:00", "2026-03-05 11:10", "2026-03-05 11:20"].enumerated() {
                ids.append(
                    try await store.write(as: .system("mail"), at: Counter.at(time)) { [talk] tx in
                        var inquiry = InquiryDraft(kind: .question, message: Conversation.mail("Question \(number)"))
                        inquiry.customer = talk.counter.customer
                        return try tx.takeInquiry(inquiry, words: talk.words).case.id
                    })
            }
            let first = try await store.read { [ids] in try $0.knownCase(ids[0]) }
            #expect(first.owner == keeper && first.line == line && first.waitingSince != nil)
            _ = try await store.write(as: .shell, at: Counter.at("2026-03-05 11:30")) { [ids] tx in
                // The last one is due first; the first asks for somebody who reads Chinese.
                let promise = try tx.openPromise(of: ids[2])
                _ = try tx.renegotiatePromise(
                    promise.id,
                    with: PromiseDraft(
                        about: .promise(promise.id), said: "Before noon.", language: "en", zone: "Europe/Berlin",
                        due: .at(Counter.at("2026-03-05 12:00"))), why: "asked")
                try tx.transferCase(ids[0], to: line, why: "in Chinese", skill: "zh")
            }
            func takes(_ person: ID<Person>) async throws -> ID<Case>? {
                let actor = Actor.person(person, grants: [Grant(role: .frontLine)])
                return try await store.write(as: actor, at: Counter.at("2026-03-05 11:40")) {
                    try $0.takeNextCase()?.id
                }
            }
            #expect(try await takes(ida) == ids[2])
            #expect(try await takes(bo) == ids[0])
            #expect(try await takes(ida) == ids[1])
            #expect(try await takes(bo) == nil)
            await #expect(throws: CaseRefusal.handsFull(2)) { _ = try await takes(ida) }
            await #expect(throws: CaseRefusal.noLine) { _ = try await takes(keeper) }
        }
    }

    @Test(arguments: TestStore.engines) func whatBrokeComesBeforeWhatIsStillInTime(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            let ida = try await store.write(as: .shell, at: Counter.at("2026-03-05 10:30")) { tx in
                let ida = try tx.addPerson(
                    PersonFacts(name: "Ida", email: nil, language: "en", grants: [Grant(role: .frontLine)]))
                var draft = LineDraft(
                    name: "Desk", place: try tx.defaultPlace(), keeper: try tx.knownCase(talk.id).owner, members: [ida])
                draft.takesIncoming = true
                _ = try tx.addLine(draft)
                return ida
            }
            var ids: [ID<Case>] = []
            // Eight opening hours each: Friday 11:00 and Friday 12:00 and, opened on Friday, Monday.
            for (number, time) in ["2026-03-05 11:00", "2026-03-05 12:00", "2026-03-06 10:00"].enumerated() {
                ids.append(
                    try await store.write(as: .system("mail"), at: Counter.at(time)) { [talk] tx in
                        var inquiry = InquiryDraft(kind: .question, message: Conversation.mail("Question \(number)"))
                        inquiry.customer = talk.counter.customer
                        return try tx.takeInquiry(inquiry, words: talk.words).case.id
                    })
            }
            let now = Counter.at("2026-03-06 12:30")
            #expect(try await talk.counter.look(at: now).broken == 3)
            // The second was answered late: nothing presses on it until its customer writes again.
            _ = try await store.write(as: .shell, at: now) { [ids] in
                try $0.reply(to: ids[1], with: MessageDraft(.phone, "Large."))
            }
            let waiting = try await store.read { [ids] reading in
                try reading.caseLines(of: reading.knownCase(ids[0]).owner, at: now).filter { ids.contains($0.id) }
            }
            #expect(waiting.map(\.id) == [ids[0], ids[2], ids[1]])
            #expect(waiting.first?.due == Counter.at("2026-03-06 11:00"))
            var taken: [ID<Case>?] = []
            for _ in ids {
                taken.append(
                    try await store.write(as: .person(ida, grants: [Grant(role: .frontLine)]), at: now) {
                        try $0.takeNextCase()?.id
                    })
            }
            #expect(taken == [ids[0], ids[2], ids[1]])
        }
    }

    @Test(arguments: TestStore.engines) func twoDoNotTakeTheSameCase(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let store = talk.counter.store
            let now = Counter.at("2026-03-05 10:30")
            let people = try await store.write(as: .shell, at: now) { tx in
                let place = try tx.defaultPlace()
                let people = try (1...4).map { number in
                    try tx.addPerson(
                        PersonFacts(name: "P\(number)", email: nil, language: "en", grants: [Grant(role: .frontLine)]))
                }
                let line = try tx.addLine(LineDraft(name: "Desk", place: place, keeper: people[0], members: people))
                try tx.transferCase(talk.id, to: line.id, why: "busy")
                return people
            }
            let taken = try await withThrowingTaskGroup(of: ID<Case>?.self) { group in
                for person in people {
                    group.addTask {
                        try await store.write(as: .person(person, grants: [Grant(role: .frontLine)]), at: now) {
                            try $0.takeNextCase()?.id
                        }
                    }
                }
                return try await group.reduce(into: [ID<Case>?]()) { $0.append($1) }
            }
            #expect(taken.compactMap { $0 } == [talk.id])
        }
    }
}

extension Reading {
    /// The open promise of a case that is due first.
    fileprivate func openPromise(of id: ID<Case>) throws -> Promise {
        try #require(
            try promises(onMatter: knownCase(id).matter).filter { $0.isOpen }.min { $0.due < $1.due })
    }
}
