import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// What an operation takes is checked in the operation, whichever door it came through.
@Suite struct DraftTests {
    private static func problems(_ body: () async throws -> Void) async throws -> [String] {
        do {
            try await body()
            return []
        } catch let input as InvalidInput {
            return input.problems.map(\.field)
        }
    }

    @Test(arguments: TestStore.engines) func aPersonIsChecked(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-05T09:00:00Z") { shop in
            let cases: [(PersonFacts, [String])] = [
                (PersonFacts(name: "Ana", email: "nonsense", language: "en", grants: []), ["email"]),
                (PersonFacts(name: " ", email: nil, language: "zz zz<b>", grants: []), ["name", "language"]),
                (PersonFacts(name: "Ana", email: nil, language: "en", zone: "Mars/Base", grants: []), ["zone"]),
                (
                    PersonFacts(
                        name: "Ana", email: nil, language: "en",
                        grants: [Grant(role: .lead), Grant(role: .lead, place: ID(999))]), ["roles[1].place"]
                ),
                (
                    PersonFacts(
                        name: String(repeating: "x", count: 201), email: nil, language: "en",
                        grants: Array(repeating: Grant(role: .lead), count: 51)), ["name", "roles"]
                ),
            ]
            for (facts, fields) in cases {
                let found = try await Self.problems { _ = try await shop.write { try $0.addPerson(facts) } }
                #expect(found == fields)
            }
            let facts = PersonFacts(
                name: "Ana", email: nil, language: "en",
                grants: [Grant(role: .frontLine, place: shop.place), Grant(role: .frontLine)])
            let id = try await shop.write { try $0.addPerson(facts) }
            #expect(try await shop.store.read { try $0.person(id)?.person.grants.count } == 2)
        }
    }

    @Test(arguments: TestStore.engines) func aCaseIsChecked(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-05T09:00:00Z") { shop in
            let order = try await shop.order(shop.draft("A-1")).order
            let drafts: [(CaseDraft, [String])] = [
                (CaseDraft(kind: .question, subject: "Open?", place: ID(999)), ["place"]),
                (CaseDraft(kind: .question, subject: "Open?", customer: ID(999)), ["customer"]),
                (CaseDraft(kind: .question, subject: "Open?", order: ID(999)), ["order"]),
                (
                    CaseDraft(
                        kind: .question, subject: " ", order: order.id, why: String(repeating: "x", count: 501)),
                    ["subject", "why"]
                ),
            ]
            for (draft, fields) in drafts {
                let found = try await Self.problems { _ = try await shop.write { try $0.openCase(draft) } }
                #expect(found == fields)
            }
            let draft = CaseDraft(kind: .question, subject: "Where is it?", order: order.id)
            let (opened, isNew) = try await shop.write { try $0.openCase(draft) }
            let (joined, isNewAgain) = try await shop.write { try $0.openCase(draft) }
            #expect(isNew && !isNewAgain && opened.id == joined.id)
            let long = String(repeating: "x", count: 20_001)
            let id = opened.id
            #expect(
                try await Self.problems { _ = try await shop.write { try $0.addNote(to: id, text: long) } } == ["text"])
            #expect(
                try await Self.problems { _ = try await shop.write { try $0.closeCase(id, cause: long) } } == ["cause"])
            #expect(
                try await Self.problems {
                    _ = try await shop.write { try $0.setMove(of: id, to: .customer, why: long) }
                } == ["why"])
        }
    }

    @Test(arguments: TestStore.engines) func aPromiseIsChecked(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-05T09:00:00Z") { shop in
            let customer = try await shop.write { try $0.findOrMakeCustomer(CustomerDraft(name: "Ada")).id }
            func draft(_ language: String = "en", customer: ID<Customer>, place: ID<Place>? = nil) -> PromiseDraft {
                PromiseDraft(
                    about: .customer(customer, subject: "call"), said: "We call.", language: language, zone: "UTC",
                    due: .at(shop.time.now + .hours(1)), place: place)
            }
            let drafts: [(PromiseDraft, [String])] = [
                (draft("zz zz<b>", customer: customer), ["language"]),
                (draft(customer: ID(999)), ["about.customer"]), (draft(customer: customer, place: ID(999)), ["place"]),
            ]
            for (draft, fields) in drafts {
                #expect(try await Self.problems { _ = try await shop.write { try $0.makePromise(draft) } } == fields)
            }
        }
    }

    /// A program's own pair may be ("email", address); the same address told later is the same customer.
    @Test(arguments: TestStore.engines) func aPairThatLooksLikeAnAddressBlocksNobody(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-05T09:00:00Z") { shop in
            let first = try await shop.write {
                try $0.findOrMakeCustomer(CustomerDraft(source: "email", externalID: "e@x.de", name: "Eva"))
            }
            let second = try await shop.write {
                try $0.findOrMakeCustomer(CustomerDraft(name: "Eva", email: "E@x.de"))
            }
            #expect(first.id == second.id)
            let known = try await shop.store.read { try $0.contacts(of: first.id).map(\.value) }
            #expect(known == ["e@x.de"])
        }
    }

    /// An order whose told time had passed, and on which a word was given since, may be sent again unchanged.
    @Test(arguments: TestStore.engines) func anOrderWithAPassedWordIsTakenAgain(on engine: Engine) async throws {
        try await Bookshop.with(engine, at: "2026-11-05T09:00:00Z") { shop in
            let told = OrderDraft.PromisedBy.instant(shop.time.now - .hours(3))
            let draft = shop.draft("A-1", promisedBy: told)
            let made = try await shop.order(draft)
            #expect(made.promises.isEmpty)
            shop.time.advance(by: .minutes(5))
            let due = shop.time.now + .hours(5)
            let id = made.order.id
            _ = try await shop.write {
                try $0.makePromise(
                    PromiseDraft(about: .order(id), said: "By 3.", language: "en", zone: "Europe/Berlin", due: .at(due))
                )
            }
            let again = try await shop.order(draft)
            #expect(!again.isNew && again.order.id == id)
            var other = draft
            other.promisedBy = .instant(due)
            await #expect(throws: OrderRefusal.self) { try await shop.order(other) }
        }
    }
}
