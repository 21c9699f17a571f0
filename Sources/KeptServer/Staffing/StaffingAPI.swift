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

    private static let staffingFigures = Schema.object([
        SchemaField("served_within", .number), SchemaField("mean_wait_seconds", .number),
        SchemaField("left_share", .number),
    ])
}
