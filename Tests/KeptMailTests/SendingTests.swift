import Foundation
import KeptDomain
import KeptTestSupport
import Testing

@testable import KeptMail

/// Sending through a real Postfix.
@Suite(.enabled(if: MailServers.areThere, "scripts/mail-servers has not started any"), .timeLimit(.minutes(20)))
struct SendingTests {
    private static let shop = try? Mailbox(address: "shop@example.test")
    private static let desk = (try? Mailbox(address: "desk@example.test"))!

    private func send(_ server: MailServer, to recipients: String...) throws -> MailAccepted {
        let line = SubmissionLine(to: server, name: "kept.example.test")
        let mailboxes = try recipients.map { try Mailbox(address: $0) }
        return try line.send(try MailServers.letter("sent"), from: Self.shop, to: mailboxes)
    }

    private func refusal(_ body: () throws -> MailAccepted) -> MailNotSent? {
        do {
            let accepted = try body()
            Issue.record("accepted: \(accepted)")
            return nil
        } catch {
            return error as? MailNotSent
        }
    }

    @Test func theServerTakesALetter() throws {
        let accepted = try send(MailServers.smtp(), to: "desk@example.test")
        #expect(accepted.code == 250 && accepted.text.contains("queued as") && accepted.refused.isEmpty)
    }

    @Test(arguments: [MailServer.Security.startTLS, .tls]) func encryptedAndLoggedIn(security: MailServer.Security)
        throws
    {
        #expect(try send(MailServers.smtp(security, login: MailServers.desk), to: "desk@example.test").code == 250)
        let wrong = refusal {
            try send(
                MailServers.smtp(security, login: .password(user: "desk@example.test", password: "wrong")),
                to: "desk@example.test")
        }
        #expect(wrong?.failure == .login && wrong?.code == 535 && wrong?.mayBeTriedAgain == true)
    }

    @Test func anUnknownCertificateIsRefused() throws {
        let refused = refusal { try send(MailServers.smtp(.startTLS, trusts: false), to: "desk@example.test") }
        #expect(refused?.failure == .notSecure && refused?.mayBeTriedAgain == true)
    }

    @Test func answersOf4xxMayBeTriedAgainAnd5xxNot() throws {
        let busy = refusal { try send(MailServers.smtp(), to: "busy@example.test") }
        #expect(busy?.code == 450 && busy?.mayBeTriedAgain == true && busy?.failure == .refused)
        #expect(busy?.text.contains("Try again later") == true)
        let gone = refusal { try send(MailServers.smtp(), to: "gone@example.test") }
        #expect(gone?.code == 550 && gone?.mayBeTriedAgain == false && gone?.mayHaveArrived == false)
        let elsewhere = refusal { try send(MailServers.smtp(), to: "x@elsewhere.example") }
        #expect(elsewhere?.mayBeTriedAgain == false || elsewhere?.code == 554)
    }

    @Test func oneRefusedRecipientKeepsItFromNobodyElse() throws {
        let accepted = try send(MailServers.smtp(), to: "desk@example.test", "gone@example.test", "busy@example.test")
        #expect(accepted.refused.map(\.recipient) == ["gone@example.test", "busy@example.test"])
        #expect(accepted.refused.map(\.mayBeTriedAgain) == [false, true])
    }

    @Test func oneConnectionCarriesManyAlsoAfterARefusal() throws {
        let line = SubmissionLine(to: MailServers.smtp(), name: "kept.example.test")
        let gone = try Mailbox(address: "gone@example.test")
        for number in 0..<50 {
            if number % 10 == 5 {
                #expect(throws: MailNotSent.self) {
                    try line.send(try MailServers.letter("x"), from: Self.shop, to: [gone])
                }
            }
            #expect(try line.send(try MailServers.letter("many"), from: Self.shop, to: [Self.desk]).code == 250)
        }
    }
}

/// Sending to servers that break off.
@Suite(.timeLimit(.minutes(20))) struct BrokenSendingTests {
    private func failure(
        _ steps: [ScriptedServer.Step], answering: Span = .seconds(20)
    ) throws -> MailNotSent? {
        let server = try ScriptedServer(steps)
        let line = SubmissionLine(to: MailServers.local(server.port, answering: answering), name: "kept")
        do {
            _ = try line.send(
                try MailServers.letter("x"), from: nil, to: [try Mailbox(address: "a@example.test")])
            return nil
        } catch let error as MailNotSent {
            return error
        }
    }

    private static let toData: [ScriptedServer.Step] = [
        .say("220 hi\r\n"), .hear("EHLO"), .say("250 hi\r\n"), .hear("MAIL FROM:<>"), .say("250 ok\r\n"),
        .hear("RCPT TO"),
        .say("250 ok\r\n"), .hear("DATA"), .say("354 go\r\n"),
    ]

    @Test func nobodyThere() throws {
        let line = SubmissionLine(to: MailServers.local(1), name: "kept")
        #expect {
            try line.send(try MailServers.letter("x"), from: nil, to: [try Mailbox(address: "a@example.test")])
        } throws: { error in
            (error as? MailNotSent)?.failure == .noConnection && (error as? MailNotSent)?.mayBeTriedAgain == true
        }
    }

    @Test func aSlowGreetingIsNotWaitedForForEver() throws {
        let failure = try failure([.wait(seconds: 8), .say("220 hi\r\n")], answering: .seconds(2))
        #expect(
            failure?.failure == .tooSlow && failure?.mayBeTriedAgain == true && failure?.mayHaveArrived == false,
            "\(failure as Any)")
    }

    @Test func aGreetingThatRefuses() throws {
        #expect(try failure([.say("421 too busy\r\n"), .hangUp])?.mayBeTriedAgain == true)
        #expect(try failure([.say("554 go away\r\n"), .hangUp])?.mayBeTriedAgain == false)
    }

    @Test func anEndAfterTheMessageLeavesItOpenWhetherItArrived() throws {
        let failure = try failure(Self.toData + [.hearAlone("."), .hangUp])
        #expect(failure?.mayBeTriedAgain == true && failure?.mayHaveArrived == true, "\(failure as Any)")
    }

    @Test func anAnswerAfterTheMessageDecides() throws {
        let steps: [ScriptedServer.Step] = [.hearAlone("."), .say("552 5.3.4 too big\r\n"), .hear("never")]
        let refused = try failure(Self.toData + steps)
        #expect(refused?.code == 552 && refused?.mayBeTriedAgain == false && refused?.mayHaveArrived == false)
    }
}
