import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// A case is merged or sorted at the very moment at which others give on it. Whatever comes first, what comes after counts it.
@Suite struct CaseRaceTests {
    /// What the journal tells of these cases, in the order in which it came about.
    private static func told(_ desk: AmendsDesk, of cases: [ID<Case>]) async throws -> [(kind: String, on: ID<Case>)] {
        try await desk.shop.store.read { reading in
            try reading.rows(
                """
                SELECT kind, subject_id FROM journal WHERE subject_kind = 'case' AND subject_id IN \(anyOf: cases)
                AND kind IN ('remedy.given', 'case.merged', 'case.sorted')
                ORDER BY \(sqlite: "number", postgres: "transaction_id, number")
                """
            ) { (kind: $0.text(), on: $0.id(Case.self)) }
        }
    }

    /// Runs all of `work` at once. What is refused is refused; everything else is a fault.
    private static func together(_ work: [@Sendable () async throws -> Void]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for one in work {
                group.addTask {
                    do { try await one() } catch is any Refusal {}
                }
            }
            try await group.waitForAll()
        }
    }

    @Test(arguments: TestStore.engines) func mergingWhileRemediesAreGiven(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            for round in 0..<6 {
                // The front line gives refunds of 25.00 on a case: two of 9.00.
                let (one, two) = (
                    try await desk.anotherCase("a\(round)", of: AmendsDesk.ada),
                    try await desk.anotherCase("b\(round)", of: AmendsDesk.ada)
                )
                // A new day, so that nobody's day is used up.
                desk.shop.time.advance(by: .days(1))
                let giving = (0..<4).map { number in
                    { @Sendable () async throws -> Void in
                        let actor = number % 2 == 0 ? desk.tom : desk.lina
                        try await desk.give(.refund, 900, by: actor, on: number < 2 ? one : two)
                    }
                }
                let merging = { @Sendable () async throws -> Void in
                    try await desk.shop.write { _ = try $0.mergeCase(one, into: two, why: "the same") }
                }
                var work = giving
                work.insert(merging, at: round % 5)
                try await Self.together(work)
                var (isMerged, given) = (false, [ID<Case>: Int]())
                for entry in try await Self.told(desk, of: [one, two]) {
                    guard entry.kind == "remedy.given" else {
                        isMerged = true
                        continue
                    }
                    given[entry.on, default: 0] += 1
                    let counted = isMerged ? given.values.reduce(0, +) : given[entry.on, default: 0]
                    #expect(counted <= 2, "round \(round): given beyond what the merged case allows")
                    #expect(!isMerged || entry.on == two, "nothing is given on what became part of another")
                }
                #expect(isMerged)
            }
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func sortingWhileRemediesAreGiven(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let place = desk.shop.place
            for round in 0..<6 {
                let draft = desk.shop.draft("S-\(round)", customer: CustomerDraft(name: "Bo \(round)"))
                let order = try await desk.shop.order(draft).order.id
                let found = try await desk.shop.write {
                    try $0.openCase(kind: .question, subject: "torn", customer: nil, order: nil, place: place).id
                }
                // Twice 9.00 is what an order of 19.00 allows.
                var work = (0..<4).map { _ in
                    { @Sendable () async throws -> Void in
                        try await desk.give(.refund, 900, by: desk.owner, on: found)
                    }
                }
                let sorting = { @Sendable () async throws -> Void in
                    try await desk.shop.write { _ = try $0.sortCase(found, CaseSorting(order: order)) }
                }
                work.insert(sorting, at: round % 5)
                try await Self.together(work)
                var (isSorted, given) = (false, 0)
                for entry in try await Self.told(desk, of: [found]) {
                    guard entry.kind == "remedy.given" else {
                        isSorted = true
                        continue
                    }
                    given += 1
                    #expect(!isSorted || given <= 2, "round \(round): more back than the order cost")
                }
                #expect(isSorted && given >= 2)
            }
        }
    }
}
