import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite("Who has how many cases in hand") struct CaseLoadTests {
    /// The counts of the record, by colleague; those who have none left out.
    private func counted(_ counter: Counter) async throws -> [String: Int] {
        try await read(
            "SELECT p.name, CAST(sum(l.open) AS BIGINT) FROM case_loads l JOIN people p ON p.id = l.owner_id GROUP BY p.name",
            counter)
    }

    private func found(_ counter: Counter) async throws -> [String: Int] {
        try await read(
            """
            SELECT p.name, count(*) FROM cases c JOIN people p ON p.id = c.owner_id WHERE c.status = 'open' GROUP BY p.name
            """, counter)
    }

    private func read(_ statement: SQL, _ counter: Counter) async throws -> [String: Int] {
        let rows = try await counter.store.read { try $0.rows(statement) { ($0.text(), $0.int()) } }
        return Dictionary(uniqueKeysWithValues: rows).filter { $0.value != 0 }
    }

    @Test(
        "The count follows cases that are opened, handed over, closed, reopened and merged",
        arguments: TestStore.engines)
    func theCountFollows(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let counter = talk.counter
            func act(_ work: @escaping @Sendable (Transaction) throws -> Void) async throws {
                try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 11:00"), work)
                #expect(try await counted(counter) == found(counter))
            }
            #expect(try await counted(counter).values.reduce(0, +) == 1)
            let owner = try await talk.found().owner
            try await act { tx in
                let other = try tx.addPerson(
                    PersonFacts(
                        name: "Ben", email: "ben@shop.example", language: "en", grants: [Grant(role: .frontLine)]))
                _ = try tx.handOverCase(talk.id, to: other, why: "knows it")
            }
            #expect(try await counted(counter) == ["Ben": 1])
            let second = try await counter.store.write(as: .shell, at: Counter.at("2026-03-05 11:00")) {
                try $0.openCase(CaseDraft(kind: .question, subject: "Another", customer: counter.customer)).case
            }
            #expect(second.owner == owner, "it goes to whoever has fewer")
            #expect(try await counted(counter) == found(counter))
            try await act { _ = try $0.closeCase(talk.id, cause: "told") }
            try await act { _ = try $0.reopenCase(talk.id, why: "not told") }
            try await act { _ = try $0.mergeCase(second.id, into: talk.id, why: "the same") }
            #expect(try await counted(counter).values.reduce(0, +) == 1)
            try await act { _ = try $0.undoMerge(of: second.id, why: "not the same") }
            #expect(try await counted(counter).values.reduce(0, +) == 2)
        }
    }
}
