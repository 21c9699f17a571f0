import Foundation
import KeptDomain
import KeptMail
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// The desk by real mail servers: what the customer sends is filed, what we answer arrives.
@Suite(.enabled(if: RealMail.areThere, "scripts/mail-servers has not started any"), .timeLimit(.minutes(20)))
struct MailRoundTests {
    @Test(arguments: TestStore.engines) func aConversationByMail(on engine: Engine) async throws {
        try await RealMail.with(engine) { (mail: RealMail) async throws -> Void in
            try await mail.poll()
            try await mail.customerWrites("Which size do I need?")
            try await mail.pollUntil(1)
            let found = try await mail.theCase()
            #expect(found.subject == "Size")
            // The acknowledgement arrives, says the due time and is marked as a machine's.
            try await mail.outbox.sendAll()
            let told = try #require(try await mail.customersMail(1).first)
            #expect(told.automatic == .autoSubmitted("auto-replied"))
            #expect(told.text.whole.contains("You have our answer by"), "\(told.text.whole)")
            #expect(told.from.first?.address == mail.desk && told.from.first?.name == "Kept Books")
            // A colleague answers: the promise is kept at the instant at which the server took it, not before.
            let id = try await mail.reply("You need a medium.", on: found.id, to: mail.customer)
            #expect(try await mail.shop.count("SELECT count(*) FROM promises WHERE state = 'kept'") == 0)
            mail.shop.time.advance(by: .minutes(3))
            let taken = mail.shop.time.now
            try await mail.outbox.sendAll()
            let send = try await mail.send(of: id)
            #expect(send?.state == .accepted && send?.settledAt == taken && send?.answer?.hasPrefix("250") == true)
            let kept = try await mail.shop.store.read { reading in
                try reading.promises(onMatter: found.matter).first { $0.state == .kept }
            }
            #expect(kept?.settledAt == taken)
            // She answers by her program: the same case, by the thread.
            let answer = try #require(try await mail.customersMail(2).last)
            #expect(answer.text.own.contains("medium") && answer.replyTo.first?.address.contains("+c") == true)
            #expect(answer.text.folded.contains("> Which size do I need?"))
            try await mail.customerWrites("And in blue?", subject: "Re: Size", answering: answer)
            try await mail.pollUntil(2)
            #expect(try await mail.shop.count("SELECT count(*) FROM cases") == 1)
            // And by the address alone, with nothing else kept of the thread.
            try await mail.customerWrites("Or red?", subject: "Red", to: answer.replyTo.first?.address)
            try await mail.pollUntil(3)
            #expect(try await mail.shop.count("SELECT count(*) FROM cases") == 1)
            // Somebody else has the address now.
            try await mail.customerWrites(
                "Give it to me", to: answer.replyTo.first?.address, from: "stranger@example.test")
            try await mail.pollUntil(4)
            #expect(try await mail.shop.count("SELECT count(*) FROM parked_mails WHERE reason = 'stranger'") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func whatLayThereBeforeIsLeft(on engine: Engine) async throws {
        try await RealMail.with(engine) { (mail: RealMail) async throws -> Void in
            try await mail.customerWrites("From before")
            let server = RealMail.imap(mail.desk)
            // It has arrived before the first poll.
            try await onThread {
                let line = MailboxLine(to: server)
                for _ in 0..<200 {
                    let folder = try line.open()
                    if try !line.uids(after: 0, validity: folder.validity).isEmpty { return }
                    Thread.sleep(forTimeInterval: 0.05)
                }
            }
            try await mail.poll()
            try await mail.poll()
            #expect(try await mail.shop.count("SELECT count(*) FROM messages") == 0)
            try await mail.customerWrites("From now")
            try await mail.pollUntil(1)
            #expect(try await mail.shop.count("SELECT count(*) FROM messages WHERE direction = 'in'") == 1)
        }
    }

    @Test(arguments: TestStore.engines) func fourHundredsAreTriedAgainAndFiveHundredsAreNot(on engine: Engine)
        async throws
    {
        try await RealMail.with(engine) { (mail: RealMail) async throws -> Void in
            try await mail.poll()
            try await mail.customerWrites("Hello?")
            try await mail.pollUntil(1)
            let found = try await mail.theCase()
            try await mail.outbox.sendAll()
            let busy = try await mail.reply("First try.", on: found.id, to: "busy@example.test")
            try await mail.outbox.sendAll()
            let waiting = try await mail.send(of: busy)
            #expect(waiting?.state == .waiting && waiting?.attempts == 1)
            #expect(
                waiting?.answer?.contains("450") == true && waiting?.nextAttemptAt == mail.shop.time.now + .minutes(1))
            let gone = try await mail.reply("Second try.", on: found.id, to: "gone@example.test")
            try await mail.outbox.sendAll()
            let failed = try await mail.send(of: gone)
            #expect(failed?.state == .failed && failed?.answer?.contains("5.1.1") == true)
            #expect(try await mail.shop.store.read { try $0.knownCase(found.id).whoseMove } == .us)
            let marked = try await mail.shop.store.read { try $0.failingAddresses(among: ["gone@example.test"]) }
            #expect(marked.count == 1)
            // Nothing is wrong with the channel itself.
            #expect(try await mail.state().sending.fault == nil)
        }
    }

