import KeptDomain

/// The deliveries report as text for programs: JSON, CSV and a plain table. Names of fields are the same in all three.
package enum DeliveryText {
    package static func json(_ rows: [DeliveryRow]) -> String {
        "[" + rows.map(json).joined(separator: ",\n ") + "]"
    }

    private static func json(_ row: DeliveryRow) -> String {
        let coverage = row.coverage
        let shares = [
            ("on_time", coverage.onTime), ("complete", coverage.complete), ("undamaged", coverage.undamaged),
            ("filled", coverage.filled), ("billed", coverage.billed), ("cycle", coverage.cycle),
            ("attempts", coverage.attempts),
        ]
        let cycle = row.cycleDays
        let stages = Stage.allCases.map { stage in
            let days = row.stageDays(stage)
            return """
                {"name":"\(stage.rawValue)","mean_days":\(number(days.mean)),"p50_days":\(number(days.p50)),\
                "p90_days":\(number(days.p90)),"orders":\(days.orders)}
                """
        }
        return """
            {"key":\(JSONText.string(row.key)),"orders":\(row.orders),"delivered":\(row.delivered),"on_time":\(row.onTime),\
            "on_time_share":\(number(row.onTimeShare)),"perfect_share":\(number(row.perfectShare)),\
            "complete_share":\(number(row.tally.complete.value)),"undamaged_share":\(number(row.tally.undamaged.value)),\
            "filled_share":\(number(row.tally.filled.value)),"billed_share":\(number(row.tally.billed.value)),\
            "availability_share":\(number(row.availabilityShare)),\
            "availability_units_share":\(number(row.unitAvailabilityShare)),\
            "availability_value_share":\(number(row.valueAvailabilityShare)),\
            "attempts_mean":\(number(row.meanAttempts)),"first_attempt_share":\(number(row.firstAttemptShare)),\
            "coverage":{\(shares.map { "\"\($0)\":\(number($1))" }.joined(separator: ","))},\
            "cycle_days":{"mean":\(number(cycle.mean)),"p50":\(number(cycle.p50)),"p90":\(number(cycle.p90)),\
            "cv":\(number(cycle.variation))},"stages":[\(stages.joined(separator: ","))]}
            """
    }

    private static func number(_ value: Double?) -> String { JSONText.number(value) }

    private static func rounded(_ value: Double, _ digits: Int) -> Double {
        let unit = (0..<digits).reduce(1.0) { unit, _ in unit * 10 }
        return (value * unit).rounded() / unit
    }

    // MARK: flat columns

    private static let columns: [(name: String, value: @Sendable (DeliveryRow) -> String)] = {
        @Sendable func figure(_ value: Double?) -> String { value.map { "\(rounded($0, 4))" } ?? "" }
        var all: [(name: String, value: @Sendable (DeliveryRow) -> String)] = [
            ("key", { $0.key }), ("orders", { String($0.orders) }), ("delivered", { String($0.delivered) }),
            ("on_time", { String($0.onTime) }), ("on_time_share", { figure($0.onTimeShare) }),
            ("perfect_share", { figure($0.perfectShare) }), ("availability_share", { figure($0.availabilityShare) }),
            ("complete_share", { figure($0.tally.complete.value) }),
            ("undamaged_share", { figure($0.tally.undamaged.value) }),
            ("filled_share", { figure($0.tally.filled.value) }), ("billed_share", { figure($0.tally.billed.value) }),
            ("cycle_mean_days", { figure($0.cycleDays.mean) }), ("cycle_p50_days", { figure($0.cycleDays.p50) }),
            ("cycle_p90_days", { figure($0.cycleDays.p90) }), ("cycle_cv", { figure($0.cycleDays.variation) }),
            ("first_attempt_share", { figure($0.firstAttemptShare) }),
            ("coverage_on_time", { figure($0.coverage.onTime) }),
            ("coverage_complete", { figure($0.coverage.complete) }),
            ("coverage_undamaged", { figure($0.coverage.undamaged) }),
            ("coverage_filled", { figure($0.coverage.filled) }), ("coverage_billed", { figure($0.coverage.billed) }),
            ("coverage_cycle", { figure($0.coverage.cycle) }),
        ]
        for stage in Stage.allCases {
            all.append(("\(stage.rawValue)_mean_days", { figure($0.stageDays(stage).mean) }))
            all.append(("\(stage.rawValue)_p50_days", { figure($0.stageDays(stage).p50) }))
            all.append(("\(stage.rawValue)_p90_days", { figure($0.stageDays(stage).p90) }))
            all.append(("\(stage.rawValue)_orders", { String($0.stageDays(stage).orders) }))
        }
        return all
    }()

    /// RFC 4180 with a header; what is unknown is empty.
    package static func csv(_ rows: [DeliveryRow]) -> String {
        let lines = [columns.map(\.name)] + rows.map { row in columns.map { $0.value(row) } }
        return lines.map(CSVText.line).joined(separator: "\r\n")
    }

    /// The first fifteen columns, in columns of equal width.
    package static func table(_ rows: [DeliveryRow]) -> String {
        let shown = columns.prefix(15)
        let cells = [shown.map(\.name)] + rows.map { row in shown.map { $0.value(row) } }
        return TextTable.aligned(cells)
    }
}
