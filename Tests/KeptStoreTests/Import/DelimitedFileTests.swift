import KeptDomain
import Testing

@testable import KeptStore

private func rows(_ file: DelimitedFile) throws -> [[String]] {
    var all: [[String]] = []
    while let record = try file.next() { all.append((0..<record.count).map(record.text)) }
    return all
}

private func wideBytes(_ text: String) -> [UInt8] {
    text.utf16.flatMap { unit in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
}

@Suite struct DelimitedFileTests {
    static let text = "Pedido;Cidade\n1;São Paulo\n2;Brasília\n3;\"Olinda\nvelha\"\n"

    @Test func readsEveryEncodingAlike() throws {
        let wide = wideBytes(Self.text)
        let latin = Self.text.unicodeScalars.map { UInt8($0.value) }
        let plain = Array(Self.text.utf8)
        let all: [[UInt8]] = [plain, [0xEF, 0xBB, 0xBF] + plain, wide, [0xFF, 0xFE] + wide, latin]
        for bytes in all {
            for packed in [false, true] {
                let scratch = ScratchFile(packed ? gzipped(bytes) : bytes)
                let file = try DelimitedFile(scratch.path)
                #expect(file.header == ["Pedido", "Cidade"])
                #expect(try rows(file) == [["1", "São Paulo"], ["2", "Brasília"], ["3", "Olinda\nvelha"]])
            }
        }
    }

    @Test func readsGB18030() throws {
        let bytes: [UInt8] = [
            0xB6, 0xA9, 0xB5, 0xA5, 0x2C, 0xB3, 0xC7, 0xCA, 0xD0, 0x0A, 0xD2, 0xBB, 0x2C, 0xC9, 0xCF, 0xBA, 0xA3, 0x0A,
        ]
        let scratch = ScratchFile(bytes)
        let file = try DelimitedFile(scratch.path)
        #expect(file.encoding == .gb18030)
        #expect(file.header == ["订单", "城市"])
        #expect(try rows(file) == [["一", "上海"]])
    }

    @Test func charactersCutBetweenPiecesAreWhole() throws {
        // 上海 in GB18030, an odd start, so that pieces of an even size end within a character.
        var bytes = Array("a,b\n".utf8)
        for row in 0..<200_000 { bytes += Array("\(row),".utf8) + [0xC9, 0xCF, 0xBA, 0xA3, 0x0A] }
        let scratch = ScratchFile(bytes)
        let file = try DelimitedFile(scratch.path)
        var count = 0
        while let record = try file.next() {
            if record.text(1) != "上海" || record.undecodableField != nil { Issue.record("row \(count)") }
            count += 1
        }
        #expect(count == 200_000)
    }

    @Test func aByteThatDoesNotDecodeMarksItsRowOnly() throws {
        var bytes = Array("a,b\n".utf8)
        for _ in 0..<50 { bytes += [0x31, 0x2C, 0xC9, 0xCF, 0xBA, 0xA3, 0x0A] }
        bytes += [0x32, 0x2C, 0xFF, 0x0A, 0x33, 0x2C, 0xC9, 0xCF, 0x0A]
        let scratch = ScratchFile(bytes)
        let file = try DelimitedFile(scratch.path)
        var bad: [Int] = []
        var last = ""
        while let record = try file.next() {
            if record.undecodableField == 1 { bad.append(record.line) }
            last = record.text(1)
        }
        #expect(bad == [52])
        #expect(last == "上")
    }

    @Test func goesOnWhereItStopped() throws {
        let latin = Self.text.unicodeScalars.map { UInt8($0.value) }
        let wide: [UInt8] = [0xFF, 0xFE] + wideBytes(Self.text)
        let plain = Array(Self.text.utf8)
        let all: [[UInt8]] = [plain, [0xEF, 0xBB, 0xBF] + plain, latin, wide, gzipped(plain)]
        for bytes in all {
            let scratch = ScratchFile(bytes)
            let whole = try rows(DelimitedFile(scratch.path))
            for stop in 0...3 {
                let first = try DelimitedFile(scratch.path)
                for _ in 0..<stop { _ = try first.next() }
                let second = try DelimitedFile(scratch.path, from: first.position)
                #expect(try rows(second) == Array(whole.dropFirst(stop)))
                #expect(second.position.records == 3)
                #expect(second.position.line == 6)
            }
        }
    }

    @Test func followsExcelsOwnDelimiterLine() throws {
        let scratch = ScratchFile("sep=|\r\na|b\r\n1,5|2\r\n")
        let file = try DelimitedFile(scratch.path)
        #expect(file.header == ["a", "b"])
        let record = try #require(try file.next())
        #expect(record.line == 3)
        #expect(record.text(0) == "1,5")
    }
}
