import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import Testing

/// Mailboxes that will not give one of their messages.
@Suite(.timeLimit(.minutes(20))) struct UnfetchedRoundTests {
    private typealias Steps = [ScriptedServer.Step]

    private static let opened: Steps = [
        .say("* OK hello\r\n"), .hear("CAPABILITY"), .say("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"),
        .hear("LOGIN"), .say("{tag} OK in\r\n"), .hear("SELECT"),
        .say("* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 5] n\r\n{tag} OK [READ-WRITE] done\r\n"),
    ]
    private static let asked: Steps = [.hear("NOOP"), .say("{tag} OK\r\n")]
    private static let parted: Steps = [.hear("LOGOUT"), .say("* BYE\r\n{tag} OK\r\n"), .hangUp]

    private static func named(_ uids: String) -> Steps {
        [.hear("UID SEARCH"), .say("* SEARCH \(uids)\r\n{tag} OK\r\n")]
    }

    private static func given(_ uid: Int) -> Steps {
        let text =
            "From: Ann <ann\(uid)@example.org>\r\nTo: desk@example.test\r\nSubject: Size \(uid)\r\n"
            + "Message-ID: <u\(uid)@example.org>\r\nDate: Thu, 05 Mar 2026 10:01:00 +0100\r\n\r\nWhich size?\r\n"
        return [
            .hear("UID FETCH \(uid)"),
            .say("* 1 FETCH (UID \(uid) BODY[] {\(text.utf8.count)}\r\n\(text))\r\n{tag} OK\r\n"),
        ]
    }

    /// A mailbox whose messages 3 and 4 came after it was last read.
    private static func with(
        _ engine: Engine, _ scripts: [Steps], _ body: (RealMail) async throws -> Void
    ) async throws {
        let server = try ScriptedServer(inTurn: scripts)
        try await RealMail.with(engine, sending: 1, fetching: server.port) { (mail: RealMail) async throws -> Void in
            let id = mail.channel.id
            try await mail.shop.write { $0.mailboxRead(of: id, to: MailboxPosition(validity: 7, last: 2)) }
            try await body(mail)
        }
    }

    private static func unfetched(_ mail: RealMail) async throws -> [UnfetchedMail] {
        try await mail.shop.store.read { try $0.unfetchedMails(at: nil, limit: 10) }
    }

    @Test(arguments: TestStore.engines) func whatTheServerRefusesIsKeptInViewAndFiledWhenItIsGiven(on engine: Engine)
        async throws
    {
        let refused: Steps = [.hear("UID FETCH 3"), .say("{tag} NO cannot read it\r\n"), .hangUp]
        let scripts: [Steps] = [
            Self.opened + Self.asked + Self.named("3 4") + refused, Self.opened + Self.given(4) + Self.parted,
            // A look before its time asks for nothing but new ones; the next gets it.
            Self.opened + Self.asked + Self.named("4") + Self.parted,
            Self.opened + Self.asked + Self.named("4") + Self.parted,
            Self.opened + Self.named("3 4") + Self.given(3) + Self.parted,
        ]
        try await Self.with(engine, scripts) { mail in
            try await mail.poll()
            let waiting = try await Self.unfetched(mail)
            #expect(waiting.map(\.uid) == [3] && waiting[0].attempts == 1, "\(waiting)")
            #expect(try await mail.shop.count("SELECT count(*) FROM mails") == 1, "the one after it is filed")
            #expect(try await mail.state().fetching.fault == nil)
            try await mail.poll()
            #expect(try await Self.unfetched(mail).count == 1)
            mail.shop.time.advance(by: .minutes(1))
            try await mail.poll()
            #expect(try await Self.unfetched(mail).isEmpty)
            #expect(try await mail.shop.count("SELECT count(*) FROM mails") == 2)
            let settled = try await mail.shop.store.read { try $0.unfetchedMail(waiting[0].id) }
            #expect(settled.outcome == .fetched)
        }
    }

    @Test(arguments: TestStore.engines) func aMessageAtWhichTheLineGoesHoldsUpNoneThatComeAfterIt(on engine: Engine)
        async throws
    {
        let cut: Steps = [
            .hear("UID FETCH 3"), .say("* 1 FETCH (UID 3 BODY[] {5000}\r\nFrom: Ann <ann@example.org>\r\n"), .hangUp,
        ]
        let scripts: [Steps] = [
            Self.opened + Self.asked + Self.named("3 4") + cut, Self.opened + Self.asked + cut,
            Self.opened + Self.asked + Self.given(4) + Self.parted,
            // Somebody deleted it meanwhile.
            Self.opened + Self.asked + Self.named("4") + Self.parted, Self.opened + Self.named("4") + Self.parted,
        ]
        try await Self.with(engine, scripts) { mail in
            try await mail.poll()
            let waiting = try await Self.unfetched(mail)
            #expect(waiting.map(\.uid) == [3], "\(waiting)")
            #expect(try await mail.shop.count("SELECT count(*) FROM mails") == 1)
            mail.shop.time.advance(by: .minutes(1))
            try await mail.poll()
            let gone = try await mail.shop.store.read { try $0.unfetchedMail(waiting[0].id) }
            #expect(gone.outcome == .gone)
        }
    }
}
