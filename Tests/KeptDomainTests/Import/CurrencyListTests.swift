import Foundation
import KeptDomain
import Testing

/// The list of currencies that the documentation shows is the one that is taken.
@Suite struct CurrencyListTests {
    @Test func theDocumentationListsEachCurrencyThatIsTaken() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/import.md")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let listed = lines.map { $0.split(separator: " ") }.filter { words in
            words.count > 10 && words.allSatisfy { $0.utf8.count == 3 && $0.utf8.allSatisfy { (65...90).contains($0) } }
        }
        let letters = (65...90).map { String(UnicodeScalar(UInt8($0))) }
        let taken = letters.flatMap { first in
            letters.flatMap { second in letters.map { first + second + $0 } }
        }.filter { Currency(listed: $0) != nil }
        #expect(listed.joined().map(String.init).sorted() == taken)
    }

    @Test func noneHasMoreOrFewerDecimalsThanItsOwn() {
        let decimals = ["JPY": 0, "ISK": 0, "EUR": 2, "CNY": 2, "BHD": 3, "TND": 3, "CLF": 4]
        for (code, exponent) in decimals { #expect(Currency(listed: code)?.exponent == exponent, "\(code)") }
    }
}
