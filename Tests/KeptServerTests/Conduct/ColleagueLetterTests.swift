import KeptDomain
import KeptMail
import KeptServer
import KeptStore
import KeptTestSupport
import KeptWords
import Logging
import Testing

/// The letter to a lead, as it goes to a mail server.
@Suite struct ColleagueLetterTests {
    private static let taken: [ScriptedServer.Step] = [
        .say("220 hi\r\n"), .hear("EHLO"), .say("250 hi\r\n"), .hear("MAIL FROM:<>"), .say("250 ok\r\n"),
        .hear("RCPT TO:<lea@shop.example>"), .say("250 ok\r\n"), .hear("DATA"), .say("354 go\r\n"),
        .hearAlone("."), .say("250 taken\r\n"), .hear("QUIT"),
        .say("221 bye\r\n"), .hangUp,
    ]

    @Test(.timeLimit(.minutes(20)), arguments: TestStore.engines)
    func aLeadIsWrittenToWithALinkAndWithoutTheWordsThatWereSaid(on engine: Engine) async throws {
        let server = try ScriptedServer(Self.taken)
        try await Bookshop.with(engine, at: "2026-11-05T10:00:00+01:00") { shop in
            let place = shop.place
            var draft = MailChannelDraft(
                name: "Kept Books", address: "desk@shop.example", place: place,
                sending: MailChannel.Server(host: "127.0.0.1", port: server.port, security: .plain))
            draft.pollSeconds = 60
            try await shop.write { [draft] tx in
                _ = try tx.addPerson(
                    PersonFacts(
                        name: "Lea", email: "lea@shop.example", language: "zh-Hans",
                        grants: [Grant(role: .lead, place: place)]))
                _ = try tx.addChannel(draft)
                let found = try tx.openCase(
                    kind: .complaint, subject: "late", customer: nil, order: nil, place: place)
                var conduct = ConductDraft(.abusive, .quoted, "I wait for you outside.")
                conduct.isThreat = true
                _ = try tx.noteConduct(conduct, on: found.id)
            }
            let (orders, secrets) = (
                try await shop.write { try $0.claimColleagueLetters() },
                SecretBox(secret: Array(repeating: 7, count: 32))
            )
            let letter = try orders[0].letter(shop.words, shop.store.zones, site: "https://kept.example")
            #expect(letter.text.contains("有人受到威胁") && letter.text.contains("https://kept.example/cases/"))
            #expect(!letter.text.contains("outside") && letter.automatic == .generated)
            let bare = try orders[0].letter(shop.words, shop.store.zones)
            #expect(!bare.text.contains("http"))
            shop.time.advance(by: .minutes(5))
            let runner = OutboxRunner(
                store: shop.store, time: shop.time, words: shop.words, secrets: secrets, threads: MailThreads(),
                site: "https://kept.example", logger: Logger(label: "kept.test"))
            try await runner.sendAll()
            let answers = try await shop.store.read { reading in
                try reading.rows("SELECT state, answer FROM sends") { "\($0.text()) \($0.text())" }
            }
            #expect(answers == ["accepted 250 taken"])
        }
    }
}
