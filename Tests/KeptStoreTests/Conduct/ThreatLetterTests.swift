import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// After a threat leads get a letter beside the call in Kept.
@Suite struct ThreatLetterTests {
    /// A shop with a case; Ida at the counter, Lea who leads it with an address, Max who leads it without, and the owner.
    private struct Threatened: Sendable {
        let shop: Bookshop
        let ida: Actor
        let lea: Actor
        let found: ID<Case>

        static func with(
            _ engine: Engine, channel: Bool = true, leads: Bool = true, _ body: (Threatened) async throws -> Void
        ) async throws {
            try await Bookshop.with(engine, at: "2026-11-05T10:00:00+01:00") { shop in
                let place = shop.place
                if channel { _ = try await shop.write { try $0.addChannel(MailDesk.draft(at: place)) } }
                func person(_ name: String, _ role: Role, _ email: String?) async throws -> Actor {
                    let grants = [Grant(role: role, place: role == .owner ? nil : place)]
                    let id = try await shop.write {
                        try $0.addPerson(PersonFacts(name: name, email: email, language: "en", grants: grants))
                    }
                    return .person(id, grants: grants)
                }
                let ida = try await person("Ida", .frontLine, "ida@shop.example")
                let lea = leads ? try await person("Lea", .lead, "lea@shop.example") : ida
                if leads { _ = try await person("Max", .lead, nil) }
                _ = try await person("Omar", .owner, "omar@shop.example")
                let found = try await shop.write {
                    try $0.openCase(kind: .complaint, subject: "late", customer: nil, order: nil, place: place).id
                }
                try await body(Threatened(shop: shop, ida: ida, lea: lea, found: found))
            }
        }

        func threat(by actor: Actor? = nil) async throws {
            var draft = ConductDraft(.abusive, .quoted, "I wait for you outside.")
            draft.isThreat = true
            try await shop.write(as: actor ?? ida) { [draft, found] in _ = try $0.noteConduct(draft, on: found) }
        }

        func claim() async throws -> [ColleagueLetterOrder] {
            try await shop.write(as: .system("letters")) { try $0.claimColleagueLetters() }
        }

        func letters() async throws -> Int {
            try await shop.count("SELECT count(*) FROM sends WHERE receiver = 'colleague'")
        }
    }

    @Test(arguments: TestStore.engines) func everyLeadWithAnAddressIsWrittenToOnce(on engine: Engine) async throws {
        try await Threatened.with(engine) { desk in
            try await desk.threat()
            let orders = try await desk.claim()
            #expect(orders.map(\.address) == ["lea@shop.example"] && orders[0].calledBy == "Ida")
            #expect(orders[0].case == desk.found && orders[0].channel.address == MailDesk.address)
            // While one process sends it no other does; after a crash it goes out once more under the same identifier.
            #expect(try await desk.claim().isEmpty)
            desk.shop.time.advance(by: .minutes(5))
            let again = try await desk.claim()
            #expect(again.map(\.identifier) == orders.map(\.identifier))
            try await desk.shop.write { tx in
                try tx.sendAccepted(again[0].send, at: tx.now, answer: "250 ok")
            }
            desk.shop.time.advance(by: .days(1))
            #expect(try await desk.claim().isEmpty)
            // Nothing of it stands in the conversation with the customer.
            #expect(try await desk.shop.count("SELECT count(*) FROM messages") == 0)
            #expect(try await desk.shop.count("SELECT count(*) FROM sends WHERE receiver = 'customer'") == 0)
        }
    }

    @Test(arguments: TestStore.engines) func whereNoLeadHasAnAddressTheOwnerIsWrittenTo(on engine: Engine) async throws
    {
        try await Threatened.with(engine, leads: false) { desk in
            try await desk.threat()
            #expect(try await desk.claim().map(\.address) == ["omar@shop.example"])
        }
    }

