#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the values of a chart lie in its 1100 × 280 picture.
struct ChartFrame {
    let chart: Chart
    let top: Double
    /// Where the axis begins: 0, unless the chart may begin higher and all its values lie in the upper part.
    let bottom: Double
    let step: Double
    private let left = 56.0
    private let right = 1088.0
    private let upper = 12.0
    private let lower = 248.0

    init(chart: Chart) {
        self.chart = chart
        let largest: Double
        if case .stacked = chart.kind {
            largest =
                chart.labels.indices.map { index in
                    chart.series.reduce(0) { $0 + (Self.value($1, index) ?? 0) }
                }.max() ?? 0
        } else {
            largest = chart.series.flatMap(\.values).compactMap { $0 }.filter(\.isFinite).max() ?? 0
        }
        let wanted = chart.top ?? largest
        bottom = chart.axisFrom == nil ? 0 : Self.bottom(of: chart, top: wanted)
        // From 90 or 95 % on, fifths are whole per cents, which quarters are not.
        let part = (wanted - bottom) / (bottom > 0 ? 5 : 4)
        let isCount =
            chart.top == nil && chart.series.flatMap(\.values).allSatisfy { $0.map { $0 == $0.rounded() } ?? true }
        step = chart.axis?.step(part) ?? Self.roundStep(part, isWhole: isCount)
        top = chart.top ?? max(step, (wanted / step).rounded(.up) * step)
    }

    /// The highest of a few round starts with room below the lowest value.
    private static func bottom(of chart: Chart, top: Double) -> Double {
        guard let lowest = chart.series.flatMap(\.values).compactMap({ $0 }).filter(\.isFinite).min() else { return 0 }
        let starts = [0.95, 0.9, 0.8, 0.6, 0.4].map { $0 * top }
        return starts.first { lowest >= $0 + (top - $0) * 0.1 } ?? 0
    }

