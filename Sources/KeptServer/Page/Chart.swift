import KeptWords

/// One line or colour of a chart, with one value for each label; `nil` leaves a gap.
package struct ChartSeries: Sendable {
    package let name: String
    package let values: [Double?]
    package init(_ name: String, _ values: [Double?]) {
        self.name = name
        self.values = values
    }
}

/// A picture of numbers, drawn on the server: it prints, follows light and dark, and needs no script.
package struct Chart: Sendable {
    package enum Kind: Sendable {
        case lines
        /// Side by side for each label.
        case bars
        /// On top of each other.
        case stacked
        /// Bars by falling size with the line of their running share; takes one series.
        case pareto
    }

    package let kind: Kind
    /// What the picture shows, in one sentence: its title for readers by ear.
    package let title: String
    package let labels: [String]
    package let series: [ChartSeries]
    /// Words a value of the axis.
    package let format: @Sendable (Double) -> String
    /// The end of the axis when it is known, 1 for shares.
    package var top: Double?
    /// Of durations, whose round numbers are those of the clock; `nil` where tens are round.
    package var axis: ChartAxis?
    /// Words where the axis begins, `Axis from 80 %`, when it may begin above 0: shares that lie close together are then
    /// told apart. Bars become dots, since the length of a bar that is cut off says nothing.
    package var axisFrom: (@Sendable (String) -> String)?

    package init(
        _ kind: Kind, title: String, labels: [String], series: [ChartSeries], top: Double? = nil,
        axis: ChartAxis? = nil, axisFrom: (@Sendable (String) -> String)? = nil,
        format: @escaping @Sendable (Double) -> String
    ) {
        self.kind = kind
        self.title = title
        self.labels = labels
        self.series = series
        self.top = top
        self.axis = axis
        self.axisFrom = axisFrom
        self.format = format
    }

    package var svg: HTML {
        let frame = ChartFrame(chart: self)
        let marks: HTML =
            switch kind {
            case .lines: .joined(series.indices.map { frame.line($0) })
            case .bars: .joined(series.indices.map { frame.bottom > 0 ? frame.dots($0) : frame.bars($0) })
            case .stacked: frame.stacks()
            case .pareto: frame.bars(0) + frame.runningShare()
            }
        return """
            <svg class="chart" viewBox="0 0 1100 280" role="img" aria-label="\(title)"><title>\(title)</title>\
            \(frame.grid())\(frame.axisNote())\(marks)\(frame.labels())</svg>
            """
    }

    /// The names beside their colours; nothing for one series.
    package var legend: HTML? {
        guard series.count > 1 else { return nil }
        let items = series.enumerated().map { index, series -> HTML in
            """
            <li><svg class="swatch" viewBox="0 0 12 12" aria-hidden="true"><rect class="fill-\(index % 6 + 1)" \
            width="12" height="12" rx="2"/></svg>\(series.name)</li>
            """
        }
        return "<ul class=\"legend\">\(joined: items)</ul>"
    }
}

/// A chart with what it is made of: its table folded below it, its CSV beside.
package func chartWithTable(_ chart: Chart, table: HTML, csv: String?, _ words: Words) -> HTML {
    """
    <figure class="chart-figure">\(chart.legend)<div class="chart-scroll" tabindex="0" role="region" \
    aria-label="\(words("page.chart", ["title": chart.title]))">\(chart.svg)</div>\
    <figcaption><details><summary>\(words("page.chart-table"))</summary>\(table)</details>\
    \(csv.map { "<a href=\"\(url: $0)\" download>\(words("page.csv"))</a>" as HTML })</figcaption></figure>
    """
}
