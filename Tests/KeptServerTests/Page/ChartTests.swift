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

    @Test func nothingKnownBeginsAtNothing() {
        #expect(Self.svg(.lines, []).contains(">0 %<"))
        #expect(Self.svg(.lines, [1]).contains("The axis begins at 95 %."))
    }
}
