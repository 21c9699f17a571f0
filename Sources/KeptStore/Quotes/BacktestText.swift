import KeptDomain

/// Back-tests as JSON for programs: days and shares with six decimals at most, `null` for what there was nothing to count.
package enum BacktestText {
    /// - Parameter seconds: how long it took, reading included.
    package static func json(_ backtest: DeliveryBacktest, seconds: Double) -> String {
        """
        {"orders":\(backtest.orders),"undelivered":\(backtest.undelivered),"quoted":\(backtest.quoted),\
        "kept_share":\(number(backtest.ours.keptShare)),"mean_days":\(number(backtest.ours.meanDays)),\
        "median_days":\(number(backtest.medianDays)),"practice":\(kept(backtest.practice)),\
        "rolling":\(kept(backtest.rolling)),"at_practice_share":{"mean_days":\(number(backtest.atPracticeShare))},\
        "by_month":[\(backtest.byMonth.map { part("month", $0) }.joined(separator: ","))],\
        "by_region":[\(backtest.byRegion.map { part("region", $0) }.joined(separator: ","))],\
        "seconds":\(number(seconds))}
        """
    }

    package static func json(_ backtest: RiskBacktest) -> String {
        let curve = backtest.curve.map { point in
            """
            {"threshold":\(number(point.threshold)),"precision":\(number(point.precision)),\
            "recall":\(number(point.recall)),"median_warning_days":\(number(point.medianWarningDays))}
            """
        }
        return """
            {"orders":\(backtest.orders),"late":\(backtest.late),"readings":\(backtest.readings),\
            "auc":\(number(backtest.auc)),"brier":\(number(backtest.brier)),"curve":[\(curve.joined(separator: ","))]}
            """
    }

    private static func kept(_ kept: DeliveryBacktest.Kept) -> String {
        #"{"kept_share":\#(number(kept.keptShare)),"mean_days":\#(number(kept.meanDays))}"#
    }

    private static func part(_ name: String, _ part: DeliveryBacktest.Part) -> String {
        """
        {"\(name)":\(JSONText.string(part.name ?? DeliveryRow.unknownKey)),"orders":\(part.orders),\
        "kept_share":\(number(part.keptShare)),"mean_days":\(number(part.meanDays))}
        """
    }

    private static func number(_ value: Double?) -> String { JSONText.number(value) }
}
