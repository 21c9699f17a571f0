import Testing

@testable import KeptMail

/// Messages that are made to hurt. A run that takes longer than the limit of these tests has not grown with the length alone.
@Suite(.timeLimit(.minutes(20))) struct LimitTests {
    private func timed<Value>(_ limit: Duration, _ body: () throws -> Value) rethrows -> Value {
        let clock = ContinuousClock()
        let start = clock.now
        let value = try body()
        #expect(clock.now - start < limit)
        return value
    }

    @Test func tenThousandRecipients() throws {
        let list = (0..<10_000).map { "=?utf-8?Q?n=C3=A4me?= \($0) <user\($0)@example.org>" }
        let one = try timed(.seconds(30)) {
            try read("From: a@example.org", "To: " + list.joined(separator: ",\r\n "), "", "x")
        }
        #expect(one.to.count == 10_000 && one.to.last?.address == "user9999@example.org")
        let each = try timed(.seconds(30)) {
            try read("From: a@example.org", list.map { "To: \($0)" }.joined(separator: "\r\n"), "", "x")
        }
        #expect(each.to.count == 10_000)
    }

    @Test(arguments: [500, 5_000]) func partsNestedDeep(depth: Int) throws {
        var text = "From: a@example.org\r\n"
        for level in 0..<depth { text += "Content-Type: multipart/mixed; boundary=b\(level)\r\n\r\n--b\(level)\r\n" }
        text += "Content-Type: text/plain\r\n\r\nat the bottom\r\n"
        let message = try timed(.seconds(30)) { try ReadMessage(Array(text.utf8)) }
        if depth == 500 { #expect(message.text.own == "at the bottom") }
    }

    @Test func messagesNestedDeep() throws {
        let text =
            String(repeating: "From: a@example.org\nContent-Type: message/rfc822\n\n", count: 5_000)
            + "Subject: x\n\ny\n"
        let message = try timed(.seconds(30)) { try ReadMessage(Array(text.utf8)) }
        #expect(message.attachments.count == 1)
    }

    @Test func aHeaderOfMegabytes() throws {
        let long = String(repeating: "word ", count: 200_000)
        let message = try timed(.seconds(30)) {
            try read(
                "From: a@example.org", "Subject: \(long)", "References: " + String(repeating: "<a@b> ", count: 50_000),
                "", "x")
        }
        #expect(message.subject.utf8.count == 999_999 && message.references.count == 1)
        let words = String(repeating: "=?utf-8?Q?a?= ", count: 20_000)
        #expect(
            try timed(.seconds(30)) { try read("From: a@b.c", "Subject: \(words)", "", "x") }.subject.count == 20_000)
        let fields = (0..<20_000).map { "X-\($0): y" }.joined(separator: "\r\n")
        #expect(try timed(.seconds(30)) { try read("From: a@b.c", fields, "", "x") }.text.own == "x")
    }

    @Test func everyCutOfAMessageIsRead() throws {
        let whole = message(
            "From: =?utf-8?B?546L5piO?= <a@example.org>", "To: \"b, c\" <d@example.org>",
            "Subject: =?gb2312?B?xOO6ww==?=",
            "Date: Wed, 28 Apr 2010 17:37:23 +1000",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=\"x\"", "",
            "--x", "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
            "<p a=3D\"b\">=E4=BD=A0&nbsp;<!-- c -->", "--x", "Content-Type: message/delivery-status", "",
            "Reporting-MTA: x", "",
            "Final-Recipient: rfc822; a@b.c", "Action: failed", "Status: 5.1.1", "--x",
            "Content-Type: image/png; name*=utf-8''%41",
            "Content-Transfer-Encoding: base64", "", "iVBORw0KGgo=", "--x--")
        for end in 6...whole.count { _ = try ReadMessage(Array(whole[..<end])) }
    }

    @Test func bytesAtRandomNeverCrash() throws {
        var state: UInt64 = 42
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let whole = message(
            "From: a@example.org", "Subject: =?gb18030?Q?=C4=E3?= x", "Content-Type: multipart/mixed; boundary=b", "",
            "--b",
            "Content-Type: text/html; charset=iso-2022-jp", "", "<a href='x'>\u{1B}$B</a>", "--b",
            "Content-Type: text/plain; charset=big5; format=flowed", "", "> a ", "b", "--b--")
        for _ in 0..<500 {
            var bytes = whole
            for _ in 0..<8 { bytes[20 + Int(next()) % (bytes.count - 20)] = UInt8(truncatingIfNeeded: next()) }
            _ = try ReadMessage(bytes)
        }
    }

    @Test func longTextIsCutAndSaid() throws {
        let body = Array(String(repeating: "> x\nOn 1 a@b wrote:\n", count: 60_000).utf8)
        let read = try timed(.seconds(30)) { try ReadMessage(message(header: "From: a@b.c", body: body)) }
        #expect(read.faults.contains(.cutText) && read.text.whole.utf8.count <= 1_000_000)
    }

    @Test func pagesMadeToHurt() {
        for piece in [
            "<div>", "<a href=x>", "<b a=b ", "<!--", "<table><tr><td>", "&#", "<p>x", "</p>",
            "<a href=https://x/>y</a>", "<li>", "<blockquote>",
        ] {
            let html = String(repeating: piece, count: 20_000)
            let cleaned = timed(.seconds(30)) { CleanedHTML(cleaning: html) }
            #expect(cleaned.pieces.count <= 1)
            _ = timed(.seconds(30)) { HTMLText.of(html) }
        }
    }
}
