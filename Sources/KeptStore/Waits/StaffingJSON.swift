import KeptDomain

/// Plans and what-ifs as JSON for programs.
package enum StaffingJSON {
    package static func json(_ plan: StaffingPlan, line: String?) -> String {
        let weekdays = plan.weekdays.map { day in
            let quarters = day.quarters.map { quarter in
                """
                {"from":"\(quarter.from)","arrivals":\(number(quarter.arrivals.expected)),\
                "low":\(number(quarter.arrivals.low)),"high":\(number(quarter.arrivals.high)),\
                "service_seconds":\(number(quarter.serviceSeconds)),"points":\(quarter.points),\
                "points_when_busy":\(quarter.pointsWhenBusy),"served_within":\(number(quarter.servedWithin))}
                """
            }
            return """
                {"weekday":\(day.weekday.rawValue + 1),"days":\(day.days),"quarters":[\(quarters.joined(separator: ","))]}
                """
        }
        let lacking = plan.lacking.map { #"{"weekday":\#($0.weekday.rawValue + 1),"days":\#($0.days)}"# }
        return """
            {"target":\(number(plan.target)),"within_seconds":\(number(plan.withinSeconds)),\
            "line":\(line.map(JSONText.string) ?? "null"),"from":"\(plan.days.lowerBound)",\
            "to":"\(plan.days.upperBound)","days":\(plan.dayCount),"patience_seconds":\(number(plan.patienceSeconds)),\
            "weekdays":[\(weekdays.joined(separator: ","))],"lacking":[\(lacking.joined(separator: ","))],\
            "needed_days":\(ArrivalForecast.leastDays)}
            """
    }

    package static func json(_ answer: StaffingWhatIf, line: String?) -> String {
        func figures(_ figures: StaffingWhatIf.Figures) -> String {
            """
            {"served_within":\(number(figures.servedWithin)),"mean_wait_seconds":\(number(figures.meanWaitSeconds)),\
            "left_share":\(number(figures.leftShare))}
            """
        }
        return """
            {"points":\(answer.change),"within_seconds":\(number(answer.withinSeconds)),\
            "line":\(line.map(JSONText.string) ?? "null"),"from":"\(answer.days.lowerBound)",\
            "to":"\(answer.days.upperBound)","days":\(answer.dayCount),"visits":\(answer.visits),\
            "recorded":\(figures(answer.recorded)),"as_was":\(figures(answer.asWas)),\
            "changed":\(figures(answer.changed))}
            """
    }

    private static func number(_ value: Double?) -> String { JSONText.number(value) }
}
