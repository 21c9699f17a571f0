import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// What went back on a case counts on the order that it turns out to be about.
@Suite struct MoneyBackByCaseTests {
    private static func beyond(_ left: Int64) -> RemedyRefusal {
        .moreBackThanPaid(left: AmendsDesk.euros(left), total: AmendsDesk.euros(1_900))
    }

    /// An order of 19.00.
    private static func small(_ desk: AmendsDesk) async throws -> ID<Order> {
        try await desk.shop.order(desk.shop.draft("S-1", customer: CustomerDraft(name: "Bo"))).order.id
    }

    /// A case of which nobody knows the order, with money back on it.
    private static func unsorted(_ minor: Int64, _ desk: AmendsDesk) async throws -> ID<Case> {
        let place = desk.shop.place
        let found = try await desk.shop.write {
            try $0.openCase(kind: .question, subject: "torn", customer: nil, order: nil, place: place).id
        }
        try await desk.give(.refund, minor, by: desk.maya, on: found)
        return found
    }

    @Test(arguments: TestStore.engines) func aSortedCaseBringsWhatWentBackOnIt(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (order, found) = (try await Self.small(desk), try await Self.unsorted(1_500, desk))
            try await desk.shop.write { _ = try $0.sortCase(found, CaseSorting(order: order)) }
            await #expect(throws: Self.beyond(400)) { try await desk.give(.refund, 401, by: desk.owner, on: found) }
            try await desk.give(.refund, 400, by: desk.maya, on: found)
            await #expect(throws: Self.beyond(0)) { try await desk.give(.refund, 1, by: desk.owner, on: found) }
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func aMergedCaseBringsIt(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (order, other) = (try await Self.small(desk), try await Self.unsorted(1_500, desk))
            let between = try await Self.unsorted(300, desk)
            let found = try await desk.shop.write {
                try $0.openCase(kind: .complaint, subject: "torn", customer: nil, order: order, place: nil).id
            }
            try await desk.shop.write { tx in
                _ = try tx.mergeCase(other, into: between, why: "the same")
                _ = try tx.mergeCase(between, into: found, why: "the same")
            }
            await #expect(throws: Self.beyond(100)) { try await desk.give(.refund, 101, by: desk.owner, on: found) }
            try await desk.shop.write { _ = try $0.undoMerge(of: between, why: "two matters") }
            try await desk.give(.refund, 1_900, by: desk.owner, on: found)
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func theDoctorSeesIt(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (order, found) = (try await Self.small(desk), try await Self.unsorted(2_500, desk))
            #expect(try await desk.findings() == [])
            try await desk.shop.write { _ = try $0.sortCase(found, CaseSorting(order: order)) }
            let findings = try await desk.findings()
            #expect(findings.map(\.kind) == [.moreBackThanPaid])
        }
    }

    /// Indices answer only what is spelled as they are.
    @Test func theStatementsNameTheKindsOfMoneyBack() {
        let spelled = RemedyKind.moneyBack.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        #expect(RemedyKind.moneyBackSpelled.text == "(\(spelled))")
    }
}
