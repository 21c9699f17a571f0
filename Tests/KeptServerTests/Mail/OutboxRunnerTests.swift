import Foundation
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// The one outbox with servers that hang, put off and refuse.
@Suite(.timeLimit(.minutes(20))) struct OutboxRunnerTests {
    private static let greeting: [ScriptedServer.Step] = [
        .say("220 hi\r\n"), .hear("EHLO"), .say("250 hi\r\n"), .hear("MAIL FROM"), .say("250 ok\r\n"), .hear("RCPT TO"),
    ]
    private static let parting: [ScriptedServer.Step] = [.hear("QUIT"), .say("221 bye\r\n"), .hangUp]
    private static let taken: [ScriptedServer.Step] =
        greeting + [.say("250 ok\r\n"), .hear("DATA"), .say("354 go\r\n"), .hearAlone("."), .say("250 taken\r\n")]
        + parting

    private static func putOff(_ answer: String) -> [ScriptedServer.Step] { greeting + [.say(answer)] + parting }

    private static func question(_ shop: Bookshop, at place: ID<Place>) async throws -> Case {
        try await shop.write { tx in
            let customer = try tx.findOrMakeCustomer(CustomerDraft(name: "Ann", email: "ann@example.org"))
            return try tx.openCase(
                kind: .question, subject: "At \(place)", customer: customer.id, order: nil, place: place)
        }
    }

    @Test(arguments: TestStore.engines) func aServerThatHangsHoldsUpNoOtherChannelsLetters(on engine: Engine)
        async throws
    {
        let gate = DispatchSemaphore(value: 0)
        let (hanging, taking) = (try ScriptedServer([.hold(gate), .hangUp]), try ScriptedServer(Self.taken))
        try await RealMail.with(engine, sending: hanging.port, fetching: 1) { (mail: RealMail) async throws -> Void in
            let shop = mail.shop
            let elsewhere = try await shop.write { tx in
                let place = try tx.place(orDefault: shop.place)
                let other = try tx.addPlace(
                    PlaceDraft(name: "Elsewhere", zone: "Europe/Berlin", calendar: place.calendar))
                let draft = try RealMail.draft("other@example.test", at: other.id, sending: taking.port, fetching: 1)
                _ = try tx.addChannel(draft)
                return other.id
            }
            let (here, there) = (
                try await Self.question(shop, at: shop.place), try await Self.question(shop, at: elsewhere)
            )
            #expect(here.id != there.id)
            // More than one batch of those that hang.
            for number in 0..<12 { _ = try await mail.reply("No \(number)", on: here.id, to: "ann@example.org") }
            let running = Task { try await mail.outbox.run() }
            var fates: [Send.State?] = []
            for number in 0..<3 {
                let id = try await mail.reply("There \(number)", on: there.id, to: "ann@example.org")
                // Until it was sent; the suite's time limit ends a wait for nothing.
                while try await mail.send(of: id)?.state == .waiting {
                    shop.time.advance(by: .seconds(1))
                    try await onThread { Thread.sleep(forTimeInterval: 0.01) }
                }
                fates.append(try await mail.send(of: id)?.state)
            }
            // On a slow machine a first batch was given up meanwhile, and the next one tried.
            let waiting = try await shop.count("SELECT count(*) FROM sends WHERE state = 'waiting'")
            gate.signal()
            running.cancel()
            try await running.value
            #expect(fates == [.accepted, .accepted, .accepted], "the other channel sent all the while")
            #expect(waiting == 12 && hanging.connections > 0)
        }
    }

    @Test(arguments: TestStore.engines) func whatIsPutOffAndThenRefusedIsToldToItsOwner(on engine: Engine) async throws
    {
        let server = try ScriptedServer(inTurn: [
            Self.putOff("450 4.2.1 Mailbox busy\r\n"), Self.putOff("451 4.3.0 Still busy\r\n"),
            Self.putOff("550 5.1.1 No such user here\r\n"),
        ])
        try await RealMail.with(engine, sending: server.port, fetching: 1) { (mail: RealMail) async throws -> Void in
            let found = try await Self.question(mail.shop, at: mail.shop.place)
            let id = try await mail.reply("A medium.", on: found.id, to: "ann@example.org")
            let fates: [(code: String, wait: Span?)] = [
                ("450", .minutes(1)), ("451", .minutes(5)), ("550", nil),
            ]
            for (place, fate) in fates.enumerated() {
                try await mail.outbox.sendAll()
                let send = try #require(try await mail.send(of: id))
                #expect(send.attempts == place + 1 && send.answer?.hasPrefix(fate.code) == true, "\(send)")
                guard let wait = fate.wait else { continue }
                #expect(send.state == .waiting && send.nextAttemptAt == mail.shop.time.now + wait)
                // Not a moment too soon.
                mail.shop.time.advance(by: wait - .seconds(1))
                try await mail.outbox.sendAll()
                #expect(try await mail.send(of: id)?.attempts == place + 1)
                mail.shop.time.advance(by: .seconds(1))
            }
            let send = try #require(try await mail.send(of: id))
            #expect(send.state == .failed && send.answer?.contains("5.1.1") == true)
            // The case says so, the move is ours again, and its owner finds it on the page of today.
            let standing = try await mail.shop.store.read { try $0.knownCase(found.id) }
            #expect(standing.whoseMove == .us)
            let told = try await mail.shop.store.read { try $0.undeliveredAnswers(of: standing.owner) }
            #expect(told.map(\.case) == [found.id] && told[0].answer?.hasPrefix("550") == true)
            let said = try await mail.shop.count("SELECT count(*) FROM journal WHERE kind = 'case.message-failed'")
            #expect(said == 1)
            let marked = try await mail.shop.store.read { try $0.failingAddresses(among: ["ann@example.org"]) }
            #expect(marked.map(\.status) == ["5.1.1"])
            // Nothing is wrong with the channel itself, and nothing is tried again.
            #expect(try await mail.state().sending.fault == nil)
            mail.shop.time.advance(by: .days(1))
            try await mail.outbox.sendAll()
            #expect(try await mail.send(of: id)?.attempts == 3)
        }
    }
}
