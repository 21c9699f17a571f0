import KeptDomain
import Testing

@testable import KeptMail

@Suite struct CharsetTests {
    private func body(_ bytes: [UInt8], charset: String?) throws -> ReadMessage {
        let type = charset.map { "text/plain; charset=\($0)" } ?? "text/plain"
        return try ReadMessage(
            message(
                header: "From: a@example.org", "Content-Type: \(type)", "Content-Transfer-Encoding: 8bit", body: bytes))
    }

    /// 你好，请问我的订单什么时候发货？
    private static let gb = bytes(
        hex: "C4 E3 BA C3 A3 AC C7 EB CE CA CE D2 B5 C4 B6 A9 B5 A5 CA B2 C3 B4 CA B1 BA F2 B7 A2 BB F5 A3 BF")
    private static let gbText = "你好，请问我的订单什么时候发货？"

    /// 您好，請問訂單
    private static let big5 = bytes(hex: "B1 7A A6 6E A1 41 BD D0 B0 DD AD 71 B3 E6")

    @Test func readsAsDeclared() throws {
        #expect(try body(Self.gb, charset: "gb2312").text.own == Self.gbText)
        #expect(try body(Self.big5, charset: "big5").text.own == "您好，請問訂單")
        #expect(try body([0x63, 0x61, 0x66, 0xE9], charset: "iso-8859-1").text.own == "café")
        #expect(try body(bytes(hex: "CF F0 E8 E2 E5 F2"), charset: "windows-1251").text.own == "Привет")
    }

    @Test func readsTheLargerSetUnderTheSmallerLabel() throws {
        // 镕 of GBK, 𠀀 of GB18030 in four bytes.
        let message = try body([0xE9, 0x46, 0x95, 0x32, 0x82, 0x36] + Self.gb, charset: "GB2312")
        #expect(message.text.own == "镕𠀀" + Self.gbText)
        // “ ” € of windows-1252.
        #expect(try body([0x93, 0x61, 0x94, 0x80], charset: "iso-8859-1").text.own == "“a”€")
    }

    @Test func readsUTF8UnderAnotherLabel() throws {
        let text = "Grüße, 你好，请问我的订单"
        for label in ["iso-8859-1", "us-ascii", "windows-1252", "gb2312", "iso-2022-jp"] {
            #expect(try body(Array(text.utf8), charset: label).text.own == text, "\(label)")
        }
    }

    @Test func readsJapaneseWithoutALabel() throws {
        // ESC $ B 日本語 ESC ( B, and ① of the vendors' row 13.
        let bytes = bytes(hex: "1B 24 42 46 7C 4B 5C 38 6C 2D 21 1B 28 42")
        for label in [nil, "us-ascii", "iso-2022-jp"] as [String?] {
            let message = try body(bytes, charset: label)
            #expect(message.text.own == "日本語①", "\(label ?? "none")")
            #expect(message.charsets.first?.used == .japaneseEscapes)
        }
    }

    @Test func tellsUndeclaredCharsetsByEvidence() throws {
        #expect(try body(Self.gb, charset: nil).text.own == Self.gbText)
        #expect(try body(Self.big5, charset: nil).text.own == "您好，請問訂單")
        #expect(try body(Array("Grüße aus Köln".utf8), charset: nil).text.own == "Grüße aus Köln")
        #expect(try body([0x47, 0x72, 0xFC, 0xDF, 0x65], charset: nil).text.own == "Grüße")
        let japanese = bytes(hex: "82 B2 92 8D 95 B6 82 CC 8F A4 95 69 82 C9 82 C2 82 A2 82 C4")
        #expect(try body(japanese, charset: nil).text.own == "ご注文の商品について")
        let russian = bytes(hex: "CF F0 E8 E2 E5 F2 2C 20 E3 E4 E5 20 EC EE E9 20 E7 E0 EA E0 E7")
        #expect(try body(russian, charset: nil).text.own == "Привет, где мой заказ")
    }

    @Test func aLabelElsewhereInTheMessageHelps() throws {
        // Two characters are too little evidence; the subject says Big5.
        let message = try ReadMessage(
            message(header: "From: a@example.org", "Subject: =?big5?B?sXqmbg==?=", body: [0xB1, 0x7A, 0xA6, 0x6E]))
        #expect(message.subject == "您好" && message.text.own == "您好")
        #expect(message.charsets.first?.ground == .neighbour)
    }

    @Test func nothingIsDropped() throws {
        let message = try body([0x61, 0xFF, 0x62, 0x00, 0x63], charset: "utf-8")
        #expect(message.text.own.contains("a") && message.text.own.contains("b") && message.text.own.contains("c"))
        #expect(!message.text.own.utf8.contains(0))
        let unknown = try body([0x61, 0xE9, 0x62], charset: "x-no-such-charset")
        #expect(unknown.text.own == "aéb")
    }

    @Test func everyCutOfAChineseTextReads() throws {
        for end in Self.gb.indices {
            let message = try body(Array(Self.gb[..<end]), charset: "gb2312")
            #expect(message.text.own.count >= end / 2)
        }
    }
}
