import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct RecoveryMessageTests {
    @Test(arguments: TestStore.engines) func stepsAreDoneByFactsAndNeverByTicking(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            let sent = try await desk.tell(found.id)
            #expect(try await desk.recovery(found.id)[.apologise] == .toDo, "it has not left us")
            desk.shop.time.advance(by: .minutes(10))
            try await desk.accept(sent.message)
            let told = try await desk.recovery(found.id)
            #expect(told.next == .solve && told.time(to: .explain) == .minutes(70))
            let words = desk.shop.words
            try await desk.shop.write {
                _ = try $0.giveRemedy(RemedyDraft(.apology, amount: nil, why: nil), on: found.id, words: words)
            }
            try await desk.close(found.id)
            let closed = try await desk.recovery(found.id)
            guard case .done(let solved) = closed[.solve], case .done(let learnt) = closed[.learn] else {
                Issue.record("\(closed)")
                return
            }
            #expect(solved.evidence == .closing && solved.by == desk.tom.description && learnt.at == solved.at)
            #expect(closed.next == .makeAmends, "an apology in person is no amends")
        }
    }

    @Test(arguments: TestStore.engines) func aMessageThatCameBackDidNothing(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            let sent = try await desk.tell(found.id)
            try await desk.accept(sent.message)
            #expect(try await desk.recovery(found.id).next == .solve)
            try await desk.shop.write(as: .system("outbox")) {
                try $0.messageFailed(sent.message.id, isBounced: true, answer: "550 no such user")
            }
            #expect(try await desk.recovery(found.id).next == .acknowledge)
        }
    }

    @Test(arguments: TestStore.engines) func aReasonThatSaysNothingIsRefused(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            for reason in [nil, " ", "due to circumstances", "由于系统原因", "delay"] as [String?] {
                let problem = await #expect(throws: InvalidInput.self) { try await desk.tell(found.id, reason: reason) }
                #expect(problem?.problems.first?.field == "reason", "\(reason ?? "none")")
            }
            #expect(try await desk.shop.count("SELECT count(*) FROM messages WHERE direction = 'out'") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func aCauseGivesItsNameInTheCustomersLanguage(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order("林梅", language: "zh-Hans")
            let found = try await desk.broken(order)
            let cause = try await desk.shop.store.read { reading in
                try #require(try reading.causes().first { $0.name(in: "en") == "courier without substitute" }).id
            }
            let sent = try await desk.tell(found.id, reason: nil, cause: cause)
            #expect(sent.message.language == "zh-Hans" && sent.message.body.contains("快递员无人接替。"))
            #expect(!sent.message.body.contains("⟦") && !sent.message.body.contains("{"))
        }
    }

    @Test(arguments: TestStore.engines) func markupInAReasonStaysText(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            let reason = "<script>alert(1)</script> the label fell off {link}"
            let sent = try await desk.tell(found.id, reason: reason)
            #expect(sent.message.body.contains(reason), "kept as written, and no field of its own is filled in")
        }
    }

    @Test(arguments: TestStore.engines) func aStepIsLeftOutWithItsReasonAndOnceDoneItIsNot(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            try await desk.shop.write(as: desk.tom) {
                try $0.leaveOutStep(.makeAmends, on: found.id, reason: "wants nothing for it")
            }
            guard case .leftOut(let left) = try await desk.recovery(found.id)[.makeAmends] else {
                Issue.record("not left out")
                return
            }
            #expect(left.reason == "wants nothing for it" && left.by == desk.tom.description)
            await #expect(throws: InvalidInput.self) {
                try await desk.shop.write(as: desk.tom) { try $0.leaveOutStep(.learn, on: found.id, reason: " ") }
            }
            try await desk.tell(found.id, channel: .phone)
            await #expect(throws: RecoveryRefusal.stepDone(.apologise)) {
                try await desk.shop.write(as: desk.tom) {
                    try $0.leaveOutStep(.apologise, on: found.id, reason: "too late")
                }
            }
        }
    }

    @Test(arguments: TestStore.engines) func whereNothingWentWrongNothingIsMadeGood(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let asked = try await desk.shop.write {
                try $0.openCase(kind: .question, subject: "Where?", customer: nil, order: order, place: nil).id
            }
            await #expect(throws: RecoveryRefusal.noFailure) { try await desk.tell(asked) }
        }
    }

    @Test(arguments: TestStore.engines) func aTemplateChangesByVersionsAndOneOfTwoLeadsWins(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let id = try await desk.template(.brokenWord)
            let before = try await desk.shop.store.read { try $0.recoveryTemplate(id) }
            var draft = RecoveryTemplateDraft(name: before.name, steps: before.steps, texts: before.texts)
            draft.texts["en"]?.body = "Dear {customer}: {reason}"
            let change = draft
            func write(as lead: Actor) async throws {
                try await desk.shop.write(as: lead) {
                    _ = try $0.changeRecoveryTemplate(
                        id, to: change, revision: before.revision, languages: ["en", "zh-Hans"])
                }
            }
            try await write(as: desk.maya)
            await #expect(throws: StoreError.self) { try await write(as: desk.noor) }
            let versions = try await desk.shop.store.read { try $0.recoveryTemplateVersions(id) }
            #expect(versions.map(\.number) == [2, 1] && versions[1].texts == before.texts)
            await #expect(throws: NotPermitted.self) { try await write(as: desk.tom) }
        }
    }
}
