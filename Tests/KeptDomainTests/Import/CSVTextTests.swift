import KeptDomain
import Testing

@Suite struct CSVTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"so\"", "\"say \"\"so\"\"\""), ("two\nlines", "\"two\nlines\""),
        ("", ""), ("-3", "-3"), ("+4.5", "+4.5"), ("-0.5", "-0.5"), ("0", "0"), ("=1+1", "\"'=1+1\""),
        ("+1+1", "\"'+1+1\""), ("-1-1", "\"'-1-1\""), ("-", "\"'-\""), ("@SUM(A1)", "\"'@SUM(A1)\""),
        ("\tx", "\"'\tx\""), ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
        ("-1.2.3", "\"'-1.2.3\""),
    ])
    func aCellIsNeverAFormula(text: String, written: String) { #expect(CSVText.cell(text) == written) }

    @Test func aLineDividesItsCells() { #expect(CSVText.line(["a", "=b", "-1"]) == "a,\"'=b\",-1") }
}
