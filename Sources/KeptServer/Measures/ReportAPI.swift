import KeptDomain
import KeptStore

extension Schema {
    private static let durations = Schema.object(
        ["mean", "p50", "p90", "cv"].map { SchemaField($0, .nullable(.number)) })

    static let deliveryRow = Schema.object([
        SchemaField("key", .text, "The period or group."), SchemaField("orders", .integer),
        SchemaField("delivered", .integer), SchemaField("on_time", .integer),
        SchemaField("on_time_share", .nullable(.number)), SchemaField("perfect_share", .nullable(.number)),
        SchemaField("availability_share", .nullable(.number)),
        SchemaField("coverage", .map(.number), "For which share of the orders each fact is known."),
        SchemaField("cycle_days", durations),
        SchemaField(
            "stages",
            .array(
                .object(
                    [SchemaField("name", .text)]
                        + ["mean_days", "p50_days", "p90_days"].map { SchemaField($0, .nullable(.number)) }
                        + [SchemaField("orders", .integer)]))),
    ])
}

extension Schema {
    private static let proportion = Schema.object([
        SchemaField("of", .integer), SchemaField("share", .nullable(.number)),
        SchemaField("interval", .nullable(.array(.number)), "Wilson's, 95 %."),
    ])
    private static let seconds = Schema.object([
        SchemaField("p50", .nullable(.number)), SchemaField("p90", .nullable(.number)),
    ])

    static let recoveryReport = Schema.object([
        SchemaField("from", .day), SchemaField("to", .day), SchemaField("recoveries", .integer),
        SchemaField(
            "failures",
            .array(
                .object([
                    SchemaField("kind", .word(Failure.Kind.self)), SchemaField("count", .integer),
                    SchemaField("foreseen", .integer), SchemaField("told_before", .integer),
                ]))),
        SchemaField("first_step_seconds", seconds),
        SchemaField(
            "steps",
            .array(
                .object([
                    SchemaField("step", .word(RecoveryStep.self)), SchemaField("done", .integer),
                    SchemaField("left_out", .integer), SchemaField("seconds", seconds),
                ]))),
        SchemaField(
            "follow_ups",
            .object([
                SchemaField("sent", .integer), SchemaField("waiting", .integer), SchemaField("unreachable", .integer),
                SchemaField("answers", .map(.integer)),
            ])),
        SchemaField("made_good", proportion),
        SchemaField("later_purchases", .object([SchemaField("days", .integer)]), "Bought again within so many days."),
        SchemaField(
            "cost",
            .array(
                .object([
                    SchemaField("currency", .text), SchemaField("amount_minor", .integer),
                    SchemaField("remedies", .integer),
                ])), "By currency."),
        SchemaField(
            "causes",
            .array(
                .object([
                    SchemaField("month", .text), SchemaField("cause", .nullable(.id)),
                    SchemaField("name", .nullable(.text)), SchemaField("is_ours", .boolean),
                    SchemaField("cases", .integer),
                ]))),
    ])

    static let promiseCount = Schema.object([
        SchemaField("month", .text), SchemaField("standard_id", .nullable(.id)),
        SchemaField("standard", .nullable(.text)), SchemaField("kept", .integer), SchemaField("broken", .integer),
        SchemaField("kept_share", .nullable(.number)), SchemaField("chains", .integer),
        SchemaField("first_word_kept", .integer), SchemaField("first_word_kept_share", .nullable(.number)),
    ])
}

/// Measures for programs.
enum ReportAPI {
    static let routes: [APIRoute] = [
        .get(
            "/reports/deliveries", "How deliveries went", tag: "Measures", needs: .seeMeasures,
            query: [
                QueryField("by", .word(DeliverySplit.self), "How it is split; by month when left out."),
                QueryField("from", .day, "Ordered on this day or later, in each order's zone."),
                QueryField("to", .day, "Ordered on this day or before."),
            ], answers: .listed("DeliveryRow"), deliveries),
        .get(
            "/reports/recovery", "How failures were mended", tag: "Measures", needs: .seeMeasures,
            query: span + [
                QueryField(
                    "within", .word(LaterPurchases.Within.self), "Days in which purchases count; 90 when left out.")
            ],
            answers: .named("RecoveryReport")
        ) { api in
            let (from, to, within) = try api.asked { query in
                (
                    query.day("from"), query.day("to"), query.word("within", of: LaterPurchases.Within.self) ?? .days90
                )
            }
            let now = api.now
            let text = try await api.read { reading in
                let span = ReportSpan(from: from, to: to, today: try reading.reportToday(at: now))
                return RecoveryText.json(
                    try reading.recoveryReport(span, within: within, now: now), span: span,
                    causes: try reading.causes())
            }
            return APIAnswer(body: Array(text.utf8))
        },
        .get(
            "/reports/promises", "Words kept, and first words kept, by standard and month", tag: "Measures",
            needs: .seeMeasures, query: span, answers: .listed("PromiseCount")
        ) { api in
            let ((from, to), now) = (try api.asked { ($0.day("from"), $0.day("to")) }, api.site.now)
            let text = try await api.read { reading in
                let span = ReportSpan(from: from, to: to, today: try reading.reportToday(at: now))
                return RecoveryText.json(try reading.promiseCounts(span))
            }
            return .list(json: text)
        },
    ]

    private static let span = [
        QueryField("from", .day, "On this day or later; a year before the last when left out."),
        QueryField("to", .day, "On this day or before; today when left out."),
    ]

    @Sendable private static func deliveries(_ api: APIRequest) async throws -> APIAnswer {
        let (by, from, to) = try api.asked { query in
            (query.word("by", of: DeliverySplit.self) ?? .month, query.day("from"), query.day("to"))
        }
        let rows = try await api.read { try $0.deliveries(by: by, from: from, to: to) }
        return .list(json: DeliveryText.json(rows))
    }
}
