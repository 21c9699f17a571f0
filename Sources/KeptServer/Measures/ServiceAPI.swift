import KeptDomain
import KeptStore

/// Service measures for programs.
enum ServiceAPI {
    static let routes: [APIRoute] = [
        .get(
            "/reports/service", "Flexibility, information, recovery, after-sale support and convenience",
            tag: "Measures", needs: .seeMeasures,
            query: [
                QueryField("by", .word(ServiceSplit.self), "How it is split; by month when left out."),
                QueryField("from", .day, "What began on this day or later; the last 92 days when left out."),
                QueryField("to", .day, "What began on this day or before."),
            ],
            answers: .object([
                SchemaField("items", .array(.named("ServiceRow"))), SchemaField("total", .named("ServiceRow")),
                SchemaField("next", .nullable(.text)),
            ])
        ) { api in
            let (by, from, to) = try api.asked { query in
                (query.word("by", of: ServiceSplit.self) ?? .month, query.day("from"), query.day("to"))
            }
            let now = api.now
            let report = try await api.read { reading in
                let span = ServiceSpan(from: from, to: to, today: try reading.reportToday(at: now))
                return try reading.serviceReport(by: by, span)
            }
            return APIAnswer { json in
                json.object { json in
                    json.key("items")
                    json.value(json: Array(ServiceText.json(report.rows).utf8))
                    json.key("total")
                    json.value(json: Array(ServiceText.json(report.total).utf8))
                    json.field("next", nil as String?)
                }
            }
        }
    ]
}

extension Schema {
    static let serviceRow = Schema.object([
        SchemaField("key", .text, "The period or group."),
        SchemaField(
            "figures",
            .array(
                .object([
                    SchemaField("measure", .word(ServiceMeasure.self)),
                    SchemaField("factor", .word(ServiceMeasure.Factor.self)),
                    SchemaField("scale", .words(["share", "time", "score"])), SchemaField("count", .integer),
                    .optional("met", .integer),
                    .optional("asked", .integer, "Of special requests: known or not."),
                    .optional("open", .integer, "Of these: not answered, or agreed and not settled."),
                    SchemaField("value", .nullable(.number), "Null where there are too few."),
                    SchemaField("low", .nullable(.number)), SchemaField("high", .nullable(.number)),
                    .optional("p90", .nullable(.number)),
                ]))),
    ])
}
