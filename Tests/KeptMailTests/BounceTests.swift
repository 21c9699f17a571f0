import Testing

@testable import KeptMail

@Suite struct BounceTests {
    private func report(_ status: String..., returned: String? = nil) throws -> ReadMessage {
        var lines = [
            "From: MAILER-DAEMON@mx.example.org", "Subject: Undelivered Mail Returned to Sender",
            "Auto-Submitted: auto-replied",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b",
            "Content-Type: text/plain", "",
            "Your message could not be delivered.", "--b", "Content-Type: message/delivery-status", "",
        ]
        lines += status
        if let returned { lines += ["--b", "Content-Type: message/rfc822", "", returned] }
        return try ReadMessage(Array((lines + ["--b--", ""]).joined(separator: "\r\n").utf8))
    }

    @Test func readsTheReportForPrograms() throws {
        let message = try report(
            "Reporting-MTA: dns; mx.example.org", "", "Final-Recipient: rfc822; bo@example.com",
            "Original-Recipient: rfc822;Bo@example.com", "Action: failed", "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 <bo@example.com>: User unknown",
            returned: "Message-ID: <42@example.net>\r\nSubject: x\r\n\r\nbody")
        let bounce = try #require(message.bounce)
        #expect(bounce.first.address == "bo@example.com" && bounce.first.original == "Bo@example.com")
        #expect(bounce.first.status == "5.1.1" && bounce.first.action == .failed && bounce.first.isAddressDead)
        #expect(bounce.first.diagnostic.hasPrefix("550 5.1.1"))
        #expect(bounce.messageID?.text == "42@example.net")
        #expect(message.attachments.isEmpty && message.report == "delivery-status")
        #expect(message.automatic != nil)
    }

    @Test func severalRecipientsAreEachTold() throws {
        let message = try report(
            "Reporting-MTA: dns; mx", "", "Final-Recipient: rfc822; a@example.com", "Action: delayed", "Status: 4.4.1",
            "",
            "Final-Recipient: rfc822; b@example.com", "Action: failed", "Status: 5.2.2")
        #expect(message.bounce?.recipients.map(\.address) == ["b@example.com", "a@example.com"])
        #expect(message.bounce?.recipients.map(\.action) == [.failed, .delayed])
        #expect(message.bounce?.first.isAddressDead == false)
    }

    @Test func successIsNoBounce() throws {
        let message = try report(
            "Reporting-MTA: dns; mx", "", "Final-Recipient: rfc822; a@example.com", "Action: delivered", "Status: 2.0.0"
        )
        #expect(message.bounce == nil && message.automatic == .autoSubmitted("auto-replied"))
    }

    private func plain(_ from: String, _ subject: String, _ lines: String...) throws -> Bounce? {
        try ReadMessage(Array((["From: \(from)", "Subject: \(subject)", ""] + lines).joined(separator: "\n").utf8))
            .bounce
    }

    @Test func readsBouncesForPeople() throws {
        let qmail = try plain(
            "MAILER-DAEMON@mx.example.org", "failure notice", "Hi. This is the qmail-send program at mx.example.org.",
            "I'm afraid I wasn't able to deliver your message to the following addresses.", "", "<bo@example.com>:",
            "Sorry, no mailbox here by that name. (#5.1.1)", "", "--- Below this line is a copy of the message.", "",
            "Return-Path: <shop@example.net>", "To: other@example.com", "Message-ID: <7@example.net>")
        #expect(qmail?.recipients.map(\.address) == ["bo@example.com"] && qmail?.first.status == "5.1.1")
        #expect(qmail?.messageID?.text == "7@example.net")

        let exim = try plain(
            "Mail Delivery System <Mailer-Daemon@mx.example.org>", "Mail delivery failed: returning message to sender",
            "A message that you sent could not be delivered to one or more of its recipients.", "", "  bo@example.com",
            "    SMTP error from remote mail server after RCPT TO:<bo@example.com>:",
            "    host mx.example.com [192.0.2.1]: 550 mailbox is full")
        #expect(exim?.first.address == "bo@example.com" && exim?.first.status == "5.2.2")

        let chinese = try plain(
            "postmaster@example.cn", "系统退信", "很抱歉，您发送的邮件无法投递。", "收件人：bo@example.cn", "原因：收件人不存在")
        #expect(chinese?.first.address == "bo@example.cn" && chinese?.first.status == "5.1.1")
    }

    @Test func aDelayIsNoFailure() throws {
        let delayed = try plain(
            "MAILER-DAEMON@mx.example.org", "Warning: could not send message for past 4 hours",
            "The following addresses had transient non-fatal errors", "<bo@example.com>",
            "It will be retried. Connection timed out")
        #expect(delayed?.first.action == .delayed && delayed?.first.status.hasPrefix("4.") == true)
    }

    @Test func peopleWhoWriteOfBouncesSendNone() throws {
        #expect(
            try plain(
                "ann@example.org", "Mail delivery failed again",
                "My mail to bo@example.com failed with 550 user unknown.") == nil)
        #expect(
            try plain("postmaster@example.org", "Maintenance on Sunday", "The mail servers rest from 2 to 4.") == nil)
    }

    @Test func findsCodesInWords() {
        #expect(StatusCode.first(in: "host 10.5.1.1 said: 550 5.7.26 no") == "5.7.26")
        #expect(StatusCode.first(in: "version 5.1.1a and 15.1.1") == nil)
        #expect(StatusCode.meant(by: "452 mailbox full") == "4.2.2")
        #expect(StatusCode.meant(by: "something happened") == "5.0.0")
    }
}
