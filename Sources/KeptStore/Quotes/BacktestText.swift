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

    /// - Parameter seconds: how long it took, reading included.
    package static func json(_ backtest: WaitBacktest, seconds: Double) -> String {
        func parts(_ name: String, _ parts: [WaitBacktest.Part]) -> String {
            parts.map { part in
                """
                {"\(name)":\(part.name.map(JSONText.string) ?? "null"),"visits":\(part.visits),\
                "kept_share":\(number(part.keptShare)),"mean_quoted_seconds":\(number(part.meanSeconds))}
                """
            }.joined(separator: ",")
        }
        let baselines = backtest.baselines
        return """
            {"visits":\(backtest.visits),"quoted":\(backtest.quoted),"abandoned":\(backtest.abandoned),\
            "kept_share":\(number(backtest.keptShare)),"mean_quoted_seconds":\(number(backtest.meanQuotedSeconds)),\
            "mae_median_seconds":\(number(backtest.medianError)),\
            "baselines":{"mean_of_day":\(number(baselines.meanOfDay)),\
            "last_to_enter_service":\(number(baselines.lastToEnterService)),\
            "queue_length":\(number(baselines.queueLength))},"from":"\(backtest.days.lowerBound)",\
            "to":"\(backtest.days.upperBound)","by_month":[\(parts("month", backtest.byMonth))],\
            "by_day":[\(parts("day", backtest.byDay))],"by_line":[\(parts("line", backtest.byLine))],\
            "by_kind":[\(parts("kind", backtest.byKind))],"seconds":\(number(seconds))}
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
