import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// By when a customer hears from us is a promise only where they heard it.
@Suite struct HeardWordTests {
    /// The word of a request on a case of this customer that is about no order.
    private static func asked(_ customer: CustomerDraft, _ desk: AmendsDesk) async throws -> ID<Promise> {
        let (place, words) = (desk.shop.place, desk.shop.words)
        _ = try await desk.shop.write { try $0.addChannel(MailDesk.draft(at: place)) }
        let found = try await desk.shop.write { tx in
            let customer = try tx.findOrMakeCustomer(customer).id
            return try tx.openCase(kind: .question, subject: "a gift", customer: customer, order: nil, place: place).id
        }
        let draft = RemedyDraft(.refund, amount: AmendsDesk.euros(9_000), why: "a regular customer")
        let request = try await desk.shop.write(as: desk.tom) { try $0.askForRemedy(draft, on: found, words: words) }
        return try #require(request.promise)
    }

    @Test(arguments: TestStore.engines) func whatReachesNobodyIsAnAimOfOurOwn(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let id = try await Self.asked(CustomerDraft(name: "Max", phone: "+49 30 1234567"), desk)
            let word = try await desk.shop.store.read { try $0.knownPromise(id) }
            #expect(!word.isTold)
            #expect(try await desk.findings() == [])
        }
    }

    @Test(arguments: TestStore.engines) func aLetterThatCannotBeSentTellsNobody(on engine: Engine) async throws {
        try await AmendsDesk.with(engine) { desk in
            let id = try await Self.asked(CustomerDraft(name: "Eve", email: "eve@example.org"), desk)
            let told = try await desk.shop.store.read { try $0.knownPromise(id).isTold }
            #expect(told)
            let letters = try await desk.shop.write(as: .system("outbox")) { try $0.claimSends(limit: 9) }
            let letter = try #require(letters.first)
            try await desk.shop.write(as: .system("outbox")) {
                try $0.refuseSend(letter.send, answer: "550 5.1.1 no such user")
            }
            let after = try await desk.shop.store.read { try $0.knownPromise(id).isTold }
            #expect(!after)
        }
    }
}
