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

    @Test(arguments: TestStore.engines) func withoutANewWordNothingIsSaidOfOne(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let promise = try #require(try await desk.shop.promises(order).first)
            let (words, template) = (desk.shop.words, try await desk.template(.lateBefore))
            let draft = LatenessDraft(reason: "The van's battery is empty", template: template)
            let noted = try await desk.shop.write(as: desk.tom) {
                try $0.foreseeLateness(of: promise.id, draft, words: words, address: RecoveryDesk.address)
            }
            let body = try #require(noted.message?.body)
            #expect(!body.contains("{") && !body.contains("instead"), "the word that will break is no new one: \(body)")
            #expect(body.contains("was to be with you by") && body.contains("The van's battery is empty."))
            desk.shop.time.advance(by: .hours(27))
            try await desk.shop.lapse()
            let broken = try await desk.tell(noted.case.id)
            #expect(!broken.message.body.contains("It will now be"))
            _ = try await desk.shop.write {
                try $0.renegotiatePromise(
                    promise.id,
                    with: PromiseDraft(
                        about: .promise(promise.id), said: "By six.", language: "en", zone: "Europe/Berlin",
                        due: .at(.at("2026-11-04T18:00:00+01:00"))), why: "late")
            }
            let told = try await desk.tell(noted.case.id)
            #expect(told.message.body.contains("It will now be with you by") && told.message.body.contains("18:00"))
        }
    }

    @Test(arguments: TestStore.engines) func aLateAnswerIsExplainedWithoutAnOrder(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            var message = MessageDraft(.email, "Which edition is it?")
            message.contact = "ada@example.org"
            let order = try await desk.order()
            let words = desk.shop.words
            let found = try await desk.shop.write { [message] tx in
                _ = try tx.addStandard(
                    StandardDraft(
                        name: "Answer", metric: .firstReply, target: "wall:PT2H",
                        said: ["en": "You hear from us by {due}."]))
                var inquiry = InquiryDraft(kind: .question, message: message)
                (inquiry.subject, inquiry.customer) = ("Edition", try tx.knownOrder(order).customer)
                return try tx.takeInquiry(inquiry, words: words).case
            }
            desk.shop.time.advance(by: .hours(3))
            try await desk.shop.lapse()
            #expect(try await desk.recovery(found.id).failures.map(\.kind) == [.brokenPromise])
            let sent = try await desk.tell(found.id, by: .lateAnswer, reason: "The buyer was at a fair")
            let body = sent.message.body
            #expect(body.contains("you were to hear from us by") && body.contains("12:00"), "\(body)")
            #expect(!body.contains("{") && !body.contains("You will hear from us by"), "nothing new was promised")
            await #expect(throws: CaseRefusal.self, "no order to speak of") {
                try await desk.tell(found.id, by: .brokenWord)
            }
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
