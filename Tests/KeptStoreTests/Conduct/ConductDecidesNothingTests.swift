import Foundation
import KeptDomain
import KeptStore
import KeptTestSupport
import KeptWords
import Testing

/// What was written down of conduct changes nothing that the customer has a right to.
@Suite("Conduct decides nothing") struct ConductDecidesNothingTests {
    /// Everything that is owed on a case: whose it is, what is promised by when, and where it stands in its line.
    private struct Standing: Equatable {
        let status: Case.Status
        let owner: ID<Person>
        let move: Case.Move
        let due: [Instant]
        let states: [PromiseState]
        let given: Int
        let taken: [Int]
    }

    private func standing(_ talk: Conversation, _ other: ID<Case>) async throws -> Standing {
        let promises = try await talk.promises()
        let found = try await talk.found()
        let taken = try await talk.counter.store.read { reading in
            try reading.cases(CaseFilter(status: .open), limit: 10).map(\.number)
        }
        return Standing(
            status: found.status, owner: found.owner, move: found.whoseMove, due: promises.map(\.due),
            states: promises.map(\.state), given: try await talk.counter.count("SELECT count(*) FROM remedies"),
            taken: taken)
    }

    private static func writeDownEverything(_ talk: Conversation) async throws {
        for kind in ConductKind.allCases {
            try await ConductTests.write(talk) { tx in
                var draft = ConductDraft(kind, .quoted, "Shouted for ten minutes.")
                draft.isThreat = true
                _ = try tx.noteConduct(draft, on: talk.id)
            }
        }
    }

    @Test(arguments: TestStore.engines) func aCaseWithSuchFactsStandsAsBefore(on engine: Engine) async throws {
        try await Conversation.with(engine, solution: "P2WD") { talk in
            let other = try await ConductTests.write(talk) { [customer = talk.counter.customer] in
                try $0.openCase(kind: .praise, subject: "Thanks", customer: customer, order: nil, place: nil).id
            }
            let before = try await standing(talk, other)
            try await Self.writeDownEverything(talk)
            #expect(try await standing(talk, other) == before)
        }
    }

    @Test(arguments: TestStore.engines) func aCaseWithSuchFactsClosesByTheSameRules(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            try await Self.writeDownEverything(talk)
            for (cause, refusal) in [
                ("", CaseRefusal.noCause), ("abusive customer", .causeIsConduct), ("辱骂", .causeIsConduct),
            ] {
                await #expect(throws: refusal) {
                    try await ConductTests.write(talk) { _ = try $0.closeCase(talk.id, cause: cause) }
                }
                await #expect(throws: refusal) {
                    try await ConductTests.write(talk) { try $0.workCases([talk.id], .close(cause: cause)) }
                }
            }
            #expect(try await talk.found().status == .open)
            // The answer that is owed stays owed, and breaks when it is not given.
            try await talk.counter.look(at: "2026-03-06 10:01")
            #expect(try await talk.promises().contains { $0.state == .broken })
            try await ConductTests.write(talk, at: "2026-03-06 11:00") {
                _ = try $0.closeCase(talk.id, cause: "No stock")
            }
            #expect(try await talk.found().status == .closed)
            // And the customer opens it again as anybody would.
            try await talk.takes(Conversation.mail("Not solved"), at: "2026-03-09 10:00")
            #expect(try await talk.found().status == .open)
        }
    }

    @Test(arguments: TestStore.engines) func noMacroClosesWithConductForACause(on engine: Engine) async throws {
        try await Conversation.with(engine) { talk in
            let words = talk.words
            let macro = try await ConductTests.write(talk) {
                try $0.addMacro(name: "Out", steps: [.close(cause: "rude customer")]).id
            }
            await #expect(throws: CaseRefusal.causeIsConduct) {
                try await ConductTests.write(talk) { try $0.runMacro(macro, on: talk.id, words: words) }
            }
            #expect(try await talk.found().status == .open)
        }
    }

    /// No other part of the store asks the table: neither remedies nor guarantees, promises, lines or measures can know.
    @Test func nothingElseReadsTheFacts() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var readers: [String] = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let folder = file.deletingLastPathComponent().lastPathComponent
            guard !["Conduct", "Doctor", "Demo"].contains(folder) else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            if text.contains("conduct_facts") { readers.append(file.lastPathComponent) }
        }
        #expect(readers.isEmpty, "they would decide something by conduct")
    }
}
