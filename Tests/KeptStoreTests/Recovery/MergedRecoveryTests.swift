import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A recovery goes on in the case that its own became part of.
@Suite struct MergedRecoveryTests {
    private static func give(
        _ kind: RemedyKind, _ minor: Int64?, on found: ID<Case>, _ desk: RecoveryDesk
    ) async throws -> Remedy {
        let words = desk.shop.words
        let euro = try #require(Currency("EUR"))
        let draft = RemedyDraft(kind, amount: minor.map { Money(minor: $0, currency: euro) }, why: nil)
        return try await desk.shop.write { try $0.giveRemedy(draft, on: found, words: words) }
    }

    private static func fact(_ step: RecoveryStep, _ recovery: Recovery) -> RecoveryFact? {
        if case .done(let fact) = recovery[step] { fact } else { nil }
    }

    @Test(arguments: TestStore.engines) func whatWasGivenBeforeTheMergeStandsInItAndLeavesWithIt(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(try await desk.order())
            desk.shop.time.advance(by: .minutes(5))
            let given = try await Self.give(.refund, 500, on: found.id, desk)
            let other = try await desk.shop.write {
                try $0.openCase(kind: .request, subject: "Gift wrap", customer: found.customer, order: nil, place: nil)
            }
            let third = try await desk.shop.write {
                try $0.openCase(kind: .request, subject: "Bag", customer: found.customer, order: nil, place: nil)
            }
            desk.shop.time.advance(by: .minutes(5))
            try await desk.shop.write { _ = try $0.mergeCase(found.id, into: other.id, why: "the same") }
            let merged = try #require(Self.fact(.makeAmends, try await desk.recovery(other.id)))
            #expect(merged.fromCase == found.number && merged.at == given.givenAt)
            if case .remedy(let id, _, _) = merged.evidence {
                #expect(id == given.id)
            } else {
                Issue.record("no remedy")
            }
            // What is given afterwards is given on the case itself.
            _ = try await Self.give(.apology, nil, on: other.id, desk)
            #expect(Self.fact(.apologise, try await desk.recovery(other.id))?.fromCase == nil)
            #expect(try await desk.shop.store.read { try $0.recovery(of: third.id) } == nil)
            try await desk.shop.write { _ = try $0.undoMerge(of: found.id, why: "not the same") }
            #expect(try await desk.shop.store.read { try $0.recovery(of: other.id) } == nil)
            let own = try #require(Self.fact(.makeAmends, try await desk.recovery(found.id)))
            #expect(own.fromCase == nil)
        }
    }

    @Test(arguments: TestStore.engines) func whatWasTakenBackDoesNoStepThere(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let found = try await desk.broken(try await desk.order())
            desk.shop.time.advance(by: .minutes(5))
            let given = try await Self.give(.refund, 500, on: found.id, desk)
            let other = try await desk.shop.write {
                try $0.openCase(kind: .request, subject: "Gift wrap", customer: found.customer, order: nil, place: nil)
            }
            try await desk.shop.write { _ = try $0.mergeCase(found.id, into: other.id, why: "the same") }
            let words = desk.shop.words
            try await desk.shop.write { _ = try $0.reverseRemedy(given.id, why: "twice", words: words) }
            #expect(Self.fact(.makeAmends, try await desk.recovery(other.id)) == nil)
        }
    }

    @Test(arguments: TestStore.engines) func theNextWordAnswersTheOneThatBrokeOnAJoinedMatter(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let found = try await desk.broken(order)
            let broken = try await desk.shop.store.read { try #require($0.promises(ofOrder: order).first) }
            desk.shop.time.advance(by: .minutes(5))
            let other = try await desk.shop.write { tx in
                let other = try tx.openCase(
                    kind: .request, subject: "Gift wrap", customer: found.customer, order: nil, place: nil)
                _ = try tx.mergeCase(found.id, into: other.id, why: "the same")
                return try tx.knownCase(other.id)
            }
            #expect(try await desk.shop.store.read { try $0.promises(on: other) }.contains { $0.id == broken.id })
            func says(_ said: String) async throws -> Promise {
                let draft = PromiseDraft(
                    about: .case(other.id), said: said, language: "en", zone: "Europe/Berlin",
                    due: .at(desk.shop.time.now + .hours(2)))
                return try await desk.shop.write { try $0.giveWord(draft, on: other) }
            }
            desk.shop.time.advance(by: .minutes(5))
            let word = try await says("With you by noon.")
            #expect(word.replaces == broken.id && word.order == order)
            #expect(try await desk.shop.store.read { try $0.promises(on: other) }.contains { $0.id == word.id })
            // Answered once: what is said next stands by itself.
            desk.shop.time.advance(by: .minutes(5))
            #expect(try await says("We call you.").replaces == nil)
        }
    }

    @Test(arguments: TestStore.engines) func aPromiseOfAnAnswerDoesNotHideTheWordThatBroke(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            _ = try await desk.shop.write {
                try $0.addStandard(
                    StandardDraft(
                        name: "Answered", metric: .firstReply, target: "wall:PT4H", said: ["en": "By {due}."]))
            }
            let order = try await desk.order()
            let found = try await desk.broken(order)
            let broken = try await desk.shop.store.read { try #require($0.promises(ofOrder: order).first) }
            desk.shop.time.advance(by: .minutes(5))
            var asked = InquiryDraft(kind: .complaint, message: MessageDraft(.email, "Where is it?"))
            (asked.order, asked.customer) = (order, found.customer)
            asked.message.contact = "ada@example.org"
            let words = desk.shop.words
            _ = try await desk.shop.write { [asked] in try $0.takeInquiry(asked, words: words) }
            let draft = PromiseDraft(
                about: .case(found.id), said: "With you by noon.", language: "en", zone: "Europe/Berlin",
                due: .at(desk.shop.time.now + .hours(2)))
            let word = try await desk.shop.write { try $0.giveWord(draft, on: found) }
            #expect(word.replaces == broken.id)
        }
    }

    @Test(arguments: TestStore.engines) func theNextFailureOnTheOrderJoinsWhereItsCaseWent(on engine: Engine)
        async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let order = try await desk.order()
            let found = try await desk.broken(order)
            desk.shop.time.advance(by: .minutes(5))
            let other = try await desk.shop.write { tx in
                let other = try tx.openCase(
                    kind: .request, subject: "Gift wrap", customer: found.customer, order: nil, place: nil)
                _ = try tx.mergeCase(found.id, into: other.id, why: "the same")
                let word = PromiseDraft(
                    about: .order(order), said: "With you by noon.", language: "en", zone: "Europe/Berlin",
                    due: .at(tx.now + .hours(2)))
                _ = try tx.makePromise(word)
                return other
            }
            desk.shop.time.advance(by: .hours(3))
            try await desk.shop.lapse()
            // What a customer tells of the order goes there as well.
            let told = try await desk.shop.write { [words = desk.shop.words] tx in
                var inquiry = InquiryDraft(kind: .complaint, message: MessageDraft(.phone, "Late again."))
                inquiry.order = order
                return try tx.takeInquiry(inquiry, words: words)
            }
            #expect(told.case.id == other.id && !told.opened)
            let kinds = try await desk.recovery(other.id).failures.map(\.kind)
            #expect(kinds == [.brokenPromise, .brokenPromise, .complaint])
            #expect(try await desk.shop.count("SELECT count(*) FROM cases") == 2)
        }
    }
}
