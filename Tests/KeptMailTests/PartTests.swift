import KeptDomain
import Testing

@testable import KeptMail

@Suite struct PartTests {
    private func mixed(_ parts: [String]) throws -> ReadMessage {
        try read(
            "From: a@example.org", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=\"b\"", "",
            parts.map { "--b\r\n\($0)" }.joined(separator: "\r\n"), "--b--")
    }

    @Test func filesAreAttachmentsWithTheirHash() throws {
        let message = try mixed([
            "Content-Type: text/plain\r\n\r\nHello",
            "Content-Type: application/pdf; name=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ=",
            "Content-Type: image/png\r\nContent-Disposition: attachment\r\n\r\nx",
            "Content-Type: text/plain; name=notes.txt\r\nContent-Disposition: inline\r\n\r\nfile",
        ])
        #expect(message.text.own == "Hello")
        #expect(message.attachments.map(\.name) == ["a.pdf", nil, "notes.txt"])
        #expect(message.attachments[0].bytes == Array("%PDF-1.4".utf8))
        #expect(message.attachments[0].typeByContent == "application/pdf")
        // `printf x | sha256sum`
        #expect(
            message.attachments[1].sha256 == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")
        #expect(message.attachments[1].typeByContent == nil)
    }

    @Test func namesOfFilesAreDecodedAndLeadNowhere() throws {
        let message = try mixed([
            "Content-Type: text/plain\r\n\r\nx",
            "Content-Disposition: attachment; filename*=UTF-8''%E8%AE%A2%E5%8D%95.txt\r\n\r\nx",
            "Content-Disposition: attachment; filename=\"=?gb2312?B?tqm1pQ==?=.txt\"\r\n\r\nx",
            "Content-Disposition: attachment; filename=\"..\\\\..\\\\etc/passwd\"\r\n\r\nx",
            "Content-Disposition: attachment;\r\n filename*0=\"a long \";\r\n filename*1=\"name.txt\"\r\n\r\nx",
        ])
        #expect(message.attachments.map(\.name) == ["订单.txt", "订单.txt", "passwd", "a long name.txt"])
    }

    @Test func anEmbeddedMessageIsOneFileAsItCame() throws {
        let inner = "From: x@example.org\r\nSubject: inner\r\nContent-Type: text/plain; name=y.txt\r\n\r\nInner text"
        let message = try mixed([
            "Content-Type: text/plain\r\n\r\nHello", "Content-Type: message/rfc822\r\n\r\n\(inner)",
        ])
        #expect(message.attachments.map(\.type) == ["message/rfc822"])
        #expect(message.attachments[0].bytes == Array(inner.utf8))
        #expect(message.text.own == "Hello")
    }

    @Test func theSenderMayLeaveTheChoiceOfText() throws {
        let message = try read(
            "From: a@example.org", "Content-Type: multipart/alternative; boundary=b", "", "--b",
            "Content-Type: text/plain", "", "plain", "--b", "Content-Type: text/html", "", "<p>rich</p>", "--b--")
        #expect(
            message.text.own == "plain" && message.html?.markup() == "<p>rich</p>\n"
                || message.html?.markup() == "<p>rich</p>")
    }

    @Test func htmlAloneGivesTheText() throws {
        let message = try read(
            "From: a@example.org", "Content-Type: text/html", "", "<style>p{}</style><p>Hello <b>you</b></p>",
            "<ul><li>one<li>two</ul>", "<a href='https://example.org/x'>here</a>")
        #expect(message.text.own == "Hello you\n\n- one\n- two\nhere <https://example.org/x>")
    }

    @Test func aFooterOfAListHidesNoPage() throws {
        let message = try mixed([
            "Content-Type: text/html\r\n\r\n<p>Main</p>", "Content-Type: text/plain\r\n\r\nFooter",
        ])
        #expect(message.text.own.contains("Main") && message.text.own.contains("Footer"))
        #expect(message.html?.markup().contains("Footer") == true)
    }

    @Test func picturesOfThePageAreFoundByTheirId() throws {
        let message = try read(
            "From: a@example.org", "Content-Type: multipart/related; boundary=b", "", "--b", "Content-Type: text/html",
            "",
            "<img src=\"cid:logo@x\" alt=Logo>", "--b", "Content-Type: image/gif", "Content-ID: <logo@x>", "", "GIF89a",
            "--b--")
        #expect(message.inlineParts.map(\.contentID) == ["logo@x"] && message.attachments.isEmpty)
        #expect(message.html?.inlinePictures == ["logo@x"])
        #expect(
            message.html?.markup { _ in "/blobs/1" } == "<img src=\"/blobs/1\" alt=\"Logo\">\n"
                || message.html?.markup { _ in "/blobs/1" } == "<img src=\"/blobs/1\" alt=\"Logo\">")
    }

    @Test func aMessageOfOneFileOnlyIsAnAttachment() throws {
        let message = try read(
            "From: a@example.org", "Content-Type: application/x-gzip; name=blah.gz",
            "Content-Transfer-Encoding: base64", "",
            "H4sIAA==")
        #expect(message.attachments.map(\.name) == ["blah.gz"] && message.text.whole.isEmpty)
        #expect(message.attachments[0].bytes == [0x1F, 0x8B, 0x08, 0x00])
    }

    @Test func whatWasCutOrHasNoDelimiterIsStillRead() throws {
        let unpadded = try read("From: a@example.org", "Content-Transfer-Encoding: base64", "", "SGVsbG8")
        #expect(unpadded.text.own == "Hello")
        let undivided = try read(
            "From: a@example.org", "Content-Type: multipart/mixed", "", "--b", "", "Hello", "--b--")
        #expect(undivided.text.own.contains("Hello"))
        let open = try read("From: a@example.org", "Content-Type: multipart/mixed; boundary=b", "", "--b", "", "Hello")
        #expect(open.text.own == "Hello")
    }
}
