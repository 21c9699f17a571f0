/// Reads rows of cases, and rows of what happened to them, by a map that was checked against the header.
package struct CaseRowReader {
    private let map: ColumnMap
    private let header: [String]
    private let columns: [CaseField: Int]
    private let own: [String: String]
    private var zones: RowZones

    /// - Parameters:
    ///   - zone: of times without an offset, where the row names none.
    ///   - findZone: for rows that name their own.
    package init(_ map: ColumnMap, header: [String], zone: Zone, findZone: @escaping (String) -> Zone?) {
        self.map = map
        self.header = header
        zones = RowZones(usual: zone, find: findZone)
        let placed = CaseField.allCases.compactMap { field in
            map.columns[field.rawValue].flatMap(header.firstIndex(of:)).map { (field, $0) }
        }
        columns = Dictionary(uniqueKeysWithValues: placed)
        own = map.ownWords
    }

    package mutating func row(_ record: CSVRecord) throws(RowFault) -> CaseFileRow {
        try record.check(header)
        let zone = try zone(record)
        guard let id = try text(.case, record) else { throw fault(.case, record, .empty) }
        var row = CaseFileRow(line: record.line, case: id, zone: zone)
        row.kind = try text(.kind, record).flatMap { CaseWords.kind($0, own) }
        row.subject = try text(.subject, record).map { String($0.prefix(200)) }
        row.cause = try text(.cause, record).map { String($0.prefix(500)) }
        row.place = try text(.place, record)
        row.owner = try text(.owner, record)
        row.order = try text(.order, record)
        row.channel = try text(.channel, record).flatMap { CaseWords.channel($0) }
        let buyer = OrderRow.Buyer(
            externalID: try text(.customerID, record), name: try text(.customerName, record),
            email: try text(.email, record), phone: try text(.phone, record))
        if buyer.externalID != nil || buyer.name != nil || buyer.email != nil || buyer.phone != nil {
            row.buyer = buyer
        }
        try readEvents(of: &row, record, zone)
        guard let first = row.events.map(\.at).min() else {
            throw fault(map.has(.activity) ? .activityAt : .openedAt, record, .empty)
        }
        if let body = try text(.text, record, limit: 200_000) {
            let word = try text(.direction, record)
            row.text = CaseFileRow.Text(
                body: body, direction: word.flatMap { CaseWords.direction($0) } ?? .incoming,
                at: try time(.textAt, record, zone) ?? first)
        }
        return row
    }

    private func readEvents(of row: inout CaseFileRow, _ record: CSVRecord, _ zone: Zone) throws(RowFault) {
        let told: [(CaseField, CaseHistoryEvent.Kind)] = [
            (.openedAt, .opened), (.repliedAt, .replied), (.closedAt, .closed),
        ]
        for (field, kind) in told {
            if let at = try time(field, record, zone) { row.events.append(CaseHistoryEvent(kind, at: at)) }
        }
        guard map.has(.activity) else { return }
        guard let word = try text(.activity, record) else { throw fault(.activity, record, .empty) }
        guard let at = try time(.activityAt, record, zone) else { throw fault(.activityAt, record, .empty) }
        row.events.append(
            CaseHistoryEvent(
                CaseWords.activity(word, own), at: at, activity: String(word.prefix(200)),
                resource: try text(.resource, record)))
    }

    // MARK: single fields

    /// `nil` for nothing, for a field without a column, and for the signs by which files say that they do not know.
    private func bytes(_ field: CaseField, _ record: CSVRecord) -> UnsafeRawBufferPointer? {
        guard let column = columns[field] else { return nil }
        let bytes = FieldReading.trimmed(record[column])
        if bytes.isEmpty || bytes.elementsEqual("?".utf8) || bytes.elementsEqual("NULL".utf8) { return nil }
        return bytes
    }

    private func text(_ field: CaseField, _ record: CSVRecord, limit: Int = 10_000) throws(RowFault) -> String? {
        guard let bytes = bytes(field, record) else { return nil }
        guard bytes.count <= limit else { throw fault(field, record, .tooLong) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func time(_ field: CaseField, _ record: CSVRecord, _ zone: Zone) throws(RowFault) -> Instant? {
        guard let bytes = bytes(field, record) else { return nil }
        do throws(FieldFault) { return try ToldTime(bytes, order: map.dates, in: zone).at } catch {
            throw fault(field, record, error.reason)
        }
    }

    private mutating func zone(_ record: CSVRecord) throws(RowFault) -> Zone {
        guard let name = try text(.zone, record) else { return zones.usual }
        guard let zone = zones.zone(named: name) else { throw fault(.zone, record, .unknownZone) }
        return zone
    }

    private func fault(_ field: CaseField, _ record: CSVRecord, _ reason: RowFault.Reason) -> RowFault {
        record.fault(at: columns[field] ?? -1, header, reason)
    }
}