    /// 1, 2, 2.5 or 5 times a power of ten, the smallest that is not under `value`; 1 for nothing.
    ///
    /// - Parameter isWhole: of counts, between which nothing lies: two and a half of them is no line.
    private static func roundStep(_ value: Double, isWhole: Bool) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        let power = pow(10, floor(log10(value)))
        for factor in [1.0, 2, 2.5, 5, 10] where factor * power >= value * 0.999_999 {
            let step = factor * power
            if !isWhole || step >= 1 && step == step.rounded() { return step }
        }
        return isWhole ? max(1, 10 * power) : 10 * power
    }

    private static func value(_ series: ChartSeries, _ index: Int) -> Double? {
        guard series.values.indices.contains(index), let value = series.values[index], value.isFinite else {
            return nil
        }
        return value
    }

    private var slot: Double { (right - left) / Double(max(chart.labels.count, 1)) }
    private func x(_ index: Int) -> Double { left + slot * (Double(index) + 0.5) }
    private func y(_ value: Double) -> Double {
        lower - (lower - upper) * min(max((value - bottom) / (top - bottom), 0), 1)
    }

    /// Hairlines with their values.
    func grid() -> HTML {
        var lines = HTML()
        for number in 0...Int(((top - bottom) / step + 0.000_001).rounded(.down)) {
            // Counted rather than summed: sums of tenths end beside the round numbers that they mean.
            let sum = bottom + Double(number) * step
            let value = abs(sum - top) < step / 1_000 ? top : sum
            let height = y(value)
            lines += """
                <line class="grid" x1="\(at: left)" x2="\(at: right)" y1="\(at: height)" y2="\(at: height)"/>\
                <text class="axis end" x="\(at: left - 8)" y="\(at: height + 4)">\(chart.axis?.format(value, step) ?? chart.format(value))</text>
                """
        }
        return lines
    }

    /// Says that the axis does not begin at 0.
    func axisNote() -> HTML? {
        guard bottom > 0, let said = chart.axisFrom?(chart.format(bottom)) else { return nil }
        return "<text class=\"axis end\" x=\"\(at: right)\" y=\"\(at: lower - 6)\">\(said)</text>"
    }

    /// Labels under the picture, as many as fit.
    func labels() -> HTML {
        let longest = Double(chart.labels.map { $0.count }.max() ?? 1)
        let every = max(1, Int((longest * 8 + 8) / slot))
        return .joined(
            chart.labels.enumerated().compactMap { index, label -> HTML? in
                guard index % every == 0 else { return nil }
                return "<text class=\"axis middle\" x=\"\(at: x(index))\" y=\"268\">\(label)</text>"
            })
    }

    func line(_ number: Int) -> HTML {
        let series = chart.series[number]
        var path = ""
        var dots = HTML()
        var isDrawing = false
        for index in chart.labels.indices {
            guard let value = Self.value(series, index) else {
                isDrawing = false
                continue
            }
            let (across, height) = (Drawing.coordinate(x(index)), Drawing.coordinate(y(value)))
            path += "\(isDrawing ? "L" : "M")\(across) \(height)"
            isDrawing = true
            dots += """
                <circle class="fill-\(number % 6 + 1)" cx="\(across)" cy="\(height)" r="3"><title>\(tip(series, index, value))</title></circle>
                """
        }
        return "<path class=\"line-\(number % 6 + 1)\" d=\"\(path)\"/>\(dots)" as HTML
    }

    func bars(_ number: Int) -> HTML {
        let series = chart.series[number]
        let width = slot * 0.72 / Double(chart.series.count)
        return .joined(
            chart.labels.indices.compactMap { index -> HTML? in
                guard let value = Self.value(series, index) else { return nil }
                let start = x(index) - slot * 0.36 + width * Double(number)
                return bar(number, from: start, width: width * 0.94, base: 0, value: value, tip(series, index, value))
            })
    }

    /// As bars stand, a dot at the height of each value.
    func dots(_ number: Int) -> HTML {
        let series = chart.series[number]
        let width = slot * 0.72 / Double(chart.series.count)
        return .joined(
            chart.labels.indices.compactMap { index -> HTML? in
                guard let value = Self.value(series, index) else { return nil }
                let across = x(index) - slot * 0.36 + width * (Double(number) + 0.5)
                return """
                    <circle class="fill-\(number % 6 + 1)" cx="\(at: across)" cy="\(at: y(value))" r="6">\
                    <title>\(tip(series, index, value))</title></circle>
                    """
            })
    }

    func stacks() -> HTML {
        var marks = HTML()
        for index in chart.labels.indices {
            var base = 0.0
            for (number, series) in chart.series.enumerated() {
                guard let value = Self.value(series, index) else { continue }
                let start = x(index) - slot * 0.36
                marks += bar(
                    number, from: start, width: slot * 0.72, base: base, value: value, tip(series, index, value))
                base += value
            }
        }
        return marks
    }

    /// The line of the running share of a Pareto chart, over the full height.
    func runningShare() -> HTML {
        let values = chart.labels.indices.map { Self.value(chart.series[0], $0) ?? 0 }
        let all = values.reduce(0, +)
        guard all > 0 else { return HTML() }
        var sum = 0.0
        var path = ""
        for (index, value) in values.enumerated() {
            sum += value
            path +=
                "\(index == 0 ? "M" : "L")\(Drawing.coordinate(x(index))) \(Drawing.coordinate(lower - (lower - upper) * sum / all))"
        }
        return "<path class=\"line-2\" d=\"\(path)\"/>"
    }

    private func bar(_ number: Int, from start: Double, width: Double, base: Double, value: Double, _ tip: String)
        -> HTML
    {
        let (upperEdge, lowerEdge) = (y(base + value), y(base))
        return """
            <rect class="fill-\(number % 6 + 1)" x="\(at: start)" y="\(at: upperEdge)" width="\(at: width)" \
            height="\(at: max(lowerEdge - upperEdge, 0))"><title>\(tip)</title></rect>
            """
    }

    private func tip(_ series: ChartSeries, _ index: Int, _ value: Double) -> String {
        "\(chart.labels[index]) · \(series.name): \(chart.format(value))"
    }
}
