import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct FollowUpByPhoneTests {
    /// A closed case whose customer is asked in three days.
    private func closed(_ desk: RecoveryDesk, email: String? = "ada@example.org") async throws -> Case {
        let found = try await desk.broken(desk.order(email: email))
        try await desk.close(found.id)
        return found
    }

    @Test(arguments: TestStore.engines) func whoAnsweredByPhoneIsNotAskedAnyMore(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await closed(desk)
            let noted = try await desk.note(found.id, .yes, words: "All well")
            #expect(noted.state == .answered && noted.answer == .yes && noted.notedBy == desk.tom.description)
            #expect(noted.sentAt == desk.shop.time.now, "the call asked")
            desk.shop.time.advance(by: .days(4))
            #expect(try await desk.ask().isEmpty)
            #expect(try await desk.found(found.id).status == .closed)
            guard case .done(let fact) = try await desk.recovery(found.id)[.followUp] else {
                Issue.record("the step is done")
                return
            }
            #expect(fact.by == desk.tom.description)
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func aBadAnswerByPhoneOpensTheCaseAgainOnce(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await closed(desk)
            let noted = try await desk.note(found.id, .no, words: "The book is still torn")
            #expect(noted.reopened == found.id)
            let open = try await desk.found(found.id)
            #expect(open.status == .open && open.lead != nil && open.whoseMove == .us)
            let said = try await desk.shop.store.read { try $0.thread(of: found.id).last?.message }
            #expect(said?.body == "The book is still torn" && said?.channel == .phone && said?.direction == .incoming)
            let again = try await desk.note(found.id, .no, words: "The book is still torn")
            #expect(again.changes == 1, "sent twice")
            #expect(try await desk.shop.count("SELECT count(*) FROM case_episodes") == 2)
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func alsoWhoCouldNotBeReachedAndWhoDidNotAnswerTheLink(
        on engine: Engine
    ) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let mute = try await closed(desk, email: nil)
            desk.shop.time.advance(by: .days(3))
            try await desk.ask()
            #expect(try await desk.note(mute.id, .partly).state == .answered)
            let late = try await desk.broken(desk.order("A-2"))
            try await desk.close(late.id)
            desk.shop.time.advance(by: .days(3))
            let key = try #require(try await desk.ask().first)
            desk.shop.time.advance(by: .days(20))
            #expect(try await desk.note(late.id, .yes).notedBy == desk.tom.description)
            let changed = try await desk.answer(key, .partly)
            #expect(changed.notedBy == nil && changed.answer == .partly, "by their own link, within a day")
            desk.shop.time.advance(by: .days(2))
            await #expect(throws: RecoveryRefusal.answerStands) { try await desk.note(late.id, .no) }
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func nobodyNotesWhereNobodyIsAsked(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let asked = try await desk.shop.write {
                try $0.openCase(kind: .question, subject: "Where?", customer: nil, order: order, place: nil).id
            }
            await #expect(throws: RecoveryRefusal.noFollowUp) { try await desk.note(asked, .yes) }
            let found = try await closed(desk)
            await #expect(throws: NotPermitted.self) {
                try await desk.note(found.id, .yes, as: .customer(found.customer))
            }
            await #expect(throws: InvalidInput.self) {
                try await desk.note(found.id, .yes, words: String(repeating: "x", count: 2_001))
            }
        }
    }
}
