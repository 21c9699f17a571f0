import KeptDomain
import Testing

@testable import KeptMail

@Suite struct HeaderTests {
    @Test func readsTheFieldsOfAnOrdinaryMessage() throws {
        let message = try read(
            "Return-Path: <ann@example.org>", "Message-ID: <1@example.org>", "In-Reply-To: <0@example.org>",
            "References: <a@example.org>", "\t<b@example.org> <a@example.org>",
            "From: Ann Lee <ann@example.org>", "To: Shop <shop@example.com>, \"Bo, Jr.\" <bo@example.com>",
            "Cc: team: c@example.com, d@example.com;", "Subject: Where is", " my book?",
            "Date: Wed, 28 Apr 2010 17:37:23 +1000", "", "Hello")
        #expect(message.messageID?.text == "1@example.org")
        #expect(message.inReplyTo.map(\.text) == ["0@example.org"])
        #expect(message.references.map(\.text) == ["a@example.org", "b@example.org"])
        #expect(message.from == [MailAddress(name: "Ann Lee", address: "ann@example.org")])
        #expect(message.to.map(\.name) == ["Shop", "Bo, Jr."])
        #expect(message.cc.map(\.address) == ["c@example.com", "d@example.com"])
        #expect(message.subject == "Where is my book?")
        #expect(message.date?.iso == "2010-04-28T17:37:23+10:00")
        #expect(message.returnPath == .address("ann@example.org"))
        #expect(message.text.own == "Hello")
        #expect(message.faults.isEmpty && message.automatic == nil && message.bounce == nil)
    }

    @Test func joinsEncodedWordsThatShareACharacter() throws {
        // 中 is E4 B8 AD; its bytes are in two words.
        let message = try read(
            "From: =?UTF-8?Q?=E7=8E=8B?= =?utf-8?B?5piO?= <w@example.org>",
            "Subject: =?utf-8?Q?=E4=B8?=", " =?utf-8?Q?=AD_?= plain =?iso-8859-1?q?caf=E9?=", "", "x")
        #expect(message.subject == "中  plain café")
        #expect(message.from.first?.name == "王明")
    }

    @Test func readsNamesOfChineseCharsetsUnderASmallerLabel() throws {
        // 镕 is not in GB2312 but in GBK: E9 46 there.
        let message = try read("From: =?GB2312?B?1uzpRrv5?= <z@example.cn>", "Subject: x", "", "x")
        #expect(message.from.first?.name == "朱镕基")
    }

    @Test func anEncodedEndOfLineBeginsNoField() throws {
        let message = try read("From: a@example.org", "Subject: =?utf-8?Q?a=0D=0ABcc:_x?=", "", "x")
        #expect(message.subject == "a  Bcc: x")
    }

    @Test func readsRawEightBitFields() throws {
        let latin = Array("From: a@example.org\r\nSubject: caf".utf8) + [0xE9] + Array("\r\n\r\nx".utf8)
        #expect(try ReadMessage(latin).subject == "café")
        let wide = Array("From: \"".utf8) + Array("王明".utf8) + Array("\" <w@example.org>\r\n\r\nx".utf8)
        #expect(try ReadMessage(wide).from.first?.name == "王明")
    }

    @Test func readsWhatComesBeforeTheFields() throws {
        for start in [
            "\u{FEFF}", "\r\n\n", "From ann Thu Apr  2 12:00:00 2026\n", "From ann Thu Apr  2 12:00:00 2026\n\n",
        ] {
            let message = try ReadMessage(Array((start + "From: ann@example.org\nSubject: s\n\nHello\n").utf8))
            #expect(message.from.first?.address == "ann@example.org", "\(start.debugDescription)")
            #expect(message.subject == "s" && message.text.own == "Hello")
        }
    }

    @Test func readsEndsOfLineOfEveryKind() throws {
        for end in ["\r\n", "\n", "\r", "\r\r\n"] {
            let text = ["From: ann@example.org", "Subject: s", "", "Hello", "there"].joined(separator: end)
            let message = try ReadMessage(Array(text.utf8))
            #expect(message.subject == "s", "\(end.debugDescription)")
            #expect(message.text.own.split { $0.isNewline } == ["Hello", "there"], "\(end.debugDescription)")
        }
    }

