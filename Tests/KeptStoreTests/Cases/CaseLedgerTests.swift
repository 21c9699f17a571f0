import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// What was given, told and noted on a case is of whoever the case turns out to be of.
@Suite struct CaseLedgerTests {
    private static let ledgers: [SQL] = ["remedies", "coupons", "tellings", "conduct_facts"]

    /// A case of nobody known, with a coupon and a fact of conduct.
    private func unknown(_ subject: String, _ desk: RecoveryDesk) async throws -> ID<Case> {
        desk.shop.time.advance(by: .minutes(5))
        let euro = try #require(Currency("EUR"))
        let coupon = RemedyDraft(.coupon, amount: Money(minor: 500, currency: euro), why: nil)
        return try await desk.shop.write { [words = desk.shop.words, place = desk.shop.place] tx in
            let found = try tx.openCase(
                kind: .question, subject: subject, customer: nil, order: nil, place: place
            ).id
            _ = try tx.giveRemedy(coupon, on: found, words: words)
            _ = try tx.noteConduct(ConductDraft(.abusive, .quoted, "You are all thieves."), on: found)
            return found
        }
    }

    private func customer(_ name: String, _ desk: RecoveryDesk) async throws -> ID<Customer> {
        try await desk.shop.write { try $0.findOrMakeCustomer(CustomerDraft(name: name)).id }
    }

    /// Whether every ledger of the case names this customer, or nobody, and the doctor finds nothing wrong with it.
    private func expect(
        _ id: ID<Case>, of customer: ID<Customer>?, _ desk: RecoveryDesk, _ comment: Comment
    ) async throws {
        for table in Self.ledgers {
            let theirs = try await desk.shop.count(
                "SELECT count(*) FROM \(table) WHERE case_id = \(id) AND coalesce(customer_id, 0) = \(customer?.rawValue ?? 0)"
            )
            #expect(theirs == 1, "\(table.text): \(comment.rawValue)")
        }
        var found: [Finding] = []
        _ = try await desk.shop.store.examine { found.append($0) }
        #expect(found.filter { $0.kind == .conductOff } == [], comment)
    }

    private func sort(_ id: ID<Case>, _ sorting: CaseSorting, _ desk: RecoveryDesk) async throws {
        try await desk.shop.write { _ = try $0.sortCase(id, sorting) }
    }

