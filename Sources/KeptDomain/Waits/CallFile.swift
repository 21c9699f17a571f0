/// The published layout of a call centre's log, a call a row: menu, queue and service with times of the wall clock
/// (`H:MM:SS`) and lengths in seconds. `call_id` repeats, so that a row as a whole is its identity.
package enum CallFile {
    package static let source = "calls"
    package static let zone = "Asia/Jerusalem"
    /// A caller of the highest priority is taken as one who has waited so long already.
    private static let creditOfPriority: Int64 = 90

    package static let columns = [
        "priority", "type", "date", "vru_exit", "q_start", "q_exit", "q_time", "outcome", "ser_start", "ser_exit",
        "ser_time", "server",
    ]

    private enum Column: Int {
        case priority, type, date, menuExit, queueStart, queueExit, queueTime, outcome, serviceStart, serviceExit
        case serviceTime, server
    }

    /// - Parameter places: of `columns` in the record.
    package static func row(
        _ record: CSVRecord, header: [String], places: [Int], zone: Zone
    ) throws(RowFault) -> PastVisitRow {
        try record.check(header)
        let fields = CallFields(record: record, header: header, places: places)
        let day = try fields.day(Column.date.rawValue)
        let outcome = try fields.outcome(Column.outcome.rawValue)
        let waited = try fields.length(
            Column.queueTime.rawValue, from: Column.queueStart.rawValue, to: Column.queueExit.rawValue)
        let start = try fields.clock(waited > 0 ? Column.queueStart.rawValue : Column.menuExit.rawValue)
        var visit = PastVisit(
            line: source, zone: zone, outcome: outcome,
            joinedAt: zone.recordedInstant(of: day, secondsOfDay: Int(start)), waitedSeconds: waited)
        guard RecordedTime.contains(visit.joinedAt) else {
            throw fields.fault(Column.date.rawValue, .outsideRecordedTime)
        }
        visit.priority = try fields.priority(Column.priority.rawValue)
        visit.creditSeconds = visit.priority >= 2 ? creditOfPriority : 0
        visit.kind = fields.text(Column.type.rawValue)
        if outcome == .served {
            let length = try fields.length(
                Column.serviceTime.rawValue, from: Column.serviceStart.rawValue, to: Column.serviceExit.rawValue)
            var begin = try fields.clock(Column.serviceStart.rawValue)
            // 0:00:00 and no length stand for a service that was not recorded.
            if begin > 0 || length > 0 {
                // After midnight the clock begins anew.
                if begin < start - PastVisit.longest / 2 { begin += PastVisit.longest }
                let servedAt = visit.joinedAt + .seconds(begin - start)
                (visit.servedAt, visit.endedAt) = (servedAt, servedAt + .seconds(length))
            }
            visit.point = fields.text(Column.server.rawValue).flatMap { $0 == "NO_SERVER" ? nil : $0 }
        } else {
            visit.endedAt = visit.joinedAt + .seconds(waited)
        }
        return PastVisitRow(line: record.line, fields: (0..<header.count).map(record.text), visit: visit)
    }
}

/// The fields of one call.
private struct CallFields {
    let record: CSVRecord
    let header: [String]
    let places: [Int]

    func fault(_ column: Int, _ reason: RowFault.Reason) -> RowFault {
        record.fault(at: places[column], header, reason)
    }

    private func bytes(_ column: Int) throws(RowFault) -> UnsafeRawBufferPointer {
        let bytes = FieldReading.trimmed(record[places[column]])
        guard !bytes.isEmpty else { throw fault(column, .empty) }
        return bytes
    }

    func text(_ column: Int) -> String? {
        let bytes = FieldReading.trimmed(record[places[column]])
        return bytes.isEmpty ? nil : String(String(decoding: bytes, as: UTF8.self).prefix(100))
    }

    func day(_ column: Int) throws(RowFault) -> Day {
        let bytes = try bytes(column)
        do throws(FieldFault) {
            switch try WrittenTime(bytes, order: .ymd) {
            case .day(let day): return day
            case .wall(let wall): return wall.day
            case .instant: throw FieldFault(reason: .noTime)
            }
        } catch {
            throw fault(column, error.reason)
        }
    }

    /// Seconds since midnight.
    func clock(_ column: Int) throws(RowFault) -> Int64 {
        let parts = try bytes(column).split(separator: 0x3A, omittingEmptySubsequences: false)
        var (seconds, limit): (Int64, Int64) = (0, 24)
        guard parts.count == 3 else { throw fault(column, .noTime) }
        for part in parts {
            guard (1...2).contains(part.count) else { throw fault(column, .noTime) }
            var value: Int64 = 0
            for byte in part {
                guard let digit = FieldReading.digit(byte) else { throw fault(column, .noTime) }
                value = value * 10 + digit
            }
            guard value < limit else { throw fault(column, .noTime) }
            (seconds, limit) = (seconds * 60 + value, 60)
        }
        return seconds
    }

    /// A length in seconds, which the clocks at its ends have to bear out but for the second that rounding takes.
    func length(_ column: Int, from start: Int, to end: Int) throws(RowFault) -> Int64 {
        let length = try count(column)
        guard length < PastVisit.longest else { throw fault(column, .outOfRange) }
        let clocks = try clock(end) - clock(start)
        let apart = abs((clocks + PastVisit.longest) % PastVisit.longest - length)
        guard min(apart, PastVisit.longest - apart) <= 2 else { throw fault(end, .timesDisagree) }
        return length
    }

    private func count(_ column: Int) throws(RowFault) -> Int64 {
        let bytes = try bytes(column)
        do throws(FieldFault) { return try FieldReading.count(bytes) } catch { throw fault(column, error.reason) }
    }

    func priority(_ column: Int) throws(RowFault) -> Int {
        let count = try count(column)
        guard count <= Int64(PastVisit.mostPriority) else { throw fault(column, .outOfRange) }
        return Int(count)
    }

    func outcome(_ column: Int) throws(RowFault) -> PastVisit.Outcome {
        switch String(decoding: try bytes(column), as: UTF8.self) {
        case "AGENT": .served
        case "HANG": .left
        case "PHANTOM": .void
        default: throw fault(column, .unknownStatus)
        }
    }
}
