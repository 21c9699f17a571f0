import KeptDomain
import KeptFigures
import KeptStore
import KeptWords

/// What became of customers afterwards, with the differences as far as they are known.
func recoveryPurchases(_ view: RecoveryReportView, _ words: Words) -> HTML {
    let found = view.report.purchases
    func interval(_ proportion: Proportion) -> String {
        proportion.interval().map { "\(words.share($0.lowerBound)) – \(words.share($0.upperBound))" } ?? "\u{2013}"
    }
    let columns =
        [Column(words("recovery.report.group"))]
        + [
            words("recovery.report.customers"),
            words("recovery.report.bought", ["days": words.number(view.within.days)]),
            words("recovery.report.share"), words("recovery.report.interval"),
        ].map { Column($0, isNumber: true) }
    let rows = LaterPurchases.Group.allCases.map { group -> TableRow in
        let share = found[group]
        return TableRow([
            "\(words("recovery.report.groups", of: group))", "\(words.number(share.trials))",
            "\(words.number(share.successes))", "\(share.share.map { words.share($0, digits: 1) } ?? "\u{2013}")",
            "\(interval(share))",
        ])
    }
    let pairs: [(WordKey, LaterPurchases.Group, LaterPurchases.Group)] = [
        ("recovery.report.differences.well-never", .well, .never),
        ("recovery.report.differences.badly-never", .badly, .never),
        ("recovery.report.differences.well-badly", .well, .badly),
    ]
    let said = pairs.compactMap { key, group, other -> HTML? in
        found.difference(group, from: other).map { difference in
            func points(_ value: Double) -> String { words.number(value * 100, digits: 1) }
            let text = words(
                key,
                [
                    "points": points(difference.value), "low": points(difference.interval.lowerBound),
                    "high": points(difference.interval.upperBound),
                ])
            return "<p>\(text)</p>"
        }
    }
    let unknown: HTML = """
        <p class="quiet">\(words("recovery.report.too-early", ["days": words.number(view.within.days)]))</p>
        """
    let tooFew: HTML = "<p class=\"quiet\">\(words("recovery.report.too-few"))</p>"
    return """
        \(table(columns, rows, caption: words("recovery.report.purchases"), isGrid: true))\(joined: said)\
        \(unknown, if: found[.well].trials + found[.badly].trials == 0 && view.report.madeGood.trials > 0)\
        \(tooFew, if: said.count < pairs.count)<p class="hint">\(words("recovery.report.no-proof"))</p>
        """
}

/// Cases by cause and month.
func recoveryCauses(_ view: RecoveryReportView, _ words: Words) -> HTML {
    let months = Set(view.report.causes.map(\.month)).sorted()
    func name(_ count: RecoveryReport.CauseCount) -> String {
        count.cause.flatMap { view.causeNames[$0] } ?? words("recovery.causes.not-ours")
    }
    let byCause = Dictionary(grouping: view.report.causes, by: name)
    let columns =
        [Column(words("recovery.report.cause"))]
        + months.map { month in
            Column(Day(month + "-01").map { words.month($0) } ?? month, isNumber: true)
        } + [Column(words("page.all"), isNumber: true)]
    let rows = byCause.map { (name: $0.key, all: $0.value.reduce(0) { $0 + $1.cases }, counts: $0.value) }
        .sorted { ($1.all, $0.name) < ($0.all, $1.name) }
        .map { row in
            let cells = months.map { month -> HTML in
                let cases = row.counts.filter { $0.month == month }.reduce(0) { $0 + $1.cases }
                return "\(cases == 0 ? "" : words.number(cases))"
            }
            return TableRow(["\(row.name)"] + cells + ["\(words.number(row.all))"])
        }
    return table(columns, rows, caption: words("recovery.report.causes"), isGrid: true)
}

func recoveryCosts(_ report: RecoveryReport, _ words: Words) -> HTML {
    let columns = [
        Column(words("recovery.report.currency")), Column(words("recovery.report.amount"), isNumber: true),
        Column(words("recovery.report.remedies"), isNumber: true),
    ]
    let rows = report.costs.map { cost in
        TableRow([
            "\(cost.amount.currency.code)", "\(words.money(cost.amount))", "\(words.number(cost.remedies))",
        ])
    }
    return table(columns, rows, caption: words("recovery.report.cost"))
}
