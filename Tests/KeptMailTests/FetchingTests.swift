import Foundation
import KeptDomain
import KeptTestSupport
import Testing

@testable import KeptMail

/// Fetching from a real Dovecot what a real Postfix delivered. One mailbox, so one test after another.
@Suite(
    .serialized, .enabled(if: MailServers.areThere, "scripts/mail-servers has not started any"),
    .timeLimit(.minutes(20))
)
struct FetchingTests {
    private static let desk = (try? Mailbox(address: "desk@example.test"))!

    /// Sends a letter and waits until the mailbox has it.
    private func deliver(
        _ subject: String, text: String = "Hello", on line: MailboxLine, after last: UInt32, _ validity: UInt32
    ) throws
        -> UInt32
    {
        _ = try SubmissionLine(to: MailServers.smtp(), name: "kept").send(
            try MailServers.letter(subject, text: text), from: nil, to: [Self.desk])
        for _ in 0..<200 {
            for uid in try line.uids(after: last, validity: validity) {
                if try ReadMessage(try line.message(uid, validity: validity)).subject == subject { return uid }
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw NotMail.empty
    }

    @Test func eachMessageIsReadOnceAsItIs() throws {
        let line = MailboxLine(to: MailServers.imap())
        let folder = try line.open()
        let before = (folder.nextUID ?? 1) - 1
        let text = "你好 Grüße\n.dot\n" + String(repeating: "long ", count: 20_000)
        let first = try deliver("first \(UUID())", text: text, on: line, after: before, folder.validity)
        let second = try deliver("second \(UUID())", on: line, after: first, folder.validity)
        #expect(second > first)
        #expect(try line.uids(after: second, validity: folder.validity).allSatisfy { $0 > second })
        let message = try ReadMessage(try line.message(first, validity: folder.validity))
        #expect(message.text.whole.hasPrefix("你好 Grüße\n.dot\n") && message.text.whole.utf8.count > 100_000)
        #expect(message.returnPath == .empty)
    }

    @Test(arguments: [MailServer.Security.startTLS, .tls]) func encrypted(security: MailServer.Security) throws {
        #expect(try MailboxLine(to: MailServers.imap(security)).open().validity > 0)
    }

    @Test func aWrongPasswordIsTold() throws {
        let line = MailboxLine(to: MailServers.imap(login: .password(user: "desk@example.test", password: "wrong")))
        #expect { try line.open() } throws: { ($0 as? MailNotFetched)?.failure == .login }
    }

    @Test func aMessageMovesIntoAnotherFolder() throws {
        let line = MailboxLine(to: MailServers.imap())
        let folder = try line.open()
        let uid = try deliver("moved \(UUID())", on: line, after: (folder.nextUID ?? 1) - 1, folder.validity)
        let name = "已处理 & \(UUID())"
        try line.make(folder: name)
        try line.setSeen(false, uid)
        try line.move(uid, to: name)
        #expect(try !line.uids(after: uid - 1, validity: folder.validity).contains(uid))
        let other = MailboxLine(to: MailServers.imap(), folder: name)
        let there = try other.open()
        #expect(try other.uids(after: 0, validity: there.validity).count == 1)
        #expect { try line.message(uid, validity: folder.validity) } throws: {
            ($0 as? MailNotFetched)?.isAboutMessage == true
        }
        // There is nothing to move, which no server minds; a folder that is not there is an error.
        let rest = try #require(try line.uids(after: 0, validity: folder.validity).last)
        #expect { try line.move(rest, to: "no such folder") } throws: { ($0 as? MailNotFetched)?.failure == .refused }
        #expect(try line.uids(after: rest - 1, validity: folder.validity).contains(rest))
    }

    @Test func aFolderMadeAnewIsTold() throws {
        let line = MailboxLine(to: MailServers.imap())
        let folder = try line.open()
        #expect { try line.uids(after: 0, validity: folder.validity &+ 1) } throws: {
            ($0 as? MailNotFetched)?.isFolderRenewed == true
        }
        #expect { try MailboxLine(to: MailServers.imap()).message(1, validity: folder.validity &+ 1) } throws: {
            ($0 as? MailNotFetched)?.isFolderRenewed == true
        }
    }

    @Test func aMessageThatIsTooLargeBlocksNoOther() throws {
        let line = MailboxLine(to: MailServers.imap(), largest: 2_000)
        let folder = try line.open()
        let uid = try deliver("small \(UUID())", on: line, after: (folder.nextUID ?? 1) - 1, folder.validity)
        let subject = "large \(UUID())"
        _ = try SubmissionLine(to: MailServers.smtp(), name: "kept").send(
            try MailServers.letter(subject, text: String(repeating: "x", count: 10_000)), from: nil, to: [Self.desk])
        var large: UInt32?
        for _ in 0..<200 where large == nil {
            large = try line.uids(after: uid, validity: folder.validity).first
            if large == nil { Thread.sleep(forTimeInterval: 0.05) }
        }
        let found = try #require(large)
        #expect { try line.message(found, validity: folder.validity) } throws: {
            ($0 as? MailNotFetched)?.failure == .tooLarge && ($0 as? MailNotFetched)?.isAboutMessage == true
        }
        #expect(try !line.message(uid, validity: folder.validity).isEmpty)
    }

    @Test func namesOfFoldersInOtherScripts() {
        // The example of RFC 3501, section 5.1.3.
        #expect(ModifiedUTF7.encoded("~peter/mail/台北/日本語") == "~peter/mail/&U,BTFw-/&ZeVnLIqe-")
        #expect(ModifiedUTF7.encoded("a&b\r\nX") == "a&-bX")
    }
}

