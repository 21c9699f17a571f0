import KeptDomain
import KeptFigures
import KeptStore
import KeptWords

/// A back-test of deliveries for people.
struct DeliveryBacktestLines {
    private let backtest: DeliveryBacktest
    private let words: Words

    init(_ backtest: DeliveryBacktest, _ words: Words) {
        self.backtest = backtest
        self.words = words
    }

    func lines(seconds: Double) -> String {
        let span = words(
            "backtest.deliveries.span",
            [
                "from": backtest.days.lowerBound.description, "to": backtest.days.upperBound.description,
                "orders": words.number(backtest.orders), "undelivered": words.number(backtest.undelivered),
            ])
        let took = words("backtest.took", ["seconds": words.number(seconds, digits: 1)])
        let confidence = words.share(backtest.confidence)
        guard backtest.quoted > 0 else {
            let needed = words.number(QuotedTicks.needed(confidence: backtest.confidence))
            return [
                span, words("backtest.deliveries.none-quoted", ["confidence": confidence, "needed": needed]), took,
            ].joined(separator: "\n")
        }
        return [
            span, words("backtest.deliveries.quoted", count: backtest.quoted), "", shares(confidence),
            words("backtest.deliveries.median", ["days": number(backtest.medianDays, digits: 1)]), atPracticeShare, "",
            parts(backtest.byMonth), "", parts(backtest.byRegion), "", took,
        ].compactMap { $0 }.joined(separator: "\n")
    }

    private func shares(_ confidence: String) -> String {
        let rows = [
            (words("backtest.deliveries.ours", ["confidence": confidence]), backtest.ours),
            (words("backtest.deliveries.practice"), backtest.practice),
            (words("backtest.deliveries.rolling", ["confidence": confidence]), backtest.rolling),
        ]
        return TextTable.aligned(
            [["", words("backtest.deliveries.kept"), words("backtest.deliveries.days")]]
                + rows.map { name, kept in [name, share(kept.keptShare), number(kept.meanDays, digits: 2)] })
    }

    private var atPracticeShare: String? {
        guard let share = backtest.practice.keptShare else { return nil }
        return words(
            "backtest.deliveries.at-practice-share",
            [
                "share": words.share(share, digits: 1), "ours": number(backtest.atPracticeShare, digits: 2),
                "rolling": number(backtest.rollingAtPracticeShare, digits: 2),
                "practice": number(backtest.practice.meanDays, digits: 2),
            ])
    }

    private func parts(_ parts: [DeliveryBacktest.Part]) -> String {
        let heads = [
            "", words("backtest.deliveries.orders"), words("backtest.deliveries.kept"),
            words("backtest.deliveries.days"),
        ]
        return TextTable.aligned(
            [heads]
                + parts.map { part in
                    [
                        part.name ?? words("backtest.deliveries.unknown-region"), words.number(part.orders),
                        share(part.keptShare), number(part.meanDays, digits: 2),
                    ]
                })
    }

    private func share(_ value: Double?) -> String { value.map { words.share($0, digits: 1) } ?? "–" }
    private func number(_ value: Double?, digits: Int) -> String {
        value.map { words.number($0, digits: digits) } ?? "–"
    }
}

/// A back-test of the late risk for people.
struct RiskBacktestLines {
    private let backtest: RiskBacktest
    private let words: Words

    init(_ backtest: RiskBacktest, _ words: Words) {
        self.backtest = backtest
        self.words = words
    }

    func lines(seconds: Double) -> String {
        let took = words("backtest.took", ["seconds": words.number(seconds, digits: 1)])
        let span = words(
            "backtest.risk.span",
            [
                "from": backtest.days.lowerBound.description, "to": backtest.days.upperBound.description,
                "orders": words.number(backtest.orders), "late": words.number(backtest.late),
                "readings": words.number(backtest.readings),
            ])
        guard backtest.readings > 0 else {
            return [span, words("backtest.risk.none"), took].joined(separator: "\n")
        }
        return [
            span, words("backtest.risk.auc", ["auc": number(backtest.auc, digits: 3)]),
            words("backtest.risk.brier", ["brier": number(backtest.brier, digits: 3)]), half, "", curve, "", took,
        ].compactMap { $0 }.joined(separator: "\n")
    }

    /// The least threshold at which half of the warnings are right.
    private var half: String? {
        guard let point = backtest.curve.first(where: { ($0.precision ?? 0) >= 0.5 }),
            let recall = point.recall, let days = point.medianWarningDays
        else { return nil }
        return words(
            "backtest.risk.half",
            [
                "threshold": words.share(point.threshold), "days": words.number(days, digits: 0),
                "recall": words.share(recall),
            ])
    }

    private var curve: String {
        let heads = [
            words("backtest.risk.threshold"), words("backtest.risk.precision"), words("backtest.risk.recall"),
            words("backtest.risk.warning"),
        ]
        return TextTable.aligned(
            [heads]
                + backtest.curve.map { point in
                    [
                        words.share(point.threshold), share(point.precision), share(point.recall),
                        number(point.medianWarningDays, digits: 1),
                    ]
                }, words: 0)
    }

    private func share(_ value: Double?) -> String { value.map { words.share($0, digits: 1) } ?? "–" }
    private func number(_ value: Double?, digits: Int) -> String {
        value.map { words.number($0, digits: digits) } ?? "–"
    }
}
