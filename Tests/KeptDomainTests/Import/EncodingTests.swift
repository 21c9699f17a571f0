import KeptDomain
import Testing

private func evidence(_ bytes: [UInt8]) throws -> TextEncoding {
    try bytes.withUnsafeBytes { try EncodingEvidence($0).encoding }
}

private let chineseGB: [UInt8] = [  // 订单,城市\n一,上海\n
    0xB6, 0xA9, 0xB5, 0xA5, 0x2C, 0xB3, 0xC7, 0xCA, 0xD0, 0x0A, 0xD2, 0xBB, 0x2C, 0xC9, 0xCF, 0xBA, 0xA3, 0x0A,
]

@Suite struct EncodingTests {
    @Test func tellsUTF8AndUTF16ByProof() throws {
        #expect(try evidence(Array("order,city\n1,São Paulo\n".utf8)) == .utf8)
        #expect(try evidence([0xEF, 0xBB, 0xBF] + Array("a,b\n".utf8)) == .utf8)
        let wide = "id,name\n1,Łódź\n2,上海\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try evidence(wide) == .utf16LittleEndian)
        #expect(try evidence([0xFF, 0xFE] + wide) == .utf16LittleEndian)
        let bigEndian = "id,name\n1,Łódź\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        #expect(try evidence(bigEndian) == .utf16BigEndian)
        #expect(try evidence([0xFE, 0xFF] + bigEndian) == .utf16BigEndian)
    }

    @Test func tellsChineseFromWesternEuropean() throws {
        #expect(try evidence(chineseGB) == .gb18030)
        // "pedido,não entregue,situação" in Latin-1: each accented letter would also be half a GBK character.
        let latin = Array("pedido,n".utf8) + [0xE3] + Array("o entregue,situa".utf8) + [0xE7, 0xE3] + Array("o\n".utf8)
        #expect(try evidence(latin) == .windows1252)
    }

    @Test func refusesWhatItCannotTell() {
        // Cyrillic in Windows-1251: "заказ,город".
        let cyrillic: [UInt8] = [0xE7, 0xE0, 0xEA, 0xE0, 0xE7, 0x2C, 0xE3, 0xEE, 0xF0, 0xEE, 0xE4, 0x0A]
        #expect(throws: EncodingDoubt.unclear(offset: 0, line: 1, bytes: Array(cyrillic.prefix(8)))) {
            try evidence(cyrillic)
        }
        // Japanese in Shift_JIS: "ab\nちゅうもん,まち".
        let japanese: [UInt8] = [
            0x61, 0x62, 0x0A, 0x82, 0xBF, 0x82, 0xE3, 0x82, 0xA4, 0x82, 0xE0, 0x82, 0xF1, 0x2C, 0x82, 0xDC, 0x82, 0xBF,
        ]
        #expect(throws: EncodingDoubt.unclear(offset: 3, line: 2, bytes: Array(japanese[3..<11]))) {
            try evidence(japanese)
        }
        #expect(throws: EncodingDoubt.binary(offset: 5, line: 2)) { try evidence(Array("a,b\n1\0\u{1}2,\0\0\0x".utf8)) }
        #expect(throws: EncodingDoubt.utf32) { try evidence([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]) }
    }

    @Test func aFewDamagedBytesDoNotMakeUTF8AnotherEncoding() throws {
        let text = Array(String(repeating: "1,São Paulo\n", count: 60).utf8)
        #expect(try evidence(text + [0x32, 0x2C, 0xE3, 0x6F, 0x0A] + text) == .utf8)
    }

    @Test func checksUTF8AsTheStandardSays() {
        func check(_ bytes: [UInt8]) -> UTF8Check { bytes.withUnsafeBytes { UTF8Check($0) } }
        #expect(check(Array("plain text, é, 上海, 🚚 and more".utf8)) == .valid)
        #expect(check([0x61, 0xC0, 0x80]) == .invalid(at: 1))  // overlong
        #expect(check([0xED, 0xA0, 0x80]) == .invalid(at: 0))  // a surrogate
        #expect(check([0xF4, 0x90, 0x80, 0x80]) == .invalid(at: 0))  // beyond U+10FFFF
        #expect(check([0x61, 0xE4, 0xB8]) == .cut(at: 1))
        #expect(check([]) == .valid)
    }
}
