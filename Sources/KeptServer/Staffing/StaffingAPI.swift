import KeptDomain
import KeptStore

/// Plans and what-ifs for programs.
enum StaffingAPI {
    static let routes: [APIRoute] = [
        .get(
            "/reports/staffing", "Service points needed in each quarter of an hour", tag: "Measures",
            needs: .seeMeasures, query: StaffingQuery.fields + [StaffingQuery.target], answers: .named("StaffingPlan")
        ) { api in
            let asked = try api.asked { StaffingQuery.read(&$0) }
            let plan = try await api.site.store.staffing(at: nil) { history in
                try history.staffingPlan(share: asked.target, within: asked.within, line: asked.line)
            }
            return APIAnswer { $0.value(json: Array(StaffingJSON.json(plan, line: asked.line).utf8)) }
        },
        .get(
            "/reports/staffing/what-if", "Recorded days with more or fewer service points", tag: "Measures",
            needs: .seeMeasures, query: StaffingQuery.fields + [StaffingQuery.points], answers: .named("StaffingWhatIf")
        ) { api in
            let asked = try api.asked { StaffingQuery.read(&$0) }
            let answer = try await api.site.store.staffing(at: nil) { history in
                try history.whatIf(change: asked.change, within: asked.within, line: asked.line)
            }
            return APIAnswer { $0.value(json: Array(StaffingJSON.json(answer, line: asked.line).utf8)) }
        },
        .get(
            "/reports/waits-backtest", "Quoted waits against what people waited", tag: "Measures", needs: .seeMeasures,
            query: [
                QueryField("confidence", .number, "The share of quotes to keep, 0.5 to 0.999; 0.8 when left out."),
                QueryField("from", .day, "The first day; the last quarter of the days of each month when left out."),
            ], answers: .named("WaitBacktest")
        ) { api in
            let (confidence, from) = try api.asked { query in
                (query.number("confidence", in: 0.5...0.999) ?? 0.8, query.day("from"))
            }
            let clock = ContinuousClock()
            let start = clock.now
            let found = try await api.site.store.staffing(at: nil) { history in
                try history.backtest(confidence: confidence, from: from)
            }
            let seconds = (clock.now - start) / .seconds(1)
            return APIAnswer { $0.value(json: Array(BacktestText.json(found, seconds: seconds).utf8)) }
        },
    ]
}

extension Schema {
    static let staffingPlan = Schema.object([
        SchemaField("target", .number), SchemaField("within_seconds", .number), SchemaField("line", .nullable(.text)),
        SchemaField("from", .day), SchemaField("to", .day),
        SchemaField("days", .integer, "Days of the record on which somebody came."),
        SchemaField("patience_seconds", .nullable(.number), "Null where nobody went away."),
        SchemaField(
            "weekdays",
            .array(
                .object([
                    SchemaField("weekday", .integer, "1 is Monday."), SchemaField("days", .integer),
                    SchemaField(
                        "quarters",
                        .array(
                            .object([
                                SchemaField("from", .text), SchemaField("arrivals", .number),
                                SchemaField("low", .number, "One of ten such quarters has fewer."),
                                SchemaField("high", .number, "One of ten has more."),
                                SchemaField("service_seconds", .number), SchemaField("points", .integer),
                                SchemaField("points_when_busy", .integer), SchemaField("served_within", .number),
                            ]))),
                ]))),
        SchemaField(
            "lacking",
            .array(.object([SchemaField("weekday", .integer), SchemaField("days", .integer)])),
            "Days of the week with too few days."),
        SchemaField("needed_days", .integer),
    ])

    static let staffingWhatIf = Schema.object([
        SchemaField("points", .integer), SchemaField("within_seconds", .number), SchemaField("line", .nullable(.text)),
        SchemaField("from", .day), SchemaField("to", .day), SchemaField("days", .integer),
        SchemaField("visits", .integer), SchemaField("recorded", staffingFigures),
        SchemaField("as_was", staffingFigures, "Played with as many points as were at work."),
        SchemaField("changed", staffingFigures, "Played with the others."),
    ])

    static let waitBacktest = Schema.object([
        SchemaField("visits", .integer, "Had to wait on those days."), SchemaField("quoted", .integer),
        SchemaField("abandoned", .integer, "Of the visits: went away before it was their turn."),
        SchemaField("kept_share", .nullable(.number)), SchemaField("mean_quoted_seconds", .nullable(.number)),
        SchemaField("mae_median_seconds", .nullable(.number), "The mean absolute error of the median."),
        SchemaField(
            "baselines",
            .object([
                SchemaField("mean_of_day", .nullable(.number)),
                SchemaField("last_to_enter_service", .nullable(.number)),
                SchemaField("queue_length", .nullable(.number)),
            ])), SchemaField("from", .day), SchemaField("to", .day),
        SchemaField("by_month", .array(waitPart("month"))), SchemaField("by_day", .array(waitPart("day"))),
        SchemaField("by_line", .array(waitPart("line"))), SchemaField("by_kind", .array(waitPart("kind"))),
        SchemaField("seconds", .number, "How long it took."),
    ])

    private static func waitPart(_ name: String) -> Schema {
        .object([
            SchemaField(name, .nullable(.text)), SchemaField("visits", .integer, "Served and quoted."),
            SchemaField("kept_share", .number), SchemaField("mean_quoted_seconds", .number),
        ])
    }

    private static let staffingFigures = Schema.object([
        SchemaField("served_within", .number), SchemaField("mean_wait_seconds", .number),
        SchemaField("left_share", .number),
    ])
}
