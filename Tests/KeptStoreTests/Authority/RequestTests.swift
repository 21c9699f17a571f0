import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct RequestTests {
    @Test(arguments: TestStore.engines) func theCustomerIsToldWhenTheyHear(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let request = try await desk.ask(.refund, 8_000, by: desk.tom)
            let id = try #require(request.promise)
            let promise = try await desk.shop.store.read { try $0.knownPromise(id) }
            #expect(promise.isTold && promise.case == desk.found && promise.order == nil)
            #expect(promise.said.contains("€80.00") && promise.said.contains("You will hear from us by"))
            #expect(promise.due == request.dueAt)
            let given = try await desk.approve(request.id, by: desk.maya)
            #expect(given.right == .approval && given.amount == AmendsDesk.euros(8_000) && given.request == request.id)
            let (kept, told) = try await desk.shop.store.read { [desk] reading in
                (try reading.knownPromise(id), try reading.tellings(ofCase: desk.found))
            }
            #expect(kept.state == .kept && kept.evidence == OwnSentence.decided(.approved).text)
            #expect(told.map(\.said) == [promise.said, "We refund you €80.00."])
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func anAnswerThatComesLateBreaksTheWord(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let request = try await desk.ask(.refund, 8_000, by: desk.tom)
            desk.shop.time.advance(by: .hours(40))
            try await desk.shop.lapse()
            _ = try await desk.approve(request.id, by: desk.maya)
            let promise = try await desk.shop.store.read { try $0.knownPromise(request.promise ?? ID(1)) }
            #expect(promise.state == .broken)
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func aLeadApprovesLessButNotMore(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let first = try await desk.ask(.refund, 8_000, by: desk.tom)
            await #expect(throws: RemedyRefusal.moreThanAsked(AmendsDesk.euros(8_000))) {
                _ = try await desk.approve(first.id, 8_001, by: desk.maya)
            }
            let given = try await desk.approve(first.id, 4_000, by: desk.maya)
            #expect(given.amount == AmendsDesk.euros(4_000))
            // 150.00 is what a lead may give on one case: 110.00 are left.
            let second = try await desk.ask(.refund, 12_000, by: desk.lina)
            await #expect(throws: RemedyRefusal.beyondApproval(upTo: AmendsDesk.euros(11_000))) {
                _ = try await desk.approve(second.id, by: desk.noor)
            }
            _ = try await desk.approve(second.id, by: desk.owner)
            let findings = try await desk.findings()
            #expect(findings == [])
        }
    }

    @Test(arguments: TestStore.engines) func nobodyApprovesTheirOwnAndTheFrontLineNobodys(on engine: Engine)
        async throws
    {
        try await AmendsDesk.with(engine) { desk in
            let request = try await desk.ask(.refund, 20_000, by: desk.maya)
            await #expect(throws: RemedyRefusal.ownRequest) { _ = try await desk.approve(request.id, by: desk.maya) }
            await #expect(throws: NotPermitted.self) { _ = try await desk.approve(request.id, by: desk.tom) }
            let words = desk.shop.words
            try await desk.shop.write(as: desk.noor) {
                try $0.refuseRemedy(request.id, word: "no ground", words: words)
            }
            await #expect(throws: RemedyRefusal.requestDecided(.refused)) {
                _ = try await desk.approve(request.id, by: desk.owner)
            }
            let told = try await desk.shop.store.read { [desk] in try $0.tellings(ofCase: desk.found) }
            #expect(told.count == 2 && told[1].said.contains("cannot refund you €200.00"))
        }
    }

    @Test(arguments: TestStore.engines) func aRequestThatIsTakenBackReleasesTheWord(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let words = desk.shop.words
            let request = try await desk.ask(.refund, 8_000, by: desk.tom)
            await #expect(throws: NotPermitted.self) {
                try await desk.shop.write(as: desk.lina) { try $0.withdrawRequest(request.id, why: "x", words: words) }
            }
            let found = desk.found
            await #expect(throws: RemedyRefusal.requestWaiting) {
                try await desk.shop.write(as: desk.tom) { try $0.closeCase(found, cause: "courier") }
            }
            try await desk.shop.write(as: desk.tom) {
                try $0.withdrawRequest(request.id, why: "solved otherwise", words: words)
            }
            try await desk.shop.write(as: desk.tom) { _ = try $0.closeCase(found, cause: "courier") }
            let promise = try await desk.shop.store.read { try $0.knownPromise(request.promise ?? ID(1)) }
            #expect(promise.state == .released)
            let ledger = try await desk.ledger()
            #expect(ledger.isEmpty)
        }
    }

    @Test(arguments: TestStore.engines) func onePageGivesOrAsks(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let (found, words) = (desk.found, desk.shop.words)
            func send(_ minor: Int64) async throws -> RemedyRequest? {
                let draft = RemedyDraft(.refund, amount: AmendsDesk.euros(minor), why: "late twice")
                return try await desk.shop.write(as: desk.tom) {
                    try $0.giveOrAskForRemedy(draft, on: found, words: words)
                }
            }
            let within = try await send(1_000)
            let beyond = try await send(2_000)
            #expect(within == nil && beyond?.state == .waiting)
            let waiting = try await desk.shop.store.read { try $0.waitingRequests(at: nil, limit: 5) }
            #expect(waiting.map(\.id) == [beyond?.id])
        }
    }
}
