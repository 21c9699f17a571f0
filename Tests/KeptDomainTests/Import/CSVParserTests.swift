import KeptDomain
import KeptStore
import Testing

/// Everything the parser hands out for `text`, fed in pieces of `piece` bytes.
private func records(
    _ text: String, piece: Int = 1 << 20, delimiter: Character = ",", limit: Int = CSVParser.recordLimit
) throws(CSVFailure) -> [(line: Int, fields: [String], flaw: CSVFlaw?)] {
    var parser = CSVParser(delimiter: delimiter.asciiValue!, recordLimit: limit)
    var all: [(Int, [String], CSVFlaw?)] = []
    let bytes = Array(text.utf8)
    var at = 0
    while true {
        while let record = try parser.next() {
            all.append((record.line, (0..<record.count).map(record.text), record.flaw))
        }
        if at >= bytes.count { break }
        bytes[at..<min(at + piece, bytes.count)].withUnsafeBytes { parser.append($0) }
        at += piece
        if at >= bytes.count { parser.finish() }
    }
    return all
}

@Suite struct CSVParserTests {
    static let awkward =
        "id,name,note\r\n1,\"Müller, Anna\",\"said \"\"yes\"\"\r\nand left\"\r\n\r\n2,plain 5\" pipe,\r"
        + "3,\"\",x\n\"4\",\"a\"\"\",\"\n\"\n5,z,\"é\""

    @Test(arguments: [1, 2, 3, 5, 7, 64, 4096])
    func readsTheSameInPiecesOfAnySize(piece: Int) throws {
        let read = try records(Self.awkward, piece: piece)
        #expect(
            read.map(\.fields) == [
                ["id", "name", "note"], ["1", "Müller, Anna", "said \"yes\"\r\nand left"], ["2", "plain 5\" pipe", ""],
                ["3", "", "x"], ["4", "a\"", "\n"], ["5", "z", "é"],
            ])
        #expect(read.map(\.line) == [1, 2, 5, 6, 7, 9])
        #expect(read.allSatisfy { $0.flaw == nil })
    }

    @Test func aLastLineWithoutAnEndIsARecord() throws {
        #expect(try records("a,b\n1,").map(\.fields) == [["a", "b"], ["1", ""]])
        #expect(try records("a\n\"b\"").map(\.fields) == [["a"], ["b"]])
        #expect(try records("a\r").map(\.fields) == [["a"]])
        #expect(try records("").isEmpty)
        #expect(try records("\n\r\n\n").isEmpty)
    }

    @Test func textAfterAClosingQuoteIsAFlawOfItsRowOnly() throws {
        let read = try records("a,b\n1,\"x\"y\n2,ok\n")
        #expect(read.map(\.flaw) == [nil, .textAfterQuote(field: 1), nil])
        #expect(read[2].fields == ["2", "ok"])
    }

    @Test(arguments: [1, 6, 1000])
    func anUnclosedQuoteCostsOneRow(piece: Int) throws {
        let read = try records("a,b\n1,\"x\n2,y\n3,z\n", piece: piece)
        #expect(read.map(\.fields) == [["a", "b"], ["1", "x"], ["2", "y"], ["3", "z"]])
        #expect(read.map(\.flaw) == [nil, .unclosedQuote(field: 1), nil, nil])
        #expect(read.map(\.line) == [1, 2, 3, 4])
    }

    @Test func anUnclosedQuoteNeverHoldsMoreThanTheLimit() throws {
        let rows = (0..<2000).map { "\($0),value" }.joined(separator: "\n")
        let read = try records("a,b\n0,\"open\n" + rows, piece: 512, limit: 4096)
        #expect(read.count == 2002)
        #expect(read[1].flaw == .unclosedQuote(field: 1))
        #expect(read.last?.line == 2002)
    }

    @Test func oneEndlessLineIsRefusedWithItsPlace() {
        #expect(throws: CSVFailure.recordTooLong(line: 2, limit: 4096)) {
            try records("a,b\n" + String(repeating: "x", count: 20_000), piece: 512, limit: 4096)
        }
    }

    @Test func textBehindAClosingQuoteCostsOneRowAndNoMore() throws {
        let read = try records("a,b,c\n1,\"Anna\" Berg,x\n2,y,z\n")
        #expect(read.map(\.line) == [1, 2, 3])
        #expect(read.map(\.fields.count) == [3, 3, 3])
        #expect(read[1].flaw == .textAfterQuote(field: 1))
    }

    @Test func aRowOfEndlesslyManyFieldsIsRejectedAlone() throws {
        let wide = String(repeating: ",x", count: CSVParser.fieldLimit * 3)
        let read = try records("a,b\n1\(wide)\n2,y\n", piece: 4096)
        #expect(read.map(\.line) == [1, 2, 3])
        #expect(read[1].flaw == .tooManyFields)
        #expect(read[2].fields == ["2", "y"])
        #expect(throws: CSVFailure.tooManyFields(line: 1, limit: CSVParser.fieldLimit)) { try records("a\(wide)\n1\n") }
    }

    @Test func aZeroByteIsRefusedWithItsPlace() {
        #expect(throws: CSVFailure.binary(line: 2, offset: 6)) { try records("a,b\n1,\0") }
        #expect(throws: CSVFailure.binary(line: 3, offset: 8)) { try records("a,b\n\"x\n\u{20}\0") }
    }

    @Test(arguments: [
        (",", "a,b,c\n1,\"x;y;z\",3\n"), (";", "a;b\n1,5;2,5\n"), ("\t", "a\tb\n1\t2\n"), ("|", "a|b|c\n1|2|3"),
    ])
    func tellsTheDelimiter(expected: String, text: String) {
        let found = Array(text.utf8).withUnsafeBytes { DelimiterEvidence.delimiter(of: $0) }
        #expect(found == Character(expected).asciiValue)
    }

    @Test func aHeaderAloneStillTellsTheDelimiter() {
        #expect(Array("order;date".utf8).withUnsafeBytes { DelimiterEvidence.delimiter(of: $0) } == 0x3B)
        #expect(Array("order".utf8).withUnsafeBytes { DelimiterEvidence.delimiter(of: $0) } == 0x2C)
        #expect(Array("sep=;\r\na;b".utf8).withUnsafeBytes { DelimiterEvidence.declared(in: $0)?.length } == 7)
    }

    /// Against a plain second implementation, over random texts of the troublesome characters.
    @Test func agreesWithASlowReaderOnRandomTexts() throws {
        var random = Dice(seed: 7)
        for _ in 0..<3000 {
            let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<3).map { _ in
                    String(
                        (0..<Int.random(in: 0...4, using: &random)).map { _ in
                            "ab,\"\n\ré".randomElement(using: &random)!
                        })
                }
            }
            let ends = ["\n", "\r\n", "\r"]
            let end = ends.randomElement(using: &random)!
            let text = rows.map { row in
                row.map { "\"" + $0.replacingQuotes() + "\"" }.joined(separator: ",") + end
            }.joined()
            let read = try records(text, piece: Int.random(in: 1...9, using: &random))
            #expect(read.map(\.fields) == rows)
        }
    }
}

extension String {
    fileprivate func replacingQuotes() -> String {
        split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    }
}