    @Test(arguments: TestStore.engines) func whoeverWritesItDownIsNotWrittenTo(on engine: Engine) async throws {
        try await Threatened.with(engine) { desk in
            try await desk.threat(by: desk.lea)
            // Max has no address.
            #expect(try await desk.claim().map(\.address) == ["omar@shop.example"])
            let calls = try await desk.shop.count("SELECT count(*) FROM calls WHERE answered_at IS NULL")
            #expect(calls == 1, "the call stands in Kept all the same")
        }
    }

    @Test(arguments: TestStore.engines) func withoutAChannelAndInADemonstrationTheCallAloneStands(on engine: Engine)
        async throws
    {
        try await Threatened.with(engine, channel: false) { desk in
            try await desk.threat()
            #expect(try await desk.letters() == 0)
        }
        try await Threatened.with(engine) { desk in
            try await desk.shop.write { $0.set(.demonstration, to: "1") }
            try await desk.threat()
            #expect(try await desk.letters() == 0)
        }
    }

    @Test(arguments: TestStore.engines) func whatWasAnsweredBeforeItWentNeedsNoLetter(on engine: Engine) async throws {
        try await Threatened.with(engine) { desk in
            try await desk.threat()
            let call = try await desk.shop.store.read { reading in
                try #require(try reading.row("SELECT id FROM calls") { $0.id(Call.self) })
            }
            try await desk.shop.write(as: desk.lea) { try $0.answerCall(call, word: "I am with her.") }
            #expect(try await desk.claim().isEmpty)
            #expect(try await desk.shop.count("SELECT count(*) FROM sends WHERE state = 'failed'") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func aLetterToAColleagueIsNoPartOfTheConversation(on engine: Engine)
        async throws
    {
        try await Threatened.with(engine) { desk in
            let before = try await desk.shop.store.read { try $0.knownCase(desk.found) }
            try await desk.threat()
            let order = try #require(try await desk.claim().first)
            try await desk.shop.write { try $0.refuseSend(order.send, answer: "550 5.1.1 no such user") }
            let after = try await desk.shop.store.read { try $0.knownCase(desk.found) }
            #expect(after.whoseMove == before.whoseMove)
            #expect(try await desk.shop.store.read { try $0.thread(of: desk.found).isEmpty })
            #expect(try await desk.shop.store.read { try $0.undeliveredAnswers(of: after.owner).isEmpty })
            // That it did not arrive stands on the case, and the address of a colleague is no customer's.
            let said = try await desk.shop.count(
                "SELECT count(*) FROM journal WHERE kind = 'case.letter-to-colleague-failed'")
            #expect(said == 1)
            #expect(try await desk.shop.count("SELECT count(*) FROM failing_addresses") == 0)
            #expect(try await desk.shop.store.examine { _ in } == 0)
        }
    }

    @Test(arguments: TestStore.engines) func whereTheChannelIsPausedItWaitsAndIsNotSentTooLate(on engine: Engine)
        async throws
    {
        try await Threatened.with(engine) { desk in
            let channel = try await desk.shop.store.read { try $0.channels()[0].channel.id }
            try await desk.threat()
            try await desk.shop.write { try $0.pauseChannel(channel, revision: 1) }
            #expect(try await desk.claim().isEmpty)
            #expect(try await desk.shop.count("SELECT count(*) FROM sends WHERE held = 'no-channel'") == 1)
            try await desk.shop.write { try $0.resumeChannel(channel, revision: 2) }
            #expect(try await desk.claim().count == 1)
            desk.shop.time.advance(by: .days(3))
            #expect(try await desk.claim().isEmpty)
            #expect(try await desk.shop.count("SELECT count(*) FROM sends WHERE state = 'failed'") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func whatNobodyTakesIsTriedForTwoDays(on engine: Engine) async throws {
        try await Threatened.with(engine) { desk in
            try await desk.threat()
            var tries = 0
            while let order = try await desk.claim().first {
                tries += 1
                try await desk.shop.write { try $0.putOffSend(order.send, answer: "451 later") }
                desk.shop.time.advance(by: .hours(4))
            }
            #expect(tries > 5 && tries < 20, "\(tries)")
            #expect(try await desk.shop.count("SELECT count(*) FROM sends WHERE state = 'failed'") == 1)
        }
    }
}
