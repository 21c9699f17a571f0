import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A case that came to the general address is sorted by whoever reads it.
@Suite struct CaseSortingTests {
    /// What a customer wrote to us, on no order; of nobody known where `customer` is `nil`.
    private func inquiry(_ desk: RecoveryDesk, _ subject: String, of customer: ID<Customer>?) async throws -> Case {
        var message = MessageDraft(.email, "The book is torn, and I want my money back.")
        message.contact = "ada@example.org"
        var draft = InquiryDraft(kind: .question, message: message)
        (draft.subject, draft.customer, draft.isAcknowledged) = (subject, customer, false)
        let words = desk.shop.words
        return try await desk.shop.write(as: .system("mail")) { [draft] in
            try $0.takeInquiry(draft, words: words).case
        }
    }

    private func customer(_ order: ID<Order>, _ desk: RecoveryDesk) async throws -> ID<Customer> {
        try await desk.shop.store.read { try #require(try $0.knownOrder(order).customer) }
    }

    @discardableResult
    private func sort(
        _ desk: RecoveryDesk, _ id: ID<Case>, _ sorting: CaseSorting, as actor: Actor? = nil, revision: Int? = nil
    ) async throws -> Case {
        try await desk.shop.write(as: actor ?? desk.tom) {
            try $0.sortCase(id, sorting, why: "read it", revision: revision)
        }
    }

    @Test(arguments: TestStore.engines) func aComplaintToTheGeneralAddressBecomesAFailureOnItsOrder(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let ada = try await customer(order, desk)
            let found = try await inquiry(desk, "Torn", of: ada)
            #expect(try await desk.shop.store.read { try $0.recovery(of: found.id) } == nil)
            let sorted = try await sort(desk, found.id, CaseSorting(kind: .complaint, order: order))
            #expect(sorted.kind == .complaint && sorted.order == order && sorted.customer == ada)
            let matter = try await desk.shop.store.read { try #require(try $0.matter(sorted.matter)) }
            #expect(matter.order == order && matter.openCase == found.id)
            let failure = try #require(try await desk.recovery(found.id).failures.first)
            #expect(failure.kind == .complaint && failure.order == order && failure.customer == ada)
            let sent = try await desk.tell(found.id, by: .complaint, reason: "The packer used no paper")
            #expect(sent.message.body.contains("The packer used no paper."))
            let entry = try await desk.shop.store.read { reading in
                try reading.count(
                    """
                    SELECT count(*) FROM journal WHERE kind = 'case.sorted' AND subject_id = \(found.id)
                    AND facts LIKE '%kind-before%' AND facts LIKE '%question%' AND why = 'read it'
                    """)
            }
            #expect(entry == 1)
            // What breaks on the order joins it: it stands on the order's matter.
            #expect(try await desk.broken(order).id == found.id)
            #expect(try await desk.shop.count("SELECT count(*) FROM cases") == 1)
            try await desk.close(found.id, .named("packed without paper"))
            desk.shop.time.advance(by: .days(3))
            #expect(try await desk.ask().count == 1, "and its customer is asked")
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsGivenOnceForAMatterIsGivenOnce(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let euro = try #require(Currency("EUR"))
            let rule = GuaranteeRule(
                name: "Fresh", called: ["en": "Fresh, or twice the price", "zh-Hans": "不新鲜，双倍赔"], trigger: .recorded,
                gifts: [.init(.refund, .amount(Money(minor: 500, currency: euro)))], mostPerCustomer: 5, mostPerDay: 10)
            let id = try await desk.shop.write { tx in
                let added = try tx.addGuarantee(rule)
                try tx.noteTrial(try tx.tryGuarantee(rule, at: tx.now), of: added.id, version: added.number)
                try tx.switchGuarantee(added.id, on: true, revision: added.revision + 1, why: "begins")
                return added.id
            }
            let order = try await desk.order()
            let found = try await inquiry(desk, "Not fresh", of: try await customer(order, desk))
            func use() async throws {
                let words = desk.shop.words
                try await desk.shop.write(as: desk.tom) {
                    _ = try $0.recordGuarantee(id, on: found.id, words: words)
                }
            }
            try await use()
            try await sort(desk, found.id, CaseSorting(kind: .complaint, order: order))
            let uses = try await desk.shop.store.read { try $0.guaranteeUses(of: id, limit: 9) }
            let matter = try await desk.found(found.id).matter
            #expect(
                try await desk.shop.count("SELECT count(*) FROM guarantee_uses WHERE matter_id = \(matter)") == 1)
            #expect(uses.count == 1)
            await #expect(throws: GuaranteeRefusal.usedAlready) { try await use() }
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func breaksOfBothMattersCountTogetherAndGoToALeadOnce(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let found = try await inquiry(desk, "Where?", of: try await customer(order, desk))
            _ = try await desk.shop.write(as: desk.tom) { tx in
                try tx.makePromise(
                    PromiseDraft(
                        about: .case(found.id), said: "We call you", language: "en", zone: "Europe/Berlin",
                        due: .at(tx.now + .hours(3))))
            }
            let other = try await desk.broken(order)
            #expect(other.id != found.id)
            await #expect(throws: CaseRefusal.matterHasCase) {
                try await sort(desk, found.id, CaseSorting(order: order))
            }
            try await desk.close(other.id)
            let sorted = try await sort(desk, found.id, CaseSorting(order: order))
            #expect(sorted.lead != nil && sorted.escalatedAt == desk.shop.time.now, "the second break on one matter")
            let matter = try await desk.shop.store.read { try #require(try $0.matter(sorted.matter)) }
            #expect(matter.breaks == 2 && matter.escalatedAt != nil)
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func anOrderOfAnotherCustomerIsRefusedAndNobodyIsGivenAwayTwice(
        on engine: Engine
    ) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let (own, foreign) = (
                try await desk.order("A-1"), try await desk.order("B-1", email: "ben@example.org")
            )
            let (ada, ben) = (try await customer(own, desk), try await customer(foreign, desk))
            let found = try await inquiry(desk, "Torn", of: ada)
            await #expect(throws: SortingRefusal.orderOfAnother) {
                try await sort(desk, found.id, CaseSorting(order: foreign))
            }
            await #expect(throws: SortingRefusal.customerKnown) {
                try await sort(desk, found.id, CaseSorting(customer: ben))
            }
            await #expect(throws: InvalidInput.self, "a break is found, not said") {
                try await sort(desk, found.id, CaseSorting(kind: .failure))
            }
            #expect(try await desk.found(found.id) == found, "nothing was written")
            let nobodys = try await inquiry(desk, "Where is it?", of: nil)
            let sorted = try await sort(desk, nobodys.id, CaseSorting(order: foreign))
            #expect(sorted.customer == ben && sorted.order == foreign)
            #expect(
                try await desk.shop.count(
                    "SELECT count(*) FROM messages WHERE case_id = \(nobodys.id) AND customer_id = \(ben)") == 1,
                "what was written is theirs")
            let third = try await inquiry(desk, "A map", of: nil)
            #expect(try await sort(desk, third.id, CaseSorting(customer: ada)).customer == ada)
            #expect(try await desk.findings().isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func aWrongOrderIsPutRightUntilSomethingRestsOnIt(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let (first, second) = (try await desk.order("A-1"), try await desk.order("A-2"))
            let found = try await inquiry(desk, "Torn", of: try await customer(first, desk))
            try await sort(desk, found.id, CaseSorting(kind: .complaint, order: first))
            let sorted = try await sort(desk, found.id, CaseSorting(order: second))
            #expect(sorted.order == second)
            #expect(try await desk.recovery(found.id).failures.map(\.order) == [second])
            desk.shop.time.advance(by: .hours(27))
            try await desk.shop.lapse()
            await #expect(throws: SortingRefusal.orderInUse) {
                try await sort(desk, found.id, CaseSorting(order: first))
            }
        }
    }

    @Test(arguments: TestStore.engines) func sortingIsGuardedAndSaysNothingTwice(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let found = try await inquiry(desk, "Torn", of: try await customer(order, desk))
            let sorted = try await sort(desk, found.id, CaseSorting(kind: .complaint), revision: found.revision)
            await #expect(throws: StoreError.self, "somebody else was first") {
                try await sort(desk, found.id, CaseSorting(kind: .praise), revision: found.revision)
            }
            #expect(try await sort(desk, found.id, CaseSorting(kind: .complaint)) == sorted)
            #expect(try await desk.shop.count("SELECT count(*) FROM journal WHERE kind = 'case.sorted'") == 1)
            try await sort(desk, found.id, CaseSorting(kind: .question))
            #expect(try await desk.shop.store.read { try $0.recovery(of: found.id) } == nil, "their own mistake")
            try await sort(desk, found.id, CaseSorting(kind: .complaint))
            try await sort(desk, found.id, CaseSorting(kind: .request), as: desk.maya)
            #expect(
                try await desk.recovery(found.id).failures.map(\.kind) == [.complaint], "nobody sorts away another's")
            let partner = Actor.person(ID(77), grants: [Grant(role: .partner)])
            await #expect(throws: NotPermitted.self) {
                try await sort(desk, found.id, CaseSorting(kind: .praise), as: partner)
            }
            try await desk.close(found.id)
            await #expect(throws: CaseRefusal.notOpen) {
                try await sort(desk, found.id, CaseSorting(kind: .praise))
            }
        }
    }

    @Test(arguments: TestStore.engines) func aComplaintIsStruckWithAReasonAndNeverTheCustomersWord(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let ada = try await customer(desk.order(), desk)
            let found = try await inquiry(desk, "Torn", of: ada)
            try await sort(desk, found.id, CaseSorting(kind: .complaint))
            await #expect(throws: InvalidInput.self, "why is it none?") {
                _ = try await desk.shop.write(as: desk.tom) {
                    try $0.sortCase(found.id, CaseSorting(kind: .question), why: "  ")
                }
            }
            try await sort(desk, found.id, CaseSorting(kind: .question))
            #expect(
                try await desk.shop.count(
                    "SELECT count(*) FROM struck_failures WHERE why = 'read it' AND struck_by = told_by") == 1)
            #expect(try await desk.shop.count("SELECT count(*) FROM journal WHERE kind = 'case.failure-struck'") == 1)
            // Tom wrote down what she complained of: that stays, whatever the case is called.
            let said = try await desk.shop.write(as: desk.tom) { [words = desk.shop.words] tx in
                var draft = InquiryDraft(kind: .complaint, message: MessageDraft(.phone, "It is late."))
                (draft.subject, draft.customer) = ("Late", ada)
                return try tx.takeInquiry(draft, words: words).case
            }
            try await sort(desk, said.id, CaseSorting(kind: .question))
            #expect(try await desk.recovery(said.id).failures.map(\.kind) == [.complaint])
        }
    }

    @Test(arguments: TestStore.engines) func whatWasGivenBeforeAnybodyWasKnownIsTheirs(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let ada = try await customer(desk.order(), desk)
            let found = try await inquiry(desk, "Torn", of: nil)
            let words = desk.shop.words
            let euro = try #require(Currency("EUR"))
            let draft = RemedyDraft(.coupon, amount: Money(minor: 500, currency: euro), why: nil)
            _ = try await desk.shop.write { try $0.giveRemedy(draft, on: found.id, words: words) }
            try await sort(desk, found.id, CaseSorting(customer: ada))
            for table: SQL in ["remedies", "coupons", "tellings"] {
                let theirs = try await desk.shop.count("SELECT count(*) FROM \(table) WHERE customer_id = \(ada)")
                #expect(theirs == 1, "\(table.text)")
            }
        }
    }

    @Test(arguments: TestStore.engines) func promisesStayAsTheyWereTold(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            try await desk.shop.write { tx in
                _ = try tx.addStandard(
                    StandardDraft(
                        name: "Answer", metric: .firstReply, target: "PT8H",
                        said: ["en": "You hear from us by {due}."]))
            }
            let order = try await desk.order()
            let found = try await inquiry(desk, "Torn", of: try await customer(order, desk))
            func owed() async throws -> [Promise] {
                try await desk.shop.store.read {
                    try $0.promises(onMatter: $0.knownCase(found.id).matter).filter { $0.case == found.id }
                }
            }
            let before = try await owed()
            try await sort(desk, found.id, CaseSorting(kind: .complaint, order: order))
            let after = try await owed()
            #expect(before.count == 1 && after.map(\.id) == before.map(\.id))
            #expect(after.map(\.due) == before.map(\.due) && after.map(\.said) == before.map(\.said))
            #expect(after.map(\.standardVersion) == before.map(\.standardVersion) && after.allSatisfy(\.isOpen))
        }
    }

    @Test(arguments: TestStore.engines) func manyAreSortedAtOnceOrNone(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let ada = try await customer(order, desk)
            let (first, second) = (try await inquiry(desk, "One", of: ada), try await inquiry(desk, "Two", of: ada))
            try await desk.shop.write(as: desk.tom) {
                try $0.workCases([first.id, second.id], .sort(as: .complaint, why: "a batch was torn"))
            }
            #expect(try await desk.shop.count("SELECT count(*) FROM failures WHERE kind = 'complaint'") == 2)
        }
    }
}
