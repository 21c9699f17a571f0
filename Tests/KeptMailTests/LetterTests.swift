import KeptDomain
import Testing

@testable import KeptMail

@Suite struct LetterTests {
    static func letter(subject: String = "Ihre Bestellung / 您的订单", text: String = "Grüße\n你好\n") throws -> Letter {
        Letter(
            from: try Mailbox(name: "书店, \"Nord\"", address: "shop@example.org"),
            to: [try Mailbox(name: "Zhao Min 赵敏", address: "min@example.cn")], subject: try HeaderLine(subject),
            text: text,
            messageID: MessageID("kept.1@example.org"), date: Instant(seconds: 1_795_348_320))
    }

    @Test func whatIsWrittenReadsBack() throws {
        var letter = try Self.letter()
        letter.cc = [try Mailbox(address: "cc@example.org")]
        letter.replyTo = try Mailbox(address: "shop+c1-x@example.org")
        letter.inReplyTo = MessageID("0@example.cn")
        letter.references = [MessageID("r@example.cn"), MessageID("0@example.cn")]
        letter.html = "<p>Grüße <img src=\"cid:logo\"></p>"
        letter.offset = 3_600
        letter.automatic = .replied
        letter.unsubscribe = try HeaderLine("https://example.org/u/1")
        letter.files = [
            Letter.File(
                name: try HeaderLine("发票 – Rechnung.pdf"), type: "application/pdf", bytes: [0, 1, 2, 255, 13, 10]),
            Letter.File(
                name: try HeaderLine("logo.gif"), type: "image/gif", bytes: Array("GIF89a".utf8), contentID: "logo"),
        ]
        let bytes = try letter.bytes()
        let read = try ReadMessage(bytes)
        #expect(read.messageID?.text == "kept.1@example.org" && read.inReplyTo.map(\.text) == ["0@example.cn"])
        #expect(read.references.map(\.text) == ["r@example.cn", "0@example.cn"])
        #expect(read.from == [MailAddress(name: "书店, \"Nord\"", address: "shop@example.org")])
        #expect(read.to == [MailAddress(name: "Zhao Min 赵敏", address: "min@example.cn")])
        #expect(
            read.cc.map(\.address) == ["cc@example.org"] && read.replyTo.map(\.address) == ["shop+c1-x@example.org"])
        #expect(read.subject == "Ihre Bestellung / 您的订单")
        #expect(read.date?.iso == "2026-11-22T12:52:00+01:00")
        #expect(read.text.own == "Grüße\n你好")
        #expect(read.html?.inlinePictures == ["logo"])
        #expect(read.attachments.map(\.name) == ["logo.gif", "发票 – Rechnung.pdf"])
        #expect(read.attachments.last?.bytes == [0, 1, 2, 255, 13, 10])
        #expect(read.automatic == .autoSubmitted("auto-replied"))
        #expect(read.faults.isEmpty)
        #expect(try letter.bytes() == bytes, "the same letter gives the same bytes")
    }

    @Test func noLineIsTooLongWhateverIsIn() throws {
        let long = String(repeating: "长a", count: 400)
        var letter = try Self.letter(
            subject: String(repeating: "x", count: 1_000), text: String(repeating: "y", count: 5_000) + long)
        letter.references = (0..<200).map { MessageID("\(String(repeating: "z", count: 200))\($0)@example.org") }
        letter.to = try (0..<500).map {
            try Mailbox(name: "Name \($0) \(String(repeating: "名", count: 30))", address: "u\($0)@example.org")
        }
        letter.html = "<p>" + long + "</p>"
        letter.files = [
            Letter.File(name: try HeaderLine(String(repeating: "名", count: 300)), type: "no type\r\n", bytes: [1])
        ]
        let read = try ReadMessage(try letter.bytes())
        #expect(read.subject == String(repeating: "x", count: 1_000))
        #expect(read.text.own == String(repeating: "y", count: 5_000) + long)
        #expect(read.to.count == 500 && read.references.count == 40)
        #expect(read.attachments.first?.type == "application/octet-stream")
    }

    @Test func noFieldCanBeSmuggledIn() throws {
        for bad in ["a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\u{0}b", "a\u{2028}b", "a\u{85}b"] {
            #expect(throws: LetterFault.controlCharacter) { try HeaderLine(bad) }
            #expect(throws: LetterFault.self) { try Mailbox(name: bad, address: "a@example.org") }
            #expect(throws: LetterFault.self) { try Mailbox(address: "\(bad)@example.org") }
            #expect(throws: LetterFault.self) { try Mailbox(address: "a@\(bad)") }
            #expect(!HeaderLine(tidying: bad).text.unicodeScalars.contains { $0.value < 0x20 })
        }
        for bad in [
            "", "a", "@b", "a@", "a b@c.d", "a@b c", "a@b>", "<a@b", "a@b,c@d", "a..b@c.d", ".a@b.c", "a@-b.c",
            "a@b..c",
        ] {
            #expect(throws: LetterFault.self, "\(bad)") { try Mailbox(address: bad) }
        }
        var letter = try Self.letter()
        letter.messageID = MessageID("x>\r\nBcc: y@example.org")
        #expect(throws: LetterFault.self) { try letter.bytes() }
        letter.messageID = MessageID("1@example.org")
        letter.inReplyTo = MessageID("x>\r\nBcc: y@example.org")
        letter.references = [MessageID("a\nb@c"), MessageID("fine@example.org")]
        let text = String(decoding: try letter.bytes(), as: UTF8.self)
        #expect(!text.contains("Bcc") && text.contains("<fine@example.org>"))
    }

    @Test func internationalDomainsAreWrittenPlain() throws {
        #expect(try Mailbox(address: "info@müller.example").address == "info@xn--mller-kva.example")
    }

    @Test func textKeepsItsLines() throws {
        let text = "From the start\n.\n..dot\n trailing \nline\r\nend\rlast"
        let read = try ReadMessage(try Self.letter(text: text).bytes())
        #expect(read.text.whole == "From the start\n.\n..dot\n trailing \nline\nend\nlast\n")
    }
}
