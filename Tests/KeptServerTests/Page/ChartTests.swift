import KeptServer
import KeptWords
import Testing

@Suite struct ChartTests {
    private static func svg(_ kind: Chart.Kind, _ values: [Double], mayBeginHigher: Bool = true) -> String {
        let words = Snapshot.context("en").words
        var chart = Chart(
            kind, title: "Shares", labels: values.map { "\($0)" }, series: [ChartSeries("on time", values)], top: 1
        ) { words.share($0) }
        if mayBeginHigher { chart.axisFrom = { "The axis begins at \($0)." } }
        return chart.svg.text
    }

    @Test func sharesThatLieCloseAreToldApartAndTheAxisSaysSo() {
        let chart = Self.svg(.lines, [0.93, 0.96])
        #expect(chart.contains("The axis begins at 90 %.") && chart.contains(">100 %<"))
        #expect(chart.contains(">92 %<") && chart.contains(">98 %<"))
        #expect(!chart.contains(">0 %<"))
        let wide = Self.svg(.lines, [0.05, 0.96])
        #expect(wide.contains(">0 %<") && !wide.contains("begins"))
        #expect(Self.svg(.lines, [0.93], mayBeginHigher: false).contains(">0 %<"))
    }

    @Test func aBarIsNeverCutOff() {
        let chart = Self.svg(.bars, [0.93, 0.96])
        #expect(chart.contains("<circle") && !chart.contains("<rect"))
        #expect(Self.svg(.bars, [0.1, 0.96]).contains("<rect"))
    }

    /// What stands at the lines of an axis, from below.
    private static func axis(_ values: [Double?], hours: Bool = false, _ language: String = "en") -> [String] {
        let words = Snapshot.context(language).words
        let chart = Chart(
            .bars, title: "Times", labels: values.map { _ in "x" }, series: [ChartSeries("a", values)],
            axis: hours ? .hours(words) : nil
        ) { words.number(Int($0)) }
        return chart.svg.text.split(separator: "<text class=\"axis end\"").dropFirst().compactMap {
            $0.split(separator: ">").dropFirst().first?.split(separator: "<").first.map(String.init)
        }
    }

    @Test func linesOfAnAxisStandEvenlyApart() {
        #expect(Self.axis([10]) == ["0", "5", "10"], "two and a half cases are no line")
        #expect(Self.axis([3]) == ["0", "1", "2", "3"])
        #expect(Self.axis([100, nil]) == ["0", "25", "50", "75", "100"])
        #expect(Self.axis([0.4], hours: true) == ["0 min", "10 min", "20 min", "30 min"])
        #expect(Self.axis([9.5], hours: true) == ["0 h", "3 h", "6 h", "9 h", "12 h"])
        #expect(Self.axis([40], hours: true) == ["0 h", "12 h", "24 h", "36 h", "48 h"])
        #expect(Self.axis([80], hours: true) == ["0 d", "1 d", "2 d", "3 d", "4 d"])
        #expect(Self.axis([nil], hours: true).first == "0 h")
    }

    @Test func nothingKnownBeginsAtNothing() {
        #expect(Self.svg(.lines, []).contains(">0 %<"))
        #expect(Self.svg(.lines, [1]).contains("The axis begins at 95 %."))
    }
}