    @Test func aBrokenFieldEndsNoHeader() throws {
        let message = try read("From: ann@example.org", "this was folded badly", "Subject: s", "", "Hello")
        #expect(message.subject == "s" && message.text.own == "Hello")
        #expect(message.faults == [.brokenHeader])
    }

    @Test func aBodyWithoutAnEmptyLineBeforeItIsRead() throws {
        let message = try read("From: ann@example.org", "Subject: s", "Hello, this is the body", "and more of it")
        #expect(message.text.own.hasPrefix("Hello, this is the body"))
        #expect(message.faults == [.noLineBeforeBody])
    }

    @Test func whatHasNoFieldOfAMessageIsNone() {
        for text in [
            "", "  \n", "Just some text.\n\nMore.", "HTTP/1.1 200 OK\nDate: x\nContent-Type: text/html\n\n<p>",
            "%PDF-1.4\n\u{1}",
        ] {
            #expect(throws: NotMail.self, "\(text)") { try ReadMessage(Array(text.utf8)) }
        }
        #expect(throws: NotMail.self) { try ReadMessage([0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 3]) }
    }

    @Test func readsDatesAsWritten() throws {
        func date(_ text: String) throws -> String? { try read("From: a@b.c", "Date: \(text)", "", "x").date?.iso }
        #expect(try date("21 Sep 2002 10:32:14 -0400") == "2002-09-21T10:32:14-04:00")
        #expect(try date("Fri, 6 Sep 2002 11:24:17 +0100 (BST)") == "2002-09-06T11:24:17+01:00")
        #expect(try date("Thu, 8 Mar 2005 17:40:36 EDT") == "2005-03-08T17:40:36-04:00")
        #expect(try date("no day at all") == nil)
    }

    @Test func takesTheFirstMessageOfAMailbox() throws {
        let one = "From a@b.c Thu Apr  2 12:00:00 2026\nFrom: a@b.c\nSubject: 1\n\nFrom here on, text.\n\n"
        let two = "From a@b.c Thu Apr  2 12:01:00 2026\nFrom: a@b.c\nSubject: 2\n\nSecond\n"
        let message = try ReadMessage(Array((one + two).utf8))
        #expect(message.subject == "1" && message.following == 1)
        #expect(message.text.own == "From here on, text.")
        #expect(MailboxFile(Array((one + two).utf8)).messages.count == 2)
    }

    @Test func aLineThatOnlyLooksLikeTheBeginningOfAMessageCutsNothing() throws {
        let text = """
            From ann@example.org Thu Apr  2 12:00:00 2026
            From: ann@example.org
            Subject: 1

            As he wrote:

            From bob@example.org Thu Apr  2 12:00:00 2026
            I never said so. It was: him.

            From cem@example.org Thu Apr  2 13:00:00 2026
            Subject: 2

            Two
            """
        for ending in ["\n", "\r\n"] {
            let bytes = Array(text.replacing("\n", with: ending).utf8)
            let mailbox = MailboxFile(bytes)
            #expect(mailbox.messages.count == 2 && mailbox.doubtfulLines == [7])
            // Nothing is lost, and nothing twice.
            #expect(mailbox.messages.flatMap { Array(bytes[$0]) } == bytes)
            let first = try ReadMessage(Array(bytes[mailbox.messages[0]]))
            #expect(first.text.whole.contains("I never said so."))
        }
    }

    @Test func identifiersAreFoundInWords() throws {
        func ids(_ field: String) throws -> [String] {
            try read("From: a@b.c", "In-Reply-To: \(field)", "", "x").inReplyTo.map(\.text)
        }
        #expect(
            try ids("Message from \"Bo\" <bo@example.org> of \"Tue, 27 Aug 2002\" <1@example.org>") == ["1@example.org"]
        )
        #expect(try ids("<1@example.org>; from bo@example.org on Tue") == ["1@example.org"])
        #expect(try ids("bo@example.org's message of Tuesday") == [])
        #expect(try ids("1@example.org") == ["1@example.org"])
        #expect(try read("From: a@b.c", "Message-ID: 12223", "", "x").messageID?.text == "12223")
    }
}
