/// Reads rows by a map that was checked against the header.
package struct OrderRowReader {
    let map: ColumnMap
    let header: [String]
    private let columns: OrderColumns
    private let statuses: [String: String]
    private let decimal: UInt8
    let currency: Currency?
    private var zones: RowZones

    /// - Parameters:
    ///   - zone: of times without an offset, where the row names none.
    ///   - findZone: for rows that name their own.
    package init(_ map: ColumnMap, header: [String], zone: Zone, findZone: @escaping (String) -> Zone?) {
        self.map = map
        self.header = header
        zones = RowZones(usual: zone, find: findZone)
        columns = OrderColumns(map, header)
        statuses = map.ownWords
        decimal = map.decimal == "," ? 0x2C : 0x2E
        currency = map.currency.flatMap { Currency(listed: $0) }
    }

    // MARK: whole rows

    package mutating func order(_ record: CSVRecord) throws(RowFault) -> OrderRow {
        try record.check(header)
        let zone = try zone(record)
        let ordered = try required(time(columns.orderedAt, record, zone), columns.orderedAt, record)
        let promised = try time(columns.promisedBy, record, zone)
        let currency = try currency(record)
        var row = OrderRow(
            line: record.line, order: try required(text(columns.order, record), columns.order, record), zone: zone,
            milestones: Milestones(ordered: ordered.at), orderedDay: ordered.day)
        row.milestones.approved = try time(columns.approvedAt, record, zone)?.at
        row.milestones.prepared = try time(columns.preparedAt, record, zone)?.at
        row.milestones.dispatched = try time(columns.dispatchedAt, record, zone)?.at
        row.milestones.inTransit = try time(columns.inTransitAt, record, zone)?.at
        row.milestones.delivered = try time(columns.deliveredAt, record, zone)?.at
        row.cancelledAt = try time(columns.cancelledAt, record, zone)?.at
        if let promised {
            row.promisedDay = promised.day
            // A date promise is kept until the end of that day; files write dates as midnight too.
            row.promisedAt = promised.isDate ? zone.endOfDay(promised.day) : promised.at
        }
        row.status = try status(record)
        row.attempts = try count(columns.attempts, record)
        row.buyer = try buyer(record)
        row.city = try text(columns.city, record)
        row.region = try text(columns.region, record)
        row.postcode = try text(columns.postcode, record)
        row.segment = try text(columns.segment, record)
        row.channel = try text(columns.channel, record)
        row.place = try text(columns.place, record)
        row.carrier = try text(columns.carrier, record)
        row.currency = currency?.code
        row.totalMinor = try money(columns.total, record, currency)
        row.isComplete = try flag(columns.complete, record)
        row.isUndamaged = try flag(columns.undamaged, record)
        row.isFilledRight = try flag(columns.filled, record)
        row.isBilledRight = try flag(columns.billed, record)
        row.goods = try goods(record, currency)
        return row
    }

    package mutating func event(_ record: CSVRecord) throws(RowFault) -> EventRow {
        try record.check(header)
        let zone = try zone(record)
        let at = try required(time(columns.eventAt, record, zone), columns.eventAt, record)
        let word = try required(text(columns.event, record), columns.event, record)
        guard let kind = StatusWords.event(statuses[word.lowercased()] ?? word) else {
            throw fault(at: columns.event, record, .unknownStatus)
        }
        return EventRow(
            line: record.line, order: try required(text(columns.order, record), columns.order, record), kind: kind,
            at: at.at,
            reason: try text(columns.reason, record))
    }

    package mutating func line(_ record: CSVRecord) throws(RowFault) -> LineRow {
        try record.check(header)
        let order = try required(text(columns.order, record), columns.order, record)
        let goods = try required(
            goods(record, currency(record)), columns.lineName >= 0 ? columns.lineName : columns.sku, record)
        return LineRow(line: record.line, order: order, goods: goods)
    }

    // MARK: single fields

    /// What stands in the column; `nil` for nothing and for a field without a column.
    private func field(_ column: Int, _ record: CSVRecord) -> UnsafeRawBufferPointer? {
        guard column >= 0 else { return nil }
        let bytes = FieldReading.trimmed(record[column])
        return bytes.isEmpty ? nil : bytes
    }

    private func text(_ column: Int, _ record: CSVRecord) throws(RowFault) -> String? {
        guard let bytes = field(column, record) else { return nil }
        guard bytes.count <= 10_000 else { throw fault(at: column, record, .tooLong) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func count(_ column: Int, _ record: CSVRecord) throws(RowFault) -> Int64? {
        guard let bytes = field(column, record) else { return nil }
        do throws(FieldFault) { return try FieldReading.count(bytes) } catch {
            throw fault(at: column, record, error.reason)
        }
    }

    private func money(_ column: Int, _ record: CSVRecord, _ currency: Currency?) throws(RowFault) -> Int64? {
        guard let bytes = field(column, record) else { return nil }
        guard let currency else { throw fault(at: column, record, .noCurrency) }
        do throws(FieldFault) {
            return try FieldReading.minorUnits(bytes, exponent: currency.exponent, decimal: decimal)
        } catch {
            throw fault(at: column, record, error.reason)
        }
    }

    private func flag(_ column: Int, _ record: CSVRecord) throws(RowFault) -> Bool? {
        guard let word = try text(column, record) else { return nil }
        guard let flag = FieldReading.flag(word) else { throw fault(at: column, record, .noFlag) }
        return flag
    }

    private func time(_ column: Int, _ record: CSVRecord, _ zone: Zone) throws(RowFault) -> ToldTime? {
        guard let bytes = field(column, record) else { return nil }
        do throws(FieldFault) { return try ToldTime(bytes, order: map.dates, in: zone) } catch {
            throw fault(at: column, record, error.reason)
        }
    }

    private mutating func zone(_ record: CSVRecord) throws(RowFault) -> Zone {
        guard let name = try text(columns.zone, record) else { return zones.usual }
        guard let zone = zones.zone(named: name) else { throw fault(at: columns.zone, record, .unknownZone) }
        return zone
    }

    private func currency(_ record: CSVRecord) throws(RowFault) -> Currency? {
        guard let code = try text(columns.currency, record) else { return currency }
        guard let told = Currency(listed: code) else { throw fault(at: columns.currency, record, .unknownCurrency) }
        return told
    }

    private func status(_ record: CSVRecord) throws(RowFault) -> OrderStatus? {
        guard let word = try text(columns.status, record) else { return nil }
        guard let status = StatusWords.status(statuses[word.lowercased()] ?? word) else {
            throw fault(at: columns.status, record, .unknownStatus)
        }
        return status
    }

    private func buyer(_ record: CSVRecord) throws(RowFault) -> OrderRow.Buyer? {
        let buyer = OrderRow.Buyer(
            externalID: try text(columns.customerID, record), name: try text(columns.customerName, record),
            email: try text(columns.email, record), phone: try text(columns.phone, record))
        return buyer.externalID == nil && buyer.name == nil && buyer.email == nil && buyer.phone == nil ? nil : buyer
    }

    private func goods(_ record: CSVRecord, _ currency: Currency?) throws(RowFault) -> OrderRow.Line? {
        let sku = try text(columns.sku, record)
        guard let name = try text(columns.lineName, record) ?? sku else { return nil }
        guard let currency else { throw fault(at: columns.price, record, .noCurrency) }
        let quantity = try count(columns.quantity, record) ?? 1
        let price = try money(columns.price, record, currency) ?? 0
        if let column = OrderLine.outOfRange(quantity: quantity, price: price) {
            throw fault(at: column == .quantity ? columns.quantity : columns.price, record, .outOfRange)
        }
        return OrderRow.Line(
            number: try count(columns.line, record), name: name, sku: sku,
            productGroup: try text(columns.productGroup, record),
            quantity: quantity,
            filledQuantity: try count(columns.filledQuantity, record),
            priceMinor: price, currency: currency.code)
    }

    private func required<T>(_ value: T?, _ column: Int, _ record: CSVRecord) throws(RowFault) -> T {
        guard let value else { throw fault(at: column, record, .empty) }
        return value
    }

    private func fault(at column: Int, _ record: CSVRecord, _ reason: RowFault.Reason) -> RowFault {
        record.fault(at: column, header, reason)
    }
}
