import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// What the doctor sees of rules of skills, of tracking pages and of failures that were struck.
@Suite struct DoctorWordTests {
    private static func inquiry(_ desk: RecoveryDesk, of customer: ID<Customer>? = nil) async throws -> ID<Case> {
        let words = desk.shop.words
        return try await desk.shop.write(as: desk.tom) { tx in
            var draft = InquiryDraft(kind: .question, message: MessageDraft(.phone, "The book is torn."))
            (draft.subject, draft.customer) = ("Torn", customer)
            return try tx.takeInquiry(draft, words: words).case.id
        }
    }

    private static func breaks(
        _ desk: RecoveryDesk, _ statement: SQL, _ kind: Finding.Kind, _ comment: Comment
    ) async throws {
        #expect(try await desk.findings() == [], comment)
        try await desk.shop.write { _ = try $0.run(statement) }
        #expect(try await desk.findings().map(\.kind) == [kind], comment)
    }

    @Test(arguments: TestStore.engines) func aStruckFailureIsOutOfEveryCount(on engine: Engine) async throws {
        for broken: SQL in [
            "UPDATE struck_failures SET struck_at = 5", "UPDATE struck_failures SET why = 'another'",
            "UPDATE struck_failures SET episode = 7",
        ] {
            try await RecoveryDesk.with(engine) { desk in
                let found = try await Self.inquiry(desk)
                try await desk.shop.write(as: desk.tom) { _ = try $0.sortCase(found, CaseSorting(kind: .complaint)) }
                desk.shop.time.advance(by: .minutes(1))
                try await desk.shop.write(as: desk.tom) {
                    _ = try $0.sortCase(found, CaseSorting(kind: .question), why: "read it")
                }
                try await Self.breaks(desk, broken, .struckFailureOff, "\(broken.text)")
            }
        }
    }

    @Test(arguments: TestStore.engines) func rulesOfSkillsAreThoseOfTheJournal(on engine: Engine) async throws {
        for broken: SQL in [
            "UPDATE skill_rules SET kind = 'moon'", "UPDATE skill_rules SET channel = 'drum'",
            "INSERT INTO skill_rules (id, skill, kind) VALUES (7, 'French', 'praise')",
        ] {
            try await RecoveryDesk.with(engine) { desk in
                try await desk.shop.write { tx in
                    _ = try tx.addSkillRule(SkillRuleDraft(skill: "billing", kind: .question))
                    let gone = try tx.addSkillRule(SkillRuleDraft(skill: "returns", kind: .complaint))
                    try tx.removeSkillRule(gone.id)
                }
                try await Self.breaks(desk, broken, .skillRuleOff, "\(broken.text)")
            }
        }
    }

    @Test(arguments: TestStore.engines) func anothersWordsStandOnNoTrackingPage(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let ada = try await desk.shop.store.read { try #require(try $0.knownOrder(order).customer) }
            let bob = try await desk.shop.write { try $0.findOrMakeCustomer(CustomerDraft(name: "Bob")).id }
            let (hers, his) = (try await Self.inquiry(desk, of: ada), try await Self.inquiry(desk, of: bob))
            func stands(_ found: ID<Case>) -> SQL {
                """
                INSERT INTO tracking_messages (message_id, order_id)
                SELECT min(id), CAST(\(order) AS BIGINT) FROM messages WHERE case_id = \(found) AND direction = 'in'
                """
            }
            try await desk.shop.write { [stands = stands(hers)] in _ = try $0.run(stands) }
            try await Self.breaks(desk, stands(his), .trackingMessageOff, "his words on her page")
        }
    }
}
