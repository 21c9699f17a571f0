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
}
