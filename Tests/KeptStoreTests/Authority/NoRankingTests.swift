import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// No part of the program sets colleagues side by side by what they gave: whoever of two gave which, everything reads the same.
@Suite struct NoRankingTests {
    /// All that reports, lists and questions say of remedies. Of single lines the givers are left out: each names its own.
    private static func everything(_ desk: AmendsDesk) async throws -> [String] {
        let (now, maya) = (desk.shop.time.now, desk.maya)
        let cases = try await desk.shop.store.read { reading in
            try reading.rows("SELECT id FROM cases ORDER BY id") { $0.id(Case.self) }
        }
        return try await desk.shop.store.read { reading in
            let today = try reading.reportToday(at: now)
            let span = ReportSpan(from: today.advanced(by: -30), to: today)
            let report = try reading.recoveryReport(span, now: now)
            var all = [
                "\(report.recoveries) \(report.kinds) \(report.steps) \(report.causes) \(report.costs)",
                "\(try reading.promiseCounts(span))",
                "\(try reading.authorityPatterns(at: nil, now: now))",
                "\(try reading.authorityQuestions(at: nil, now: now))",
                "\(try reading.remedies(limit: 100).map { ($0.id, $0.case, $0.kind, $0.amount, $0.right, $0.isReversed) })",
                "\(try reading.waitingRequests(at: nil, limit: 50).map { ($0.id, $0.kind, $0.amount, $0.dueAt, $0.state) })",
                "\(try reading.remedyRequests(nil, limit: 50).map { ($0.id, $0.kind, $0.amount, $0.dueAt, $0.state) })",
                "\(try reading.requestsWaiting(at: nil, bound: 9))",
                "\(try reading.heldGuarantees().map { ($0.guarantee.id, $0.count, $0.costs) })",
                "\(try reading.heldUses(limit: 50).map { ($0.use.id, $0.guarantee, $0.caseNumber, $0.customer, $0.total) })",
            ]
            for id in cases {
                all.append("\(try reading.remedyOffers(to: maya, on: reading.knownCase(id), at: now))")
                all.append("\(try reading.tellings(ofCase: id).map(\.said))")
            }
            return all
        }
    }

    private static func swap(_ one: Actor, _ other: Actor, _ desk: AmendsDesk) async throws {
        let (a, b) = (one.description, other.description)
        try await desk.shop.write { tx in
            let columns: [(table: SQL, column: SQL)] = [
                ("remedies", "given_by"), ("remedy_requests", "asked_by"), ("guarantee_uses", "recorded_by"),
            ]
            for (table, column) in columns {
                _ = try tx.run(
                    """
                    UPDATE \(table) SET \(column) = CASE \(column) WHEN \(a) THEN CAST(\(b) AS TEXT) ELSE CAST(\(a) AS TEXT) END
                    WHERE \(column) IN (\(a), \(b))
                    """)
            }
        }
    }

    @Test(arguments: TestStore.engines) func whoGaveWhichChangesNothing(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let rule = GuaranteeRule(
                name: "Lower price", trigger: .lowerPrice, gifts: [.init(.priceMatch, .difference(percent: 100))])
            let id = try await Guaranteed.switchedOn(rule, in: desk.shop)
            let (words, draft) = (desk.shop.words, RemedyDraft(.refund, amount: AmendsDesk.euros(9_000), why: "a gift"))
            try await desk.give(.refund, 400, by: desk.tom, on: try await desk.anotherCase("old"))
            desk.shop.time.advance(by: .days(49))
            // Tom gives much and near his limit, Li Na little: what a ranking would show.
            for number in 1...11 {
                let found = try await desk.anotherCase("n\(number)", of: number < 8 ? AmendsDesk.ada : nil)
                try await desk.give(
                    .gesture, number == 11 ? 100 : 950, by: number < 7 ? desk.tom : desk.lina, on: found)
                guard number == 10 else { continue }
                try await desk.shop.write(as: desk.tom) { _ = try $0.askForRemedy(draft, on: found, words: words) }
                let price = SeenPrice(paid: 3_000, seen: 500, currency: AmendsDesk.euro)
                _ = try await desk.shop.write(as: desk.tom) {
                    try $0.recordGuarantee(id, on: found, price: price, words: words)
                }
            }
            let before = try await Self.everything(desk)
            #expect(before[3] != "[]", "something is asked")
            try await Self.swap(desk.tom, desk.lina, desk)
            let after = try await Self.everything(desk)
            for (one, other) in zip(before, after) { #expect(one == other) }
        }
    }
}