/// Mailboxes that break off, are slow or refuse.
@Suite(.timeLimit(.minutes(20))) struct BrokenFetchingTests {
    private static let opening: [ScriptedServer.Step] = [
        .say("* OK [CAPABILITY IMAP4rev1] hi\r\n"), .hear("CAPABILITY"),
        .say("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"),
        .hear("SELECT"),
        .say("* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 9] ok\r\n{tag} OK [READ-WRITE] done\r\n"),
    ]

    private func failure(
        _ steps: [ScriptedServer.Step], answering: Span = .seconds(20), _ body: (MailboxLine) throws -> Void
    ) throws -> MailNotFetched? {
        let server = try ScriptedServer(steps)
        do {
            try body(MailboxLine(to: MailServers.local(server.port, answering: answering)))
            return nil
        } catch let error as MailNotFetched {
            return error
        }
    }

    @Test func aConnectionThatEndsInTheMiddleGivesNoMessage() throws {
        let half: [ScriptedServer.Step] = [
            .hear("FETCH"), .say("* 1 FETCH (UID 8 BODY[] {1000}\r\nFrom: a@example.org\r\nSubject: half"), .hangUp,
        ]
        var given: [UInt8]?
        let failure = try failure(Self.opening + half) { given = try $0.message(8, validity: 7) }
        #expect(given == nil && failure?.failure == .dropped && failure?.isAboutMessage == false, "\(failure as Any)")
    }

    @Test func aMessageThatStopsInTheMiddleIsNotWaitedForForEver() throws {
        let half: [ScriptedServer.Step] = [
            .hear("FETCH"), .say("* 1 FETCH (UID 8 BODY[] {1000}\r\nFrom: a@example.org\r\n"), .wait(seconds: 8),
        ]
        let failure = try failure(Self.opening + half, answering: .seconds(2)) { _ = try $0.message(8, validity: 7) }
        #expect(failure?.failure == .tooSlow, "\(failure as Any)")
    }

    @Test func aSlowGreetingIsNotWaitedForForEver() throws {
        let failure = try failure([.wait(seconds: 8)], answering: .seconds(2)) { _ = try $0.open() }
        #expect(failure?.failure == .tooSlow, "\(failure as Any)")
    }

    @Test func aMailboxThatRefuses() throws {
        let bye = try failure([.say("* BYE too many\r\n"), .hangUp]) { _ = try $0.open() }
        #expect(bye != nil)
        let refusing = Array(Self.opening.dropLast()) + [.say("{tag} NO no such mailbox\r\n"), .hear("never")]
        let refused = try failure(refusing) { _ = try $0.open() }
        #expect(refused != nil && refused?.isAboutMessage == false)
    }

    @Test func nobodyThere() {
        #expect { try MailboxLine(to: MailServers.local(1)).open() } throws: {
            ($0 as? MailNotFetched)?.failure == .noConnection
        }
    }
}