    @Test(arguments: TestStore.engines) func aMergeThatIsUndoneGivesItBack(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let (ada, bob) = (try await customer("Ada", desk), try await customer("Bob", desk))
            let (first, second) = (try await unknown("Torn", desk), try await unknown("Wet", desk))
            try await desk.shop.write { _ = try $0.mergeCase(first, into: second, why: "the same") }
            try await expect(first, of: nil, desk, "nobody is known")
            try await sort(second, CaseSorting(customer: ada), desk)
            try await expect(first, of: ada, desk, "it is part of hers")
            try await expect(second, of: ada, desk, "hers")
            try await desk.shop.write { _ = try $0.undoMerge(of: first, why: "another's") }
            try await expect(first, of: nil, desk, "it may be anybody's")
            try await expect(second, of: ada, desk, "still hers")
            try await sort(first, CaseSorting(customer: bob), desk)
            try await expect(first, of: bob, desk, "his")
        }
    }

    @Test(arguments: TestStore.engines) func whatGoesOnInTheCaseOfACustomerIsTheirs(on engine: Engine) async throws {
        try await RecoveryDesk.with(engine) { desk in
            let ada = try await customer("Ada", desk)
            let found = try await unknown("Torn", desk)
            let hers = try await desk.shop.write { [place = desk.shop.place] tx in
                try tx.openCase(kind: .request, subject: "Wrap", customer: ada, order: nil, place: place).id
            }
            try await desk.shop.write { _ = try $0.mergeCase(found, into: hers, why: "the same") }
            try await expect(found, of: ada, desk, "hers")
            let noted = try await desk.shop.write {
                try $0.noteConduct(ConductDraft(.abusive, .quoted, "Thieves."), on: found)
            }
            #expect(noted.customer == ada, "noted on what became part of hers")
            _ = try await desk.shop.write { try $0.run("UPDATE conduct_facts SET customer_id = NULL") }
            var findings: [Finding] = []
            _ = try await desk.shop.store.examine { findings.append($0) }
            #expect(findings.filter { $0.kind == .conductOff }.count == 2)
        }
    }

    private static let rows: [SQL] = [
        "INSERT INTO calendars (id, name, current_version) VALUES (1, 'shop', 1)",
        "INSERT INTO places (id, name, zone, calendar_id) VALUES (1, 'Shop', 'Europe/Berlin', 1)",
        "INSERT INTO people (id, name, language, created_at) VALUES (1, 'Ida', 'en', 1)",
        "INSERT INTO customers (id, name, language, created_at) VALUES (5, 'Ada', 'en', 1)",
        "INSERT INTO matters (id, subject) VALUES (11, 'a'), (12, 'b'), (13, 'c')",
        """
        INSERT INTO cases (id, number, matter_id, kind, subject, customer_id, place_id, owner_id, status, move_said_by,
          opened_at, closed_at, cause, merged_into_id) VALUES
          (11, 11, 11, 'question', 'hers', 5, 1, 1, 'open', 'shell', 5, NULL, NULL, NULL),
          (12, 12, 12, 'question', 'part of hers', NULL, 1, 1, 'closed', 'shell', 5, 40, 'merged', 11),
          (13, 13, 13, 'question', 'nobody', NULL, 1, 1, 'open', 'shell', 5, NULL, NULL, NULL)
        """,
        """
        INSERT INTO remedies (id, case_id, place_id, kind, right_by, given_by, given_at, given_day) VALUES
          (21, 11, 1, 'apology', 'house', 'shell', 6, 0), (22, 12, 1, 'apology', 'house', 'shell', 6, 0),
          (23, 13, 1, 'apology', 'house', 'shell', 6, 0), (24, NULL, 1, 'apology', 'house', 'shell', 6, 0)
        """,
        """
        INSERT INTO coupons (id, code, amount_minor, currency, valid_until, case_id, made_by, made_at) VALUES
          (21, 'A', 500, 'EUR', 90, 11, 'shell', 6), (22, 'B', 500, 'EUR', 90, 12, 'shell', 6),
          (23, 'C', 500, 'EUR', 90, 13, 'shell', 6), (24, 'D', 500, 'EUR', 90, NULL, 'shell', 6)
        """,
        """
        INSERT INTO tellings (id, case_id, said, language, told_at) VALUES (21, 11, 'a', 'en', 6), (22, 12, 'b', 'en', 6),
          (23, 13, 'c', 'en', 6), (24, NULL, 'd', 'en', 6)
        """,
        """
        INSERT INTO conduct_facts (id, kind, evidence, words, happened_at, case_id, place_id, written_by, written_at)
        VALUES (21, 'abusive', 'quoted', 'a', 6, 11, 1, 'shell', 6), (22, 'abusive', 'quoted', 'b', 6, 12, 1, 'shell', 6),
          (23, 'abusive', 'quoted', 'c', 6, 13, 1, 'shell', 6)
        """,
    ]

    @Test(arguments: TestStore.engines) func whatWasLeftOfNobodyIsFilledIn(on engine: Engine) async throws {
        let location = try await TestStore.fresh(engine)
        let driver: any EngineDriver
        switch location {
        case .folder(let path):
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            driver = try SQLiteDriver(path: path + "/kept.db")
        case .database(let address): driver = try await PostgresDriver.open(address)
        }
        let whole = try Migrator(for: engine)
        let old = Migrator(migrations: whole.migrations.filter { $0.number < 206 })
        try await driver.writeAlone { connection in
            _ = try old.migrate(connection, at: Instant(seconds: 1))
            for row in Self.rows { try connection.run(row) }
            _ = try whole.migrate(connection, at: Instant(seconds: 2))
        }
        for table in Self.ledgers {
            let known = try await driver.read { connection in
                try connection.rows("SELECT id FROM \(table) WHERE customer_id = 5 ORDER BY id") { $0.int() }
            }
            #expect(known == [21, 22], "\(table.text)")
        }
        await driver.close()
        try await TestStore.remove(location)
    }
}
