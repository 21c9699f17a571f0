import Testing

@testable import KeptMail

@Suite struct AutomaticTests {
    private func reason(_ fields: String..., from: String = "ann@example.org", subject: String = "Hello") throws
        -> AutomaticReason?
    {
        let header = ["From: \(from)", "Subject: \(subject)"] + fields
        return try ReadMessage(Array((header.joined(separator: "\n") + "\n\nx").utf8)).automatic
    }

    @Test func whatProgramsSendIsTold() throws {
        #expect(try reason("Auto-Submitted: auto-replied (vacation)") == .autoSubmitted("auto-replied"))
        #expect(try reason("Precedence: bulk") == .precedence("bulk"))
        #expect(try reason("X-Autoreply: yes") == .responder(field: "x-autoreply"))
        #expect(try reason("X-Auto-Response-Suppress: All") == .responder(field: "x-auto-response-suppress"))
        #expect(try reason("List-Id: <l.example.org>") == .list)
        #expect(try reason("Return-Path: <>") == .emptyReturnPath)
        #expect(try reason(from: "MAILER-DAEMON@example.org") == .sender)
        #expect(try reason(from: "no-reply@example.org") == .sender)
        #expect(try reason(subject: "Automatic reply: Hello") == .subject)
        #expect(try reason(subject: "=?utf-8?B?6Ieq5Yqo5Zue5aSNOiDmgqjlpb0=?=") == .subject)
    }

    @Test func whatPeopleWriteIsNot() throws {
        #expect(try reason() == nil)
        #expect(try reason("Auto-Submitted: no", "Precedence: first-class", "Return-Path: <ann@example.org>") == nil)
        #expect(try reason(subject: "Re: your automatic reply") == nil)
    }

    @Test func aListOrAWishForNoAnswerHidesNoOtherSign() throws {
        let wish = "X-Auto-Response-Suppress: All"
        #expect(try reason(wish, "Return-Path: <>") == .emptyReturnPath)
        #expect(try reason(wish, subject: "Out of office: Hello") == .subject)
        #expect(try reason(wish, from: "no-reply@example.org") == .sender)
        #expect(try reason(wish, "X-Autoreply: yes") == .responder(field: "x-autoreply"))
        #expect(try reason("List-Id: <l.example.org>", "Precedence: list", "Return-Path: <>") == .emptyReturnPath)
        #expect(try reason("X-Precedence: list", "Precedence: junk") == .precedence("junk"))
        for value in ["bulk", "junk", "auto_reply"] {
            #expect(try reason("Precedence: \(value)", "Return-Path: <>")?.isOfNobody == true)
            #expect(try reason("Precedence: \(value)")?.isOfNobody == true)
        }
        #expect(try reason(wish, "List-Id: <l.example.org>", "Precedence: list")?.isOfNobody == false)
    }
}