    @Test(arguments: TestStore.engines) func filedMessagesAreMovedToTheirFolder(on engine: Engine) async throws {
        try await RealMail.with(engine) { (mail: RealMail) async throws -> Void in
            var draft = MailChannelDraft(
                name: mail.channel.name, address: mail.desk, place: mail.channel.place, sending: mail.channel.sending)
            draft.fetching = mail.channel.fetching
            draft.doneFolder = "Filed"
            draft.pollSeconds = 5
            try await mail.shop.write { [draft] in try $0.changeChannel(mail.channel.id, to: draft, revision: 1) }
            try await mail.poll()
            // Other tests may have used the mailbox before.
            let before = try await onThread { try RealMail.lastUID(of: mail.desk) }
            try await mail.customerWrites("Move me")
            try await mail.pollUntil(1)
            let server = RealMail.imap(mail.desk)
            let counts = try await onThread {
                try ["INBOX", "Filed"].map { name in
                    let line = MailboxLine(to: server, folder: name)
                    let folder = try line.open()
                    return try line.uids(after: name == "INBOX" ? before : 0, validity: folder.validity).count
                }
            }
            #expect(counts.first == 0 && (counts.last ?? 0) >= 1)
        }
    }
}

/// Servers that refuse, are slow or break off.
@Suite(.timeLimit(.minutes(20))) struct BrokenMailServerTests {
    @Test(arguments: TestStore.engines) func aMailboxThatRefusesOrBreaksOffIsToldInPlainWords(on engine: Engine)
        async throws
    {
        let scripts: [(String, [ScriptedServer.Step])] = [
            ("dropped", [.say("* OK hello\r\n"), .hear("CAPABILITY"), .hangUp]),
            (
                "login",
                [
                    .say("* OK hello\r\n"), .hear("CAPABILITY"), .say("* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n"),
                    .hear("LOGIN"), .say("{tag} NO wrong\r\n"), .hangUp,
                ]
            ),
        ]
        for (kind, steps) in scripts {
            let server = try ScriptedServer(steps)
            try await RealMail.with(engine, sending: 1, fetching: server.port) {
                (mail: RealMail) async throws -> Void in
                try await mail.poll()
                let state = try await mail.state()
                #expect(state.fetching.fault?.kind == kind, "\(String(describing: state.fetching))")
                #expect(state.fetching.wentAt == nil && state.sending.fault == nil)
                // It is looked into again, and since when it fails is not forgotten.
                let since = state.fetching.fault?.since
                try await mail.poll()
                #expect(try await mail.state().fetching.fault?.since == since)
            }
        }
    }

    @Test(arguments: TestStore.engines) func aMailboxThatHangsHoldsUpNoOther(on engine: Engine) async throws {
        let gate = DispatchSemaphore(value: 0)
        let (hanging, refusing) = (
            try ScriptedServer([.hold(gate), .hangUp]), try ScriptedServer([.say("* BYE come again\r\n"), .hangUp])
        )
        try await RealMail.with(engine, sending: 1, fetching: hanging.port) { (mail: RealMail) async throws -> Void in
            let shop = mail.shop
            let other = try await shop.write { tx in
                try tx.addChannel(
                    RealMail.draft("other@example.test", at: shop.place, sending: 1, fetching: refusing.port))
            }
            let running = Task { try await mail.mailboxes.run() }
            // Two times for each look: claimed, and due again.
            var times: Set<Int> = []
            for _ in 0..<2_000 where times.count < 6 {
                shop.time.advance(by: .seconds(6))
                times.insert(
                    try await shop.count("SELECT coalesce(next_poll_at, 0) FROM mail_channels WHERE id = \(other.id)"))
                try await onThread { Thread.sleep(forTimeInterval: 0.01) }
            }
            let state = try await mail.state()
            gate.signal()
            running.cancel()
            try await running.value
            #expect(times.count >= 6, "the other was looked into again and again")
            // On a slow machine it may have been given up meanwhile.
            #expect(state.fetching.wentAt == nil, "the first was never greeted")
            #expect([nil, "too-slow"].contains(state.fetching.fault?.kind))
        }
    }

    @Test(arguments: TestStore.engines) func aLineThatFailsIsNobodysLettersFault(on engine: Engine) async throws {
        try await RealMail.with(engine, sending: 1) { (mail: RealMail) async throws -> Void in
            let found = try await mail.shop.write { tx in
                let customer = try tx.findOrMakeCustomer(CustomerDraft(name: "Ann", email: "ann@example.org"))
                return try tx.openCase(
                    kind: .question, subject: "Size", customer: customer.id, order: nil, place: nil)
            }
            let ids = [
                try await mail.reply("One.", on: found.id, to: "ann@example.org"),
                try await mail.reply("Two.", on: found.id, to: "ann@example.org"),
            ]
            try await mail.outbox.sendAll()
            #expect(try await mail.state().sending.fault?.kind == "no-connection")
            for (id, attempts) in zip(ids, [1, 0]) {
                let send = try await mail.send(of: id)
                #expect(send?.state == .waiting && send?.attempts == attempts)
            }
        }
    }

    @Test(arguments: TestStore.engines) func aPasswordThatCannotBeReadIsSaidSo(on engine: Engine) async throws {
        try await RealMail.with(engine) { (mail: RealMail) async throws -> Void in
            _ = try await mail.shop.write {
                try $0.run("UPDATE mail_channels SET fetch_secret = \([UInt8]([1, 2, 3]))")
            }
            try await mail.poll()
            #expect(try await mail.state().fetching.fault?.kind == "secret")
        }
    }
}
