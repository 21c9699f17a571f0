import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct ToldByHandTests {
    @Test(arguments: TestStore.engines) func whatNoMessageTellsStandsUntilSomebodySaidIt(on engine: Engine) async throws
    {
        try await RecoveryDesk.with(engine) { desk in
            let shop = desk.shop
            let found = try await desk.broken(desk.order(email: nil))
            let euro = try #require(Currency("EUR"))
            try await shop.write { try $0.addUsualLimits(in: euro) }
            _ = try await shop.write(as: desk.maya) { [words = shop.words] tx in
                let draft = RemedyDraft(.gesture, amount: Money(minor: 500, currency: euro))
                return try tx.giveOrAskForRemedy(draft, on: found.id, words: words)
            }
            let telling = try await shop.store.read { try #require(try $0.tellings(ofCase: found.id).first) }
            #expect(telling.untold == .noContact && telling.saidBy == nil)
            await #expect(throws: NotPermitted.self) {
                try await shop.write(as: .customer(found.customer)) { try $0.noteTold(telling.id) }
            }
            try await desk.close(found.id)
            let noted = try await shop.write(as: desk.tom) { try $0.noteTold(telling.id) }
            #expect(noted.saidBy == desk.tom.description && noted.saidAt == shop.time.now)
            #expect(try await shop.write(as: desk.maya) { try $0.noteTold(telling.id) } == noted, "noted once")
            #expect(try await shop.count("SELECT count(*) FROM journal WHERE kind = 'case.told-by-hand'") == 1)
            await #expect(throws: StoreError.self) { try await shop.write { try $0.noteTold(ID(7)) } }
            #expect(try await desk.findings().isEmpty)
        }
    }
}
