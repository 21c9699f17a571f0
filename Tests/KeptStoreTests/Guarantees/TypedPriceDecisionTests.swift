import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// Who decides a typed price that waits, and what it counts against until then.
@Suite struct TypedPriceDecisionTests {
    private static func rule(_ kinds: [RemedyKind] = [.priceMatch], mostPerDay: Int = 50) -> GuaranteeRule {
        GuaranteeRule(
            name: "Lower price", trigger: .lowerPrice, gifts: kinds.map { .init($0, .difference(percent: 100)) },
            mostPerDay: mostPerDay)
    }

    private static func record(
        _ id: ID<Guarantee>, _ difference: Int64, by actor: Actor, on found: ID<Case>, _ desk: AmendsDesk
    ) async throws -> GuaranteeCount {
        let (price, words) = (
            SeenPrice(paid: difference + 500, seen: 500, currency: AmendsDesk.euro), desk.shop.words
        )
        return try await desk.shop.write(as: actor) {
            try $0.recordGuarantee(id, on: found, price: price, words: words)
        }
    }

    /// A full day holds it, not its size: it is decided by itself all the same.
    @Test(arguments: TestStore.engines) func nothingTypedGoesOutInBulkOrToOneself(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let id = try await Guaranteed.switchedOn(Self.rule(mostPerDay: 1), in: desk.shop)
            let words = desk.shop.words
            #expect(try await Self.record(id, 1_500, by: desk.tom, on: desk.found, desk).given == 1)
            let second = try await desk.anotherCase("second")
            #expect(try await Self.record(id, 1_500, by: desk.maya, on: second, desk).held == 1)
            let part = try await desk.shop.write(as: desk.maya) { try $0.releaseGuarantee(id, words: words) }
            #expect(part.done == 0)
            let (bulk, single) = try await desk.shop.store.read { (try $0.heldGuarantees(), try $0.heldUses(limit: 9)) }
            #expect(bulk.isEmpty && single.map(\.use.heldBecause) == [.day])
            #expect(single[0].guarantee == "Lower price" && single[0].customer == "second")
            #expect(single[0].caseNumber != nil && single[0].total == AmendsDesk.euros(38_000))
            let use = single[0].use.id
            await #expect(throws: RemedyRefusal.ownRequest) {
                try await desk.shop.write(as: desk.maya) { try $0.releaseUse(use, words: words) }
            }
            // It is as good as given while it waits.
            await #expect(throws: RemedyRefusal.beyondAuthority(upTo: AmendsDesk.euros(500))) {
                try await desk.give(.priceMatch, 501, by: desk.lina, on: second)
            }
            try await desk.shop.write(as: desk.noor) { try $0.releaseUse(use, words: words) }
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func whatWaitsCountsAgainstTheDay(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let id = try await Guaranteed.switchedOn(Self.rule(mostPerDay: 1), in: desk.shop)
            for number in 1...6 {
                let found = try await desk.anotherCase("p\(number)")
                _ = try await Self.record(id, 1_500, by: desk.tom, on: found, desk)
            }
            let last = try await desk.anotherCase("p7")
            _ = try await Self.record(id, 1_500, by: desk.tom, on: last, desk)
            let reasons = try await desk.shop.store.read { try $0.heldUses(limit: 9).map(\.use.heldBecause) }
            #expect(reasons == [.day, .day, .day, .day, .day, .authority], "100.00 a day hold six times 15.00")
        }
    }

    /// 60.00 of coupons and 100.00 of matched prices are what a lead may give on a case, all gifts together no more than that.
    @Test(arguments: TestStore.engines) func aLeadReleasesNoMoreThanTheCaseAllows(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let id = try await Guaranteed.switchedOn(Self.rule([.coupon, .coupon]), in: desk.shop)
            let words = desk.shop.words
            _ = try await Self.record(id, 4_000, by: desk.tom, on: desk.found, desk)
            let use = try #require(try await desk.shop.store.read { try $0.heldUses(limit: 9) }.first).use.id
            await #expect(throws: RemedyRefusal.beyondApproval(upTo: AmendsDesk.euros(2_000))) {
                try await desk.shop.write(as: desk.maya) { try $0.releaseUse(use, words: words) }
            }
            try await desk.shop.write(as: desk.owner) { try $0.releaseUse(use, words: words) }
        }
    }

    @Test(arguments: TestStore.engines) func nothingIsMergedAwayWhileItWaits(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let id = try await Guaranteed.switchedOn(Self.rule(), in: desk.shop)
            let other = try await desk.anotherCase("twice", of: AmendsDesk.ada)
            #expect(try await Self.record(id, 2_500, by: desk.tom, on: other, desk).held == 1)
            await #expect(throws: RemedyRefusal.requestWaiting) {
                try await desk.shop.write { [found = desk.found] in
                    _ = try $0.mergeCase(other, into: found, why: "the same")
                }
            }
        }
    }

    /// It is the next day in Shanghai already: there it counts.
    @Test(arguments: TestStore.engines) func theDayIsThatOfTheCasesPlace(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let shop = desk.shop
            let place = try await shop.write { tx in
                let known = try tx.place(orDefault: nil)
                return try tx.addPlace(
                    PlaceDraft(name: "Shanghai", city: "Shanghai", zone: "Asia/Shanghai", calendar: known.calendar)
                ).id
            }
            let grants = [Grant(role: .frontLine, place: nil)]
            let person = try await shop.write {
                try $0.addPerson(PersonFacts(name: "Wei", email: nil, language: "en", grants: grants))
            }
            let wei = Actor.person(person, grants: grants)
            shop.time.advance(by: .hours(10))
            let id = try await Guaranteed.switchedOn(Self.rule(), in: shop)
            var counts: [Int] = []
            for number in 1...7 {
                let order = try await shop.order(
                    OrderDraft(
                        source: "shop", externalID: "W-\(number)", customer: CustomerDraft(name: "W-\(number)"),
                        place: place, lines: AmendsDesk.lines, orderedAt: shop.time.now)
                ).order.id
                let found = try await shop.write {
                    try $0.openCase(kind: .complaint, subject: "price", customer: nil, order: order, place: nil).id
                }
                counts.append(try await Self.record(id, 1_500, by: wei, on: found, desk).given)
            }
            #expect(counts == [1, 1, 1, 1, 1, 1, 0], "100.00 a day hold six times 15.00")
        }
    }
}
