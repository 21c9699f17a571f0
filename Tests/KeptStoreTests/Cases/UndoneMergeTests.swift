import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// What a merge filled in is taken out again as it is undone.
@Suite struct UndoneMergeTests {
    private static let rule = GuaranteeRule(
        name: "Fresh", called: ["en": "Fresh, or something else"], trigger: .recorded,
        gifts: [.init(.gesture, .amount(Guaranteed.euros(500)))], mostPerCustomer: 5, mostPerDay: 10)
    private static let recorded: [SQL] = ["messages", "failures", "promises", "guarantee_uses"]

    private static func with(_ engine: Engine, _ body: (RecoveryDesk, ID<Guarantee>) async throws -> Void) async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            try await desk.shop.write { tx in
                _ = try tx.addStandard(
                    StandardDraft(
                        name: "First answer", metric: .firstReply, target: "PT8H", said: ["en": "By {due}."]))
            }
            try await body(desk, try await Guaranteed.switchedOn(rule, in: desk.shop))
        }
    }

    /// A complaint of nobody known: what was written, the failure, the word of an answer, a further word, and what a guarantee gave.
    private static func unknown(_ subject: String, _ desk: RecoveryDesk, _ id: ID<Guarantee>) async throws -> ID<Case> {
        desk.shop.time.advance(by: .minutes(5))
        let words = desk.shop.words
        return try await desk.shop.write(as: desk.tom) { tx in
            var message = MessageDraft(.email, "The book is torn.")
            message.contact = "somebody@example.org"
            var draft = InquiryDraft(kind: .complaint, message: message)
            (draft.subject, draft.isAcknowledged) = (subject, false)
            let found = try tx.takeInquiry(draft, words: words).case.id
            _ = try tx.makePromise(
                PromiseDraft(
                    about: .case(found), said: "We look for another copy", language: "en", zone: "Europe/Berlin",
                    due: .at(tx.now + .days(9))))
            _ = try tx.recordGuarantee(id, on: found, words: words)
            return found
        }
    }

    private static func customer(_ name: String, _ desk: RecoveryDesk) async throws -> ID<Customer> {
        try await desk.shop.write { try $0.findOrMakeCustomer(CustomerDraft(name: name)).id }
    }

    /// Whether all that is recorded on the cases names this customer, or nobody.
    private static func expect(
        _ cases: ID<Case>..., of customer: ID<Customer>?, _ desk: RecoveryDesk, _ comment: Comment
    ) async throws {
        for table in recorded {
            let all = try await desk.shop.count("SELECT count(*) FROM \(table) WHERE case_id IN \(anyOf: cases)")
            let theirs = try await desk.shop.count(
                """
                SELECT count(*) FROM \(table) WHERE case_id IN \(anyOf: cases)
                AND coalesce(customer_id, 0) = \(customer?.rawValue ?? 0)
                """)
            #expect(all == theirs && all > 0, "\(table.text): \(comment.rawValue)")
        }
        #expect(try await desk.findings() == [], comment)
    }

    @Test(arguments: TestStore.engines) func whatWasSortedMeanwhileIsNobodysAgain(on engine: Engine) async throws {
        try await Self.with(engine) { desk, id in
            let (ada, bob) = (try await Self.customer("Ada", desk), try await Self.customer("Bob", desk))
            let (first, second) = (
                try await Self.unknown("Torn", desk, id), try await Self.unknown("Wet", desk, id)
            )
            try await desk.shop.write { _ = try $0.mergeCase(first, into: second, why: "the same") }
            try await Self.expect(first, second, of: nil, desk, "nobody is known")
            try await desk.shop.write { _ = try $0.sortCase(second, CaseSorting(customer: ada)) }
            try await Self.expect(first, second, of: ada, desk, "hers, with what became part of it")
            try await desk.shop.write { _ = try $0.undoMerge(of: first, why: "another's") }
            try await Self.expect(first, of: nil, desk, "it may be anybody's")
            try await Self.expect(second, of: ada, desk, "still hers")
            try await desk.shop.write { _ = try $0.sortCase(first, CaseSorting(customer: bob)) }
            try await Self.expect(first, of: bob, desk, "his")
        }
    }

    @Test(arguments: TestStore.engines) func whatCameToACustomersCaseIsTheirsUntilItIsUndone(
        on engine: Engine
    ) async throws {
        try await Self.with(engine) { desk, id in
            let ada = try await Self.customer("Ada", desk)
            let (first, between, hers) = (
                try await Self.unknown("Torn", desk, id), try await Self.unknown("Wet", desk, id),
                try await Self.unknown("Late", desk, id)
            )
            try await desk.shop.write { tx in
                _ = try tx.sortCase(hers, CaseSorting(customer: ada))
                _ = try tx.mergeCase(first, into: between, why: "the same")
                _ = try tx.mergeCase(between, into: hers, why: "the same")
            }
            try await Self.expect(first, between, hers, of: ada, desk, "all hers")
            try await desk.shop.write { _ = try $0.undoMerge(of: first, why: "another's") }
            try await Self.expect(first, of: nil, desk, "out of the middle")
            try await Self.expect(between, hers, of: ada, desk, "the rest is hers still")
            try await desk.shop.write { _ = try $0.undoMerge(of: between, why: "another's") }
            try await Self.expect(between, of: nil, desk, "out of hers")
            try await Self.expect(hers, of: ada, desk, "hers alone")
        }
    }
}
