import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A case without an order is held to the order of a case that became part of it, as if it had been sorted.
@Suite struct MergedOrderTests {
    private static func beyond(_ left: Int64, of total: Int64 = 1_900) -> RemedyRefusal {
        .moreBackThanPaid(left: AmendsDesk.euros(left), total: AmendsDesk.euros(total))
    }

    /// A case on an order of 19.00 for each copy.
    private static func small(_ name: String, copies: Int = 1, _ desk: AmendsDesk) async throws -> ID<Case> {
        let draft = desk.shop.draft(name, customer: CustomerDraft(name: "Bo"), lines: [Bookshop.book(quantity: copies)])
        let order = try await desk.shop.order(draft).order.id
        return try await desk.shop.write {
            try $0.openCase(kind: .complaint, subject: name, customer: nil, order: order, place: nil).id
        }
    }

    private static func plain(_ desk: AmendsDesk) async throws -> ID<Case> {
        let place = desk.shop.place
        return try await desk.shop.write {
            try $0.openCase(kind: .question, subject: "torn", customer: nil, order: nil, place: place).id
        }
    }

    private static func merge(_ id: ID<Case>, into target: ID<Case>, _ desk: AmendsDesk) async throws {
        try await desk.shop.write { _ = try $0.mergeCase(id, into: target, why: "the same") }
    }

    @Test(arguments: TestStore.engines) func itsPriceBindsAtOnce(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (part, found) = (try await Self.small("S-1", desk), try await Self.plain(desk))
            try await desk.give(.refund, 300, by: desk.maya, on: part)
            try await desk.give(.refund, 200, by: desk.maya, on: found)
            try await Self.merge(part, into: found, desk)
            await #expect(throws: Self.beyond(1_400)) { try await desk.give(.refund, 1_401, by: desk.owner, on: found) }
            let offers = try await desk.shop.store.read { [owner = desk.owner, now = desk.shop.time.now] in
                try $0.remedyOffers(to: owner, on: try $0.knownCase(found), at: now)
            }
            #expect(offers.first { $0.kind == .refund }?.upTo == AmendsDesk.euros(1_400))
            try await desk.give(.refund, 1_400, by: desk.owner, on: found)
            #expect(try await desk.findings() == [])
            await #expect(throws: Self.beyond(0)) { try await desk.give(.refund, 1, by: desk.owner, on: found) }
            // By itself again, each as before: on the order counts what was given there.
            try await desk.shop.write { _ = try $0.undoMerge(of: part, why: "two matters") }
            await #expect(throws: Self.beyond(1_600)) { try await desk.give(.refund, 1_601, by: desk.owner, on: part) }
            try await desk.give(.refund, 1, by: desk.owner, on: found)
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func ofTwoOrdersThatOfWhichLeastIsLeftBinds(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (one, two) = (try await Self.small("S-1", desk), try await Self.small("S-2", copies: 2, desk))
            let (between, found) = (try await Self.plain(desk), try await Self.plain(desk))
            try await Self.merge(one, into: between, desk)
            try await Self.merge(between, into: found, desk)
            try await Self.merge(two, into: found, desk)
            await #expect(throws: Self.beyond(1_900)) { try await desk.give(.refund, 1_901, by: desk.owner, on: found) }
            try await desk.give(.refund, 1_000, by: desk.owner, on: found)
            await #expect(throws: Self.beyond(900)) { try await desk.give(.refund, 901, by: desk.owner, on: found) }
            #expect(try await desk.findings() == [])
            // Said which of them it is about, it counts on that one alone.
            let order = try await desk.shop.store.read { try #require(try $0.knownCase(two).order) }
            try await desk.shop.write { _ = try $0.sortCase(found, CaseSorting(order: order)) }
            await #expect(throws: Self.beyond(2_800, of: 3_800)) {
                try await desk.give(.refund, 2_801, by: desk.owner, on: found)
            }
            try await desk.give(.refund, 2_800, by: desk.owner, on: found)
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func guaranteesAreHeldToItToo(on engine: Engine) async throws {
        let rule = GuaranteeRule(
            name: "Fresh", called: ["en": "Fresh, or your money back"], trigger: .recorded,
            gifts: [.init(.refund, .percent(100))], mostPerCustomer: nil, mostPerDay: 10)
        try await AmendsDesk.with(engine) { desk in
            let id = try await Guaranteed.switchedOn(rule, in: desk.shop)
            let (part, found) = (try await Self.small("S-1", desk), try await Self.plain(desk))
            try await desk.give(.refund, 300, by: desk.maya, on: found)
            try await Self.merge(part, into: found, desk)
            let words = desk.shop.words
            let counted = try await desk.shop.write(as: desk.tom) {
                try $0.recordGuarantee(id, on: found, words: words)
            }
            #expect(counted.given == 1)
            let given = try await desk.shop.store.read { try $0.remedies(onCase: found) }
            #expect(given.map(\.amount).contains(AmendsDesk.euros(1_600)), "what is left of its price")
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func whatWaitsIsHeldToItAsItGoesOut(on engine: Engine) async throws {
        let rule = GuaranteeRule(
            name: "Fresh", called: ["en": "Fresh, or 15.00 back"], trigger: .recorded,
            gifts: [.init(.refund, .amount(AmendsDesk.euros(1_500)))], mostPerCustomer: 2, mostPerDay: 10)
        try await AmendsDesk.with(engine) { desk in
            let id = try await Guaranteed.switchedOn(rule, in: desk.shop)
            let (part, found) = (try await Self.small("S-1", desk), try await Self.plain(desk))
            let words = desk.shop.words
            let counted = try await desk.shop.write(as: desk.tom) {
                try $0.recordGuarantee(id, on: found, words: words)
            }
            #expect(counted.held == 1, "nobody knows whose it is")
            try await desk.give(.refund, 1_000, by: desk.maya, on: part)
            try await Self.merge(part, into: found, desk)
            let released = try await desk.shop.write(as: desk.maya) { try $0.releaseGuarantee(id, words: words) }
            #expect(released.given == 1)
            let given = try await desk.shop.store.read { try $0.remedies(onCase: found) }
            #expect(given.map(\.amount).contains(AmendsDesk.euros(900)), "what is left of its price")
            #expect(try await desk.findings() == [])
        }
    }
}
