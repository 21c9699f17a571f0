import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct FollowUpTests {
    /// A closed case whose customer was asked, with the key of the link.
    private func asked(
        _ desk: RecoveryDesk, _ name: String = "A-1"
    ) async throws -> (found: Case, order: ID<Order>, key: TrackingKey) {
        let order = try await desk.order(name)
        let found = try await desk.broken(order)
        try await desk.close(found.id)
        desk.shop.time.advance(by: .days(3))
        return (found, order, try #require(try await desk.ask().first))
    }

    @Test(arguments: TestStore.engines) func theCustomerIsAskedThreeDaysAfterTheClosingAndOnce(
        on engine: Engine
    ) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            try await desk.close(found.id)
            desk.shop.time.advance(by: .days(3) - Span(microseconds: 1))
            #expect(try await desk.ask().isEmpty, "not before")
            desk.shop.time.advance(by: Span(microseconds: 1))
            let key = try #require(try await desk.ask().first)
            #expect(try await desk.ask().isEmpty)
            let sent = try await desk.shop.store.read { reading in
                try #require(try reading.thread(of: found.id).last?.message)
            }
            #expect(sent.isAutomatic && sent.contact == "ada@example.org" && sent.leftAt == nil)
            for answer in ["yes", "partly", "no"] {
                #expect(sent.body.contains("https://kept.example.org/f/\(key.text)?answer=\(answer)"))
            }
            guard case .waiting = try await desk.recovery(found.id)[.followUp] else {
                Issue.record("no answer is no answer")
                return
            }
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func aLetterThatAsksAsksForReportsToo(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let place = desk.shop.place
            _ = try await desk.shop.write { try $0.addChannel(MailDesk.draft(at: place)) }
            let (found, _, _) = try await asked(desk)
            let letters = try await desk.shop.write(as: .system("outbox")) { try $0.claimSends(limit: 50) }
            let letter = try #require(letters.last { $0.message.case == found.id })
            #expect(letter.wantsReports && letter.message.author == "system:follow-up")
            // Whom it did not reach was not asked, and a case that was settled stays so.
            try await desk.shop.write(as: .system("outbox")) {
                try $0.refuseSend(letter.send, answer: "550 5.1.1 no such user")
            }
            let standing = try await desk.shop.store.read { try $0.followUps(of: found.id).last?.state }
            #expect(standing == .unreachable)
            #expect(try await desk.found(found.id).status == .closed)
        }
    }

    @Test(arguments: TestStore.engines) func oneThatIsPutOffHoldsUpNobody(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            for name in ["A-1", "A-2"] {
                let found = try await desk.broken(desk.order(name))
                try await desk.close(found.id)
            }
            desk.shop.time.advance(by: .days(5))
            let now = desk.shop.time.now
            let due = try await desk.shop.store.read { try $0.dueFollowUps(at: now, limit: 10) }
            #expect(due.count == 2)
            try await desk.shop.write { $0.putOffFollowUp(due[0], until: now + .minutes(10)) }
            let words = desk.shop.words
            let none = try await desk.shop.write(as: .system("follow-up")) {
                try $0.sendFollowUps(keys: [.random()], only: due[0], words: words, address: RecoveryDesk.address)
            }
            #expect(none == 0)
            #expect(try await desk.ask().count == 1)
            desk.shop.time.advance(by: .minutes(10))
            #expect(try await desk.ask().count == 1)
        }
    }

    @Test(arguments: TestStore.engines) func aGoodAnswerEndsTheRecovery(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let (found, _, key) = try await asked(desk)
            try await desk.answer(key, .yes, words: "Thank you")
            let twice = try await desk.answer(key, .yes)
            #expect(twice.changes == 1 && twice.words == "Thank you", "a link used twice")
            #expect(try await desk.found(found.id).status == .closed)
            #expect(
                try await desk.shop.count("SELECT count(*) FROM journal WHERE kind = 'case.follow-up-answered'") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func aBadAnswerOpensANewEpisodeWithALead(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let (found, _, key) = try await asked(desk)
            try await desk.answer(key, .no, words: "The book is <b>still</b> torn")
            let open = try await desk.found(found.id)
            #expect(open.status == .open && open.lead != nil && open.escalatedAt == desk.shop.time.now)
            let episodes = try await desk.shop.store.read { try $0.episodes(of: found.id) }
            #expect(episodes.count == 2 && episodes[0].cause == "courier without substitute")
            #expect(try await desk.recovery(found.id).failures.map(\.kind) == [.notMadeGood])
            let said = try await desk.shop.store.read { try $0.thread(of: found.id).last?.message }
            #expect(said?.body == "The book is <b>still</b> torn" && said?.direction == .incoming)
            try await desk.answer(key, .yes)
            #expect(try await desk.found(found.id).status == .open, "a person closes it")
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func partlyReopensByRuleAlone(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let (first, _, key) = try await asked(desk)
            try await desk.answer(key, .partly)
            #expect(try await desk.found(first.id).status == .closed)
            let owner = try await desk.shop.write { tx in
                let grants = [Grant(role: .owner)]
                let id = try tx.addPerson(PersonFacts(name: "Ada", email: nil, language: "en", grants: grants))
                return Actor.person(id, grants: grants)
            }
            let rule = FollowUpRule(kind: .brokenPromise, isOn: true, afterDays: 3, answerDays: 7, partlyReopens: true)
            try await desk.shop.write(as: owner) { try $0.setFollowUpRule(rule, revision: 1) }
            let (second, _, next) = try await asked(desk, "A-2")
            try await desk.answer(next, .partly)
            #expect(try await desk.found(second.id).status == .open)
        }
    }

    @Test(arguments: TestStore.engines) func afterTheWindowTheLinkTakesNothing(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let (found, _, key) = try await asked(desk)
            desk.shop.time.advance(by: .days(14) + Span(microseconds: 1))
            await #expect(throws: RecoveryRefusal.followUpClosed) { try await desk.answer(key, .no) }
            #expect(try await desk.found(found.id).status == .closed)
        }
    }

    @Test(arguments: TestStore.engines) func aGuessedTokenIsNobodys(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            _ = try await asked(desk)
            await #expect(throws: StoreError.self) { try await desk.answer(.random(), .yes) }
            #expect(try await desk.shop.store.read { try $0.followUp(keyed: .random()) } == nil)
        }
    }

    @Test(arguments: TestStore.engines) func anAnswerAfterAMergeReachesWhereTheCaseIsNow(on engine: Engine) async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let (found, _, key) = try await asked(desk)
            try await desk.shop.write { _ = try $0.reopenCase(found.id, why: "called again") }
            let other = try await desk.shop.write {
                try $0.openCase(kind: .request, subject: "Gift wrap", customer: found.customer, order: nil, place: nil)
            }
            try await desk.shop.write { _ = try $0.mergeCase(found.id, into: other.id, why: "the same") }
            let answered = try await desk.answer(key, .no)
            #expect(answered.reopened == other.id)
            #expect(try await desk.found(other.id).escalatedAt != nil)
            #expect(try await desk.found(found.id).mergedInto == other.id, "the link does not take it apart")
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func aCaseOpenedAgainIsAskedAfterItsNextClosing(on engine: Engine) async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            try await desk.close(found.id)
            try await desk.shop.write { _ = try $0.reopenCase(found.id, why: "not there yet") }
            desk.shop.time.advance(by: .days(4))
            #expect(try await desk.ask().isEmpty)
            #expect(try await desk.shop.store.read { try $0.followUps(of: found.id).map(\.state) } == [.withdrawn])
            try await desk.close(found.id)
            desk.shop.time.advance(by: .days(3))
            #expect(try await desk.ask().count == 1, "it was not made good the first time")
            #expect(
                try await desk.shop.store.read { try $0.followUps(of: found.id).map(\.state) } == [.withdrawn, .sent])
        }
    }

    @Test(arguments: TestStore.engines) func whoCannotBeReachedIsToldApart(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order("A-1", email: nil))
            try await desk.close(found.id)
            desk.shop.time.advance(by: .days(3))
            #expect(try await desk.ask().count == 1)
            #expect(try await desk.shop.store.read { try $0.followUps(of: found.id).map(\.state) } == [.unreachable])
            #expect(try await desk.ask().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func whoseLetterCameBackWasNotAsked(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(desk.order())
            try await desk.close(found.id)
            desk.shop.time.advance(by: .days(3))
            let key = try #require(try await desk.ask().first)
            let store = desk.shop.store
            let message = try await store.read { reading in
                try #require(try reading.row("SELECT message_id FROM follow_ups", { $0.id(Message.self) }))
            }
            func states() async throws -> [FollowUp.State] {
                try await store.read { try $0.followUps(of: found.id).map(\.state) }
            }
            try await desk.shop.write { tx in try tx.messageAccepted(message, at: tx.now) }
            #expect(try await states() == [.sent])
            try await desk.shop.write { try $0.messageFailed(message, isBounced: true, answer: "550 5.1.1 gone") }
            #expect(try await states() == [.unreachable])
            // Sent again it may arrive; and whoever has the link may answer, whatever a mail system said.
            try await desk.shop.write { try $0.sendAgain(message, to: "new@example.org") }
            #expect(try await states() == [.sent])
            try await desk.shop.write { try $0.messageFailed(message, isBounced: false, answer: "550 no") }
            try await desk.answer(key, .yes)
            #expect(try await states() == [.answered])
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func twoProcessesAskEachCustomerOnce(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            var cases: [Case] = []
            for number in 1...6 { _ = try await desk.order("A-\(number)", email: "a\(number)@example.org") }
            desk.shop.time.advance(by: .hours(27))
            try await desk.shop.lapse()
            cases = try await desk.shop.store.read { try $0.cases(CaseFilter(status: .open), limit: 10) }
            for found in cases { try await desk.close(found.id) }
            desk.shop.time.advance(by: .days(4))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 { group.addTask { _ = try await desk.ask() } }
                try await group.waitForAll()
            }
            #expect(cases.count == 6)
            #expect(try await desk.shop.count("SELECT count(*) FROM sends") == 6)
        }
    }
}
