import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// Cases that became one are one matter for what is recorded on them.
@Suite struct JoinedMatterTests {
    private static let fresh = GuaranteeRule(
        name: "Fresh", trigger: .recorded, gifts: [.init(.coupon, .amount(AmendsDesk.euros(500)))],
        mostPerCustomer: nil)

    private static func record(_ id: ID<Guarantee>, on found: ID<Case>, _ desk: AmendsDesk) async throws -> Int {
        let words = desk.shop.words
        return try await desk.shop.write(as: desk.tom) { try $0.recordGuarantee(id, on: found, words: words).given }
    }

    @Test(arguments: TestStore.engines) func itPaysOnceForAllThatBecameOne(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let id = try await Guaranteed.switchedOn(Self.fresh, in: desk.shop)
            let other = try await desk.anotherCase("twice", of: AmendsDesk.ada)
            #expect(try await Self.record(id, on: other, desk) == 1)
            try await desk.shop.write { [found = desk.found] in
                _ = try $0.mergeCase(other, into: found, why: "the same cake")
            }
            await #expect(throws: GuaranteeRefusal.usedAlready) {
                _ = try await Self.record(id, on: desk.found, desk)
            }
            try await desk.shop.write { _ = try $0.undoMerge(of: other, why: "two cakes") }
            #expect(try await Self.record(id, on: desk.found, desk) == 1)
            #expect(try await desk.findings() == [])
        }
    }

    /// Each of two orders was promised by itself, also where their customer speaks of both in one conversation.
    @Test(arguments: TestStore.engines) func twoOrdersStayTwoForWhatTheRecordTells(on engine: Engine) async throws {
        let rule = GuaranteeRule(name: "Whole", trigger: .damaged, gifts: [.init(.coupon, .percent(100))])
        try await AmendsDesk.with(engine) { desk in
            let id = try await Guaranteed.switchedOn(rule, in: desk.shop)
            let other = try await desk.anotherCase("twice", of: AmendsDesk.ada)
            let second = try #require(try await desk.shop.store.read { try $0.knownCase(other).order })
            try await desk.shop.tell(.damaged, of: second)
            try await desk.shop.write { [found = desk.found] in
                _ = try $0.mergeCase(other, into: found, why: "both came wet")
            }
            try await desk.shop.tell(.damaged, of: desk.order)
            let uses = try await desk.shop.store.read { try $0.guaranteeUses(of: id, limit: 9) }
            #expect(uses.count == 2)
        }
    }
}
