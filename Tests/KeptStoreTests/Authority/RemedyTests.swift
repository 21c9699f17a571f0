import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct RemedyTests {
    @Test(arguments: TestStore.engines) func withinAuthorityItIsGivenAtOnce(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let given = try await desk.give(.refund, 1_900, by: desk.tom)
            #expect(given.right == .limit && given.amount == AmendsDesk.euros(1_900) && given.order == desk.order)
            let ledger = try await desk.ledger()
            #expect(ledger == [given])
            let (entries, told) = try await desk.shop.store.read { [desk] reading in
                (
                    try reading.latestJournal(
                        limit: 10, matching: JournalFilter(subject: .case(desk.found), kinds: ["remedy.given"])),
                    try reading.tellings(ofOrder: desk.order)
                )
            }
            #expect(entries.count == 1 && entries[0].entry.facts.contains(Fact("amount", "1900 EUR")))
            #expect(told.map(\.said) == ["We refund you €19.00."])
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func beyondItIsRefusedWithWhatIsLeft(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            try await desk.give(.refund, 2_000, by: desk.tom)
            await #expect(throws: RemedyRefusal.beyondAuthority(upTo: AmendsDesk.euros(500))) {
                try await desk.give(.refund, 501, by: desk.lina)
            }
            try await desk.give(.refund, 500, by: desk.lina)
            await #expect(throws: RemedyRefusal.noAuthority) { try await desk.give(.refund, 1, by: desk.tom) }
            try await desk.give(.apology, nil, by: desk.tom)
            try await desk.give(.refund, 5_000, by: desk.maya)
            let ledger = try await desk.ledger()
            #expect(ledger.count == 4)
        }
    }

    @Test(arguments: TestStore.engines) func theDayOfOnePersonEnds(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            // Six times 25.00 are the day's 150.00.
            for number in 1...6 {
                try await desk.give(.refund, 2_500, by: desk.tom, on: try await desk.anotherCase("c\(number)"))
            }
            let seventh = try await desk.anotherCase("c7")
            await #expect(throws: RemedyRefusal.noAuthority) {
                try await desk.give(.refund, 1, by: desk.tom, on: seventh)
            }
            try await desk.give(.refund, 100, by: desk.lina, on: seventh)
            desk.shop.time.advance(by: .hours(24))
            try await desk.give(.refund, 100, by: desk.tom, on: seventh)
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func amountsOfTwoCurrenciesAreNeverAddedUp(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            try await desk.give(.refund, 2_500, by: desk.tom)
            let dollar = Currency("USD")!
            let dollars = RemedyDraft(.gesture, amount: Money(minor: 100, currency: dollar))
            let (found, words) = (desk.found, desk.shop.words)
            await #expect(throws: RemedyRefusal.noLimits(dollar)) {
                try await desk.shop.write(as: desk.tom) { try $0.giveRemedy(dollars, on: found, words: words) }
            }
            // It may be asked for; who approves is told what is missing.
            var asked = dollars
            asked.why = "paid in dollars"
            let request = try await desk.shop.write(as: desk.tom) { [asked] in
                try $0.askForRemedy(asked, on: found, words: words)
            }
            await #expect(throws: RemedyRefusal.noLimits(dollar)) {
                _ = try await desk.approve(request.id, by: desk.owner)
            }
            try await desk.shop.write { try $0.addUsualLimits(in: dollar) }
            _ = try await desk.shop.write(as: desk.maya) { try $0.approveRemedy(request.id, words: words) }
            try await desk.shop.write(as: desk.tom) { _ = try $0.giveRemedy(dollars, on: found, words: words) }
        }
    }

    @Test(arguments: TestStore.engines) func whatIsTakenBackLeavesRoomAgain(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let given = try await desk.give(.refund, 2_500, by: desk.tom)
            let words = desk.shop.words
            await #expect(throws: NotPermitted.self) {
                try await desk.shop.write(as: desk.lina) { try $0.reverseRemedy(given.id, why: "mine", words: words) }
            }
            let back = try await desk.shop.write(as: desk.tom) {
                try $0.reverseRemedy(given.id, why: "typed twice", words: words)
            }
            #expect(back.amount == AmendsDesk.euros(-2_500) && back.reverses == given.id)
            for id in [given.id, back.id] {
                await #expect(throws: RemedyRefusal.self) {
                    try await desk.shop.write(as: desk.maya) { try $0.reverseRemedy(id, why: "again", words: words) }
                }
            }
            try await desk.give(.refund, 2_500, by: desk.tom)
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func aFormThatIsSentTwiceGivesOnce(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            try await desk.give(.coupon, 500, by: desk.tom, known: 0)
            await #expect(throws: StoreError.self) { try await desk.give(.coupon, 500, by: desk.tom, known: 0) }
            let ledger = try await desk.ledger()
            #expect(ledger.count == 1)
        }
    }

    @Test(arguments: TestStore.engines) func aClosedCaseAndANonsensicalRemedyAreRefused(on engine: Engine) async throws
    {
        try await AmendsDesk.with(engine) { desk in
            for (kind, minor) in [(RemedyKind.refund, nil), (.refund, 0), (.refund, -5), (.apology, 5)]
                as [(RemedyKind, Int64?)]
            {
                await #expect(throws: InvalidInput.self) { try await desk.give(kind, minor, by: desk.tom) }
            }
            let found = desk.found
            try await desk.shop.write { _ = try $0.closeCase(found, cause: "done") }
            await #expect(throws: CaseRefusal.notOpen) { try await desk.give(.refund, 100, by: desk.tom) }
        }
    }

    @Test(arguments: TestStore.engines) func limitsAreChangedWithAReasonAndARevision(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let limit = try await desk.shop.store.read {
                try $0.remedyLimits().first { $0.role == .frontLine && $0.remedy == .refund }
            }
            let id = try #require(limit).id
            await #expect(throws: NotPermitted.self) {
                try await desk.shop.write(as: desk.maya) {
                    try $0.changeRemedyLimit(id, perCase: 1, perDay: 1, revision: 1, why: "x")
                }
            }
            try await desk.shop.write(as: desk.owner) {
                _ = try $0.changeRemedyLimit(id, perCase: 100, perDay: nil, revision: 1, why: "dear")
            }
            await #expect(throws: StoreError.self) {
                try await desk.shop.write(as: desk.owner) {
                    try $0.changeRemedyLimit(id, perCase: 200, perDay: nil, revision: 1, why: "late")
                }
            }
            await #expect(throws: RemedyRefusal.beyondAuthority(upTo: AmendsDesk.euros(100))) {
                try await desk.give(.refund, 101, by: desk.tom)
            }
            let entries = try await desk.shop.store.read {
                try $0.latestJournal(limit: 5, matching: JournalFilter(subject: .business, kinds: ["limit.changed"]))
            }
            #expect(entries.first?.entry.facts.contains(Fact("per-case-before", "2500 EUR")) == true)
        }
    }
}
