import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// `kept mail < message`, as a mail server calls it.
@Suite struct MailPipeTests {
    private static let message = Array(
        """
        From: Ann <ann@example.org>
        To: desk@shop.example
        Subject: Size
        Message-ID: <pipe-1@example.org>
        Date: Sun, 22 Nov 2026 10:00:00 +0000

        Which size do I need?
        """.utf8)

    private func file(_ bytes: [UInt8], _ location: StoreLocation) async throws -> BuiltKept.Outcome {
        let place: [String] =
            switch location {
            case .folder(let path): ["--data", path]
            case .database(let address): ["--database", address]
            }
        return try await BuiltKept().run(["mail"] + place, input: bytes)
    }

    @Test(arguments: TestStore.engines) func filesBesideAnotherProcessAndOnce(on engine: Engine) async throws {
        try await TestStore.withLocation(engine) { store, location in
            for _ in 0..<2 {
                let outcome = try await file(Self.message, location)
                #expect(outcome.exitCode == 0 && outcome.answer.isEmpty, "\(outcome.complaint)")
            }
            let filed = try await store.read { try $0.count("SELECT count(*) FROM messages WHERE direction = 'in'") }
            #expect(filed == 1)
        }
    }

    @Test func whatIsNoMessageNeverCanBeFiled() async throws {
        try await TestStore.withLocation(.sqlite) { _, location in
            for text in ["", "Nothing of a message.\n"] {
                let outcome = try await file(Array(text.utf8), location)
                #expect(outcome.exitCode == 65 && !outcome.complaint.isEmpty)
            }
        }
    }

    @Test func whatIsWrongWithTheMachineIsTriedAgain() async throws {
        let absent = try await file(Self.message, .folder("/nonexistent/kept"))
        #expect(absent.exitCode == 75 && !absent.complaint.isEmpty)
        let away = try await file(Self.message, .database("postgres://nobody@127.0.0.1:1/none"))
        #expect(away.exitCode == 75)
    }
}
