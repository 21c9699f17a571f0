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

/// Measures for programs.
enum ReportAPI {
    static let routes: [APIRoute] = [
        .get(
            "/reports/deliveries", "How deliveries went", tag: "Measures", needs: .seeMeasures,
            query: [
                QueryField("by", .word(DeliverySplit.self), "How it is split; by month when left out."),
                QueryField("from", .day, "Ordered on this day or later, in each order's zone."),
                QueryField("to", .day, "Ordered on this day or before."),
            ], answers: .listed("DeliveryRow"), deliveries)
    ]

    @Sendable private static func deliveries(_ api: APIRequest) async throws -> APIAnswer {
        let by = try api.query.word("by", DeliverySplit.self) ?? .month
        let (from, to) = (try api.query.day("from"), try api.query.day("to"))
        let rows = try await api.read { try $0.deliveries(by: by, from: from, to: to) }
        return APIAnswer { json in
            json.object { json in
                json.key("items")
                json.value(json: Array(DeliveryText.json(rows).utf8))
                json.field("next", nil as String?)
            }
        }
    }
}
