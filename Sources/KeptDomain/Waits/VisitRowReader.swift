/// Reads rows of visits by a map that was checked against the header.
package struct VisitRowReader {
    private let map: ColumnMap
    private let header: [String]
    private let columns: [VisitField: Int]
    private let own: [String: String]
    private var zones: RowZones

    /// - Parameters:
    ///   - zone: of times without an offset, where the row names none.
    ///   - findZone: for rows that name their own.
    package init(_ map: ColumnMap, header: [String], zone: Zone, findZone: @escaping (String) -> Zone?) {
        self.map = map
        self.header = header
        zones = RowZones(usual: zone, find: findZone)
        let placed = VisitField.allCases.compactMap { field in
            map.columns[field.rawValue].flatMap(header.firstIndex(of:)).map { (field, $0) }
        }
        columns = Dictionary(uniqueKeysWithValues: placed)
        own = map.ownWords
    }

    package mutating func row(_ record: CSVRecord) throws(RowFault) -> PastVisitRow {
        try record.check(header)
        let zone = try zone(record)
        guard let joined = try time(.joined, record, zone) else { throw fault(.joined, record, .empty) }
        let called = try time(.called, record, zone)
        let served = try time(.served, record, zone)
        let ended = try time(.ended, record, zone)
        let outcome = try outcome(record, wasCalled: called != nil || served != nil)
        let waitEnd: (VisitField, Instant)? =
            switch outcome {
            case .left: ended.map { (.ended, $0) }
            case .served, .noShow, .void:
                called.map { (.called, $0) } ?? served.map { (.served, $0) } ?? ended.map { (.ended, $0) }
            }
        guard let (field, end) = waitEnd else { throw fault(outcome == .left ? .ended : .called, record, .empty) }
        var visit = PastVisit(
            line: try text(.line, record) ?? "visits", zone: zone, outcome: outcome, joinedAt: joined,
            waitedSeconds: try seconds(from: joined, to: end, field, record))
        if let served = served ?? (outcome == .served ? called : nil) {
            _ = try seconds(from: joined, to: served, .served, record)
            if let ended { _ = try seconds(from: served, to: ended, .ended, record) }
            visit.servedAt = served
        }
        visit.endedAt = ended
        visit.kind = try text(.kind, record)
        visit.point = try text(.point, record)
        visit.party = Int(try count(.party, record, 1...Int64(PastVisit.largestParty)) ?? 1)
        visit.priority = Int(try count(.priority, record, 0...Int64(PastVisit.mostPriority)) ?? 0)
        return PastVisitRow(
            line: record.line, id: try text(.visit, record), fields: (0..<header.count).map(record.text),
            place: try text(.place, record), visit: visit)
    }

    private func outcome(_ record: CSVRecord, wasCalled: Bool) throws(RowFault) -> PastVisit.Outcome {
        guard let word = try text(.outcome, record) else { return wasCalled ? .served : .left }
        guard let outcome = PastVisit.Outcome(word: word, own) else { throw fault(.outcome, record, .unknownStatus) }
        return outcome
    }

    /// Not negative, and less than a day.
    private func seconds(
        from start: Instant, to end: Instant, _ field: VisitField, _ record: CSVRecord
    ) throws(RowFault) -> Int64 {
        let seconds = (end - start).microseconds / 1_000_000
        guard end >= start, seconds < PastVisit.longest else { throw fault(field, record, .timesDisagree) }
        return seconds
    }

    // MARK: single fields

    private func bytes(_ field: VisitField, _ record: CSVRecord) -> UnsafeRawBufferPointer? {
        guard let column = columns[field] else { return nil }
        let bytes = FieldReading.trimmed(record[column])
        if bytes.isEmpty || bytes.elementsEqual("?".utf8) || bytes.elementsEqual("NULL".utf8) { return nil }
        return bytes
    }

    private func text(_ field: VisitField, _ record: CSVRecord) throws(RowFault) -> String? {
        guard let bytes = bytes(field, record) else { return nil }
        guard bytes.count <= 200 else { throw fault(field, record, .tooLong) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func time(_ field: VisitField, _ record: CSVRecord, _ zone: Zone) throws(RowFault) -> Instant? {
        guard let bytes = bytes(field, record) else { return nil }
        do throws(FieldFault) { return try ToldTime(bytes, order: map.dates, in: zone).at } catch {
            throw fault(field, record, error.reason)
        }
    }

    private func count(
        _ field: VisitField, _ record: CSVRecord, _ range: ClosedRange<Int64>
    ) throws(RowFault) -> Int64? {
        guard let bytes = bytes(field, record) else { return nil }
        let count: Int64
        do throws(FieldFault) { count = try FieldReading.count(bytes) } catch {
            throw fault(field, record, error.reason)
        }
        guard range.contains(count) else { throw fault(field, record, .outOfRange) }
        return count
    }

    private mutating func zone(_ record: CSVRecord) throws(RowFault) -> Zone {
        guard let name = try text(.zone, record) else { return zones.usual }
        guard let zone = zones.zone(named: name) else { throw fault(.zone, record, .unknownZone) }
        return zone
    }

    private func fault(_ field: VisitField, _ record: CSVRecord, _ reason: RowFault.Reason) -> RowFault {
        record.fault(at: columns[field] ?? -1, header, reason)
    }
}
