import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// Many at the same moment: what one case allows is never exceeded, and what is decided is decided once.
@Suite struct AuthorityRaceTests {
    private static func together(
        _ count: Int, _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                group.addTask {
                    do {
                        try await work(number)
                        return true
                    } catch is any Refusal { return false }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    @Test(arguments: TestStore.engines) func twoTogetherDoNotExceedWhatOneCaseAllows(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let done = try await Self.together(16) { number in
                try await desk.give(.refund, 900, by: number % 2 == 0 ? desk.tom : desk.lina)
            }
            #expect(done == 2, "25.00 hold 9.00 twice")
            let sum = try await desk.ledger().reduce(0) { $0 + ($1.amount?.minor ?? 0) }
            #expect(sum == 1_800)
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func differentKindsTogetherStayWithinAllOfThem(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let kinds: [(RemedyKind, Int64)] = [
                (.refund, 2_500), (.replacement, 4_000), (.priceMatch, 2_000), (.coupon, 1_500), (.points, 1_000),
            ]
            _ = try await Self.together(10) { number in
                let (kind, minor) = kinds[number % kinds.count]
                try await desk.give(kind, minor, by: number < 5 ? desk.tom : desk.lina)
            }
            let sum = try await desk.ledger().reduce(0) { $0 + ($1.amount?.minor ?? 0) }
            #expect(sum <= 5_000 && sum >= 3_500, "\(sum)")
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func theDayIsNotExceededOnManyCasesAtOnce(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            var cases: [ID<Case>] = []
            for number in 0..<12 { cases.append(try await desk.anotherCase("d\(number)")) }
            let all = cases
            let done = try await Self.together(12) { number in
                try await desk.give(.refund, 2_500, by: desk.tom, on: all[number])
            }
            #expect(done == 6, "150.00 a day hold 25.00 six times")
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func twoLeadsWhoApproveAtOnceApproveOnce(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let request = try await desk.ask(.refund, 8_000, by: desk.tom)
            let words = desk.shop.words
            let done = try await Self.together(12) { number in
                let lead = [desk.maya, desk.noor, desk.owner][number % 3]
                if number % 4 == 3 {
                    try await desk.shop.write(as: lead) {
                        try $0.refuseRemedy(request.id, word: "no", words: words)
                    }
                } else {
                    _ = try await desk.approve(request.id, by: lead)
                }
            }
            #expect(done == 1)
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func oneRemedyIsTakenBackOnce(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let given = try await desk.give(.refund, 2_000, by: desk.tom)
            let words = desk.shop.words
            let done = try await Self.together(8) { _ in
                try await desk.shop.write(as: desk.maya) { _ = try $0.reverseRemedy(given.id, why: "x", words: words) }
            }
            #expect(done == 1)
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }
}
