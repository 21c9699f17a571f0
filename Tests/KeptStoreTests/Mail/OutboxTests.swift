import KeptDomain
import KeptMail
import KeptStore
import KeptTestSupport
import Testing

@Suite struct OutboxTests {
    /// C37.
    @Test(arguments: TestStore.engines) func theAnswerIsJudgedByTheInstantAtWhichTheServerTookIt(on engine: Engine)
        async throws
    {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            // Due on Friday at 10:00; written in time, taken too late.
            let written = Counter.at("2026-03-06 09:55")
            let filed = try await desk.counter.store.write(as: .shell, at: written) { tx in
                var draft = MessageDraft(.email, "A medium.")
                draft.contact = "ann@example.org"
                return try tx.reply(to: found.id, with: draft)
            }
            #expect(try await desk.count("SELECT count(*) FROM promises WHERE state = 'kept'") == 0)
            let late = Counter.at("2026-03-06 10:05")
            _ = try await desk.claim(at: written)
            _ = try await desk.counter.look(at: late)
            try await desk.counter.store.write(as: .system("outbox"), at: late) {
                try $0.messageAccepted(filed.message.id, at: late)
            }
            #expect(try await desk.count("SELECT count(*) FROM promises WHERE state = 'broken'") == 1)
            // Told late of an acceptance in time: nothing was broken.
            let other = try await desk.file(MailDesk.message("Blue?", subject: "Colour"), at: late)
            let due = try #require(other.case)
            let reply = try await desk.counter.store.write(as: .shell, at: late + .minutes(1)) { tx in
                var draft = MessageDraft(.email, "Yes.")
                draft.contact = "ann@example.org"
                return try tx.reply(to: due.id, with: draft)
            }
            let after = late + .days(4)
            _ = try await desk.counter.look(at: after)
            try await desk.counter.store.write(as: .system("outbox"), at: after) {
                try $0.messageAccepted(reply.message.id, at: late + .minutes(2))
            }
            let state = try await desk.counter.store.read { reading in
                try reading.promises(onMatter: due.matter).first { $0.case == due.id }?.state
            }
            #expect(state == .kept)
        }
    }

    @Test(arguments: TestStore.engines) func aCrashAfterTheServerTookItSendsTheSameIdentifierOnceMore(on engine: Engine)
        async throws
    {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            _ = try await desk.open()
            let first = try #require(try await desk.claim(at: MailDesk.now).first)
            // While it is being sent nobody else takes it, and nothing is known of it after the crash.
            #expect(try await desk.claim(at: MailDesk.now + .minutes(1)).isEmpty)
            let again = try #require(try await desk.claim(at: MailDesk.now + .minutes(5)).first)
            #expect(again.message.id == first.message.id && again.identifier == first.identifier)
            #expect(again.attempt == 2 && first.attempt == 1)
        }
    }

    @Test(arguments: TestStore.engines) func twoSendersShareTheOutbox(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            for number in 0..<20 {
                try await desk.file(
                    MailDesk.message("No \(number)", from: "p\(number)@example.org", subject: "No \(number)"))
            }
            let taken = try await withThrowingTaskGroup(of: [LetterOrder].self) { group in
                for _ in 0..<4 { group.addTask { try await desk.claim(at: MailDesk.now) } }
                return try await group.reduce(into: [LetterOrder]()) { $0 += $1 }
            }
            #expect(taken.count == Set(taken.map(\.message.id)).count)
            let rest = try await desk.claim(at: MailDesk.now)
            #expect(taken.count + rest.count <= 20)
        }
    }

    @Test(arguments: TestStore.engines) func whatNobodyTakesIsTriedLaterAndLaterAndThenPutToTheOwner(on engine: Engine)
        async throws
    {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            for order in try await desk.claim(at: MailDesk.now) {
                try await desk.counter.store.write(as: .system("outbox"), at: MailDesk.now) {
                    try $0.messageAccepted(order.message.id, at: MailDesk.now)
                }
            }
            let id = try await desk.counter.store.write(as: .shell, at: MailDesk.now) { tx in
                var draft = MessageDraft(.email, "A medium.")
                draft.contact = "ann@example.org"
                return try tx.reply(to: found.id, with: draft, next: .customer, why: "asked").message.id
            }
            var now = MailDesk.now
            var waits: [Int64] = []
            while waits.count < 60 {
                guard let order = try await desk.claim(at: now).first else { break }
                #expect(order.message.id == id)
                try await desk.counter.store.write(as: .system("outbox"), at: now) {
                    try $0.putOffSend(order.send, answer: "450 4.2.1 Try again later")
                }
                let send = try await desk.counter.store.read { try $0.sends(of: [id])[id] }
                guard let send, send.state == .waiting else { break }
                waits.append((send.nextAttemptAt - now).seconds)
                now = send.nextAttemptAt
            }
            #expect(waits.prefix(4) == [60, 300, 900, 1_800] && waits.last == 14_400, "\(waits)")
            #expect(now - MailDesk.now <= SendPace.longest)
            let standing = try await desk.counter.store.read { try $0.knownCase(found.id) }
            #expect(standing.whoseMove == .us)
            let told = try await desk.counter.store.read { try $0.undeliveredAnswers(of: standing.owner) }
            #expect(told.first?.answer == "450 4.2.1 Try again later" && told.first?.case == found.id)
        }
    }

    @Test(arguments: TestStore.engines) func aRefusedAddressIsMarkedAndTheAnswerGoesToAnother(on engine: Engine)
        async throws
    {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            let letter = try await desk.answer(found)
            // It comes back: a report of the mail system on the way.
            let report = """
                From: Mail Delivery System <mailer-daemon@example.org>
                To: \(letter.replyTo ?? "")
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <bounce-1@example.org>
                Date: Thu, 05 Mar 2026 11:05:00 +0100
                Auto-Submitted: auto-replied
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                Your message could not be delivered.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mail.example.org

                Final-Recipient: rfc822; ann@example.org
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 No such user

                --b
                Content-Type: text/rfc822-headers

                Message-ID: <\(letter.identifier)>
                --b--
                """.replacing("\n", with: "\r\n")
            let later = MailDesk.now + .hours(3)
            let filed = try await desk.file(Array(report.utf8), at: later)
            #expect(filed.outcome == .filed && filed.case?.id == found.id)
            let send = try await desk.counter.store.read { try $0.sends(of: [letter.message.id])[letter.message.id] }
            #expect(send?.state == .bounced && send?.answer?.contains("5.1.1") == true)
            let failing = try await desk.counter.store.read { try $0.failingAddresses(among: ["Ann@example.org"]) }
            #expect(failing.first?.status == "5.1.1")
            // The answer that kept the promise did not arrive: it is open again, and the move is ours.
            #expect(try await desk.count("SELECT count(*) FROM promises WHERE state = 'open'") == 1)
            #expect(try await desk.counter.store.read { try $0.knownCase(found.id).whoseMove } == .us)
            try await desk.counter.store.write(as: .shell, at: later) {
                try $0.sendAgain(letter.message.id, to: "ann@work.example")
            }
            let claimed = try await desk.claim(at: later)
            let again = try #require(claimed.first { $0.message.id == letter.message.id })
            #expect(again.contact == "ann@work.example" && again.identifier == letter.identifier)
            // She writes from there, so it works.
            try await desk.counter.store.write(as: .system("outbox"), at: later) {
                try $0.messageAccepted(again.message.id, at: later)
            }
            #expect(try await desk.count("SELECT count(*) FROM promises WHERE state = 'open'") == 0)
            // The same report again changes nothing.
            #expect(try await desk.file(Array(report.utf8), at: later).outcome == .known)
        }
    }

    @Test(arguments: TestStore.engines) func aReportOfNothingOfOursIsParked(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let report = MailDesk.message(
                "The following address failed: bob@example.org 550 5.1.1 no such user",
                from: "mailer-daemon@example.org",
                subject: "Undelivered Mail Returned to Sender")
            #expect(try await desk.file(report).outcome == .parked)
            #expect(try await desk.parked().first.map { [.bounce, .automatic].contains($0.reason) } == true)
        }
    }

    @Test(arguments: TestStore.engines) func whatHasNoAddressOrNoChannelWaitsAndSaysSo(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let found = try await desk.open()
            let id = try await desk.counter.store.write(as: .shell, at: MailDesk.now) { tx in
                var draft = MessageDraft(.email, "A medium.")
                draft.contact = "no address"
                return try tx.reply(to: found.id, with: draft).message.id
            }
            _ = try await desk.claim(at: MailDesk.now)
            let held = try await desk.counter.store.read { try $0.sends(of: [id])[id] }
            #expect(held?.state == .waiting && held?.held == .noAddress)
            try await desk.counter.store.write(as: .shell, at: MailDesk.now) {
                try $0.sendAgain(id, to: "ann@example.org")
            }
            // The channel is paused: it waits, and goes out when that ends.
            try await desk.counter.store.write(as: .shell, at: MailDesk.now) {
                try $0.pauseChannel(desk.channel.id, revision: 1)
            }
            #expect(try await desk.claim(at: MailDesk.now + .minutes(1)).isEmpty)
            let waiting = try await desk.counter.store.read { try $0.sends(of: [id])[id] }
            #expect(waiting?.held == .noChannel)
            try await desk.counter.store.write(as: .shell, at: MailDesk.now + .minutes(2)) {
                try $0.resumeChannel(desk.channel.id, revision: 2)
            }
            #expect(try await desk.claim(at: MailDesk.now + .minutes(2)).contains { $0.message.id == id })
        }
    }
}
