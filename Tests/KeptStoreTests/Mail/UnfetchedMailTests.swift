import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

/// Messages that lie in a mailbox and are not in the record.
@Suite struct UnfetchedMailTests {
    private static func with(
        _ engine: Engine, _ body: (MailDesk, UnfetchedMail) async throws -> Void
    ) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            let id = desk.channel.id
            let found = try await desk.counter.store.write(as: .system("mail"), at: MailDesk.now) { tx in
                tx.mailNotFetched(in: id, validity: 7, uid: 3, isExisting: false, answer: "NO cannot")
                tx.mailboxRead(of: id, to: MailboxPosition(validity: 7, last: 3))
                return try tx.unfetchedMails(at: nil, limit: 10)
            }
            try await body(desk, try #require(found.first))
        }
    }

    private static func due(_ desk: MailDesk, at now: Instant) async throws -> [UnfetchedMail] {
        let id = desk.channel.id
        return try await desk.counter.store.read { try $0.dueUnfetched(of: id, at: now, limit: 10) }
    }

    @Test(arguments: TestStore.engines) func itIsTriedLaterAndLaterAndNeverGivenUp(on engine: Engine) async throws {
        try await Self.with(engine) { desk, mail in
            var (now, waits, mail) = (MailDesk.now, [Int64](), mail)
            for _ in 0..<12 {
                #expect(try await Self.due(desk, at: mail.nextAttemptAt - .seconds(1)).isEmpty)
                waits.append((mail.nextAttemptAt - now).seconds)
                now = mail.nextAttemptAt
                mail = try #require(try await Self.due(desk, at: now).first)
                let known = mail
                try await desk.counter.store.write(as: .system("mail"), at: now) {
                    $0.mailStillNotFetched(known, answer: "NO still not")
                }
                mail = try await desk.counter.store.read { try $0.unfetchedMail(known.id) }
            }
            #expect(waits.prefix(5) == [60, 300, 900, 3_600, 14_400] && waits.last == 86_400, "\(waits)")
            #expect(mail.attempts == 13 && mail.answer == "NO still not" && mail.settledAt == nil)
            #expect(try await desk.counter.store.examine { _ in } == 0)
        }
    }

    @Test(arguments: TestStore.engines) func aPersonHasItTriedAtOnceOrLeavesIt(on engine: Engine) async throws {
        try await Self.with(engine) { desk, mail in
            let now = MailDesk.now + .seconds(5)
            #expect(try await Self.due(desk, at: now).isEmpty)
            try await desk.counter.store.write(as: .shell, at: now) { try $0.tryUnfetchedAgain(mail.id) }
            #expect(try await Self.due(desk, at: now).map(\.id) == [mail.id])
            await #expect(throws: InvalidInput.self) {
                try await desk.counter.store.write(as: .shell, at: now) { try $0.leaveUnfetched(mail.id, why: " ") }
            }
            try await desk.counter.store.write(as: .shell, at: now) {
                try $0.leaveUnfetched(mail.id, why: "An advertisement.")
            }
            let left = try await desk.counter.store.read { try $0.unfetchedMail(mail.id) }
            #expect(left.outcome == .left && left.why == "An advertisement.")
            #expect(try await desk.counter.store.read { try $0.unfetchedCount(at: nil) } == 0)
            await #expect(throws: MailRefusal.settledAlready) {
                try await desk.counter.store.write(as: .shell, at: now) { try $0.tryUnfetchedAgain(mail.id) }
            }
            for kind in ["channel.message-skipped", "channel.message-asked-again", "channel.message-left"] {
                #expect(try await desk.count("SELECT count(*) FROM journal WHERE kind = \(kind)") == 1, "\(kind)")
            }
        }
    }

    @Test(arguments: TestStore.engines) func anotherMailboxHasOtherMessages(on engine: Engine) async throws {
        try await Self.with(engine) { desk, mail in
            var draft = MailDesk.draft(at: desk.channel.place)
            draft.fetching = MailChannel.Server(host: "elsewhere.example", port: 993, security: .tls, user: "desk")
            draft.fetching?.secret = [1]
            try await desk.counter.store.write(as: .shell, at: MailDesk.now) { [draft] tx in
                try tx.changeChannel(desk.channel.id, to: draft, revision: 1)
            }
            let left = try await desk.counter.store.read { try $0.unfetchedMail(mail.id) }
            #expect(left.outcome == .left)
        }
    }
}
